"""An invented regency in each of the three times, how its people pay over the months, and who should hear what.

The oracle counts days by itself, from the states of a registration and the days that the house has chosen; it uses
nothing of the program's rules.
"""

import calendar
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from random import Random
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
FIRST, LAST = date(2026, 11, 24), date(2028, 2, 24)
ZONES = {"3273": "Asia/Jakarta", "7371": "Asia/Makassar", "9171": "Asia/Jayapura"}
VILLAGES = (
    "3273011001", "3273011002", "3273011003", "3273011004", "3273021001", "3273021002",
    "7371011001", "7371011002", "7371011003", "7371011004", "7371011005", "7371011006",
    "9171011001", "9171011002", "9171011003", "9171011004", "9171011005", "9171011006",
)  # fmt: skip
SILENT = frozenset(VILLAGES[5::6])
"""Villages whose officer never writes."""
DARK = ("7371", date(2027, 6, 1), date(2027, 7, 12))
"""A regency of whose payments we hear nothing between these days."""
HOLD = 21 * DAY
STALE = 14 * DAY
MOST_A_WEEK = 3
RAMADAN = ((date(2027, 2, 7), date(2027, 3, 10)), (date(2028, 1, 27), date(2028, 2, 27)))


@cache
def month_end(day: date, ahead: int = 0) -> date:
    """The last day of the month so many months later."""
    years, month = divmod(day.month - 1 + ahead, 12)
    return date(day.year + years, month + 1, calendar.monthrange(day.year + years, month + 1)[1])


@dataclass
class Villager:
    """One person: how they are reached, and the days on which the branch hears of a payment."""

    number: int
    village: str
    way: str
    funded_until: date | None
    payments: list[tuple[date, date]] = field(default_factory=list)
    said_on: date | None = None
    id: str = ""

    @property
    def zone(self) -> str:
        return ZONES[self.village[:4]]

    def paid_until(self, day: date) -> date:
        """What is known on the morning of a day."""
        place = bisect_right([on for on, _ in self.payments], day)
        return max(until for _, until in self.payments[: max(place, 1)])


def population(count: int) -> list[Villager]:
    """So many people, the same every time."""
    chance = Random(7)  # noqa: S311 - the same invented people every time
    return [_villager(number, chance) for number in range(1, count + 1)]


def _villager(number: int, chance: Random) -> Villager:
    village = VILLAGES[number % len(VILLAGES)]
    way = chance.choices(("own", "told", "stopped"), (80, 15, 5))[0]
    if way == "told":
        way = "branch" if village in SILENT else "officer"
    first = month_end(FIRST, chance.choice((-1, 0, 1, 2, 3)))
    one = Villager(number, village, way if way != "stopped" else "nobody", None, [(FIRST, first)])
    if chance.random() < 0.15:
        one.funded_until = month_end(FIRST, chance.choice((1, 3, 7)))
        one.payments = [(FIRST, one.funded_until)]
    _pay(one, chance)
    if chance.random() < 0.1:
        one.said_on = FIRST + chance.randrange(30, 300) * DAY
    return one


def _pay(one: Villager, chance: Random) -> None:
    """Most pay about when it ends, some late, some too late, and some never again."""
    day = FIRST
    while chance.random() < 0.85:
        until = one.payments[-1][1]
        day = max(day + DAY, until + chance.choice((-20, -5, 3, 25, 50, 88, 96, 130, 200)) * DAY)
        if DARK[0] == one.village[:4] and DARK[1] <= day <= DARK[2]:
            day = DARK[2] + DAY
        if day >= LAST:
            return
        base = until if day <= month_end(until, 3) else month_end(day, -1)
        one.payments.append((day, month_end(base, chance.choice((1, 2, 3, 6)))))


@cache
def lapse_day(until: date) -> date:
    """The first day of the state `lapsed`: three unpaid months have gone by."""
    return month_end(until, 3) + DAY


@cache
def stage(until: date, day: date, funded_until: date | None) -> str:
    """What there is to say on a day; empty for nothing."""
    if day >= lapse_day(until):
        return ""
    if day >= lapse_day(until) - 5 * DAY:
        return "lapses_soon3"
    for month in (3, 2, 1):
        if day >= month_end(until, month - 1) + DAY:
            return f"unpaid{month}"
    left = until - day
    if until == funded_until:
        return next((f"funding_ends{days}" for days in (7, 30, 60) if left <= days * DAY), "")
    return "ends_soon" if left <= 7 * DAY else ""


def told_days(regency: str, people: list[Villager]) -> list[date]:
    """The days on which the branch heard of payments: every Monday, and with every payment."""
    start = FIRST - FIRST.weekday() * DAY
    mondays = {start + week * 7 * DAY for week in range(70)}
    days = mondays | {on for one in people if one.village.startswith(regency) for on, _ in one.payments}
    if regency == DARK[0]:
        days = {day for day in days if not DARK[1] <= day <= DARK[2]}
    return sorted(day for day in days if day >= FIRST)


def expected(people: list[Villager]) -> dict[tuple[int, date, str], tuple[date, str]]:
    """(person, paid until, what) to the one day on which it is said, and the way."""
    told = {regency: told_days(regency, people) for regency in ZONES}
    found: dict[tuple[int, date, str], tuple[date, str]] = {}
    for one in people:
        letters: list[date] = []
        for offset in range((LAST - FIRST).days):
            day = FIRST + offset * DAY
            what = stage(one.paid_until(day), day, one.funded_until)
            key = (one.number, one.paid_until(day), what)
            is_full = one.way == "own" and sum(day - on < 7 * DAY for on in letters) == MOST_A_WEEK
            if what and key not in found and not is_full and _is_warned(one, day, told[one.village[:4]]):
                found[key] = (day, one.way)
                letters.append(day)
    return found


def _is_warned(one: Villager, day: date, told: list[date]) -> bool:
    """Not while they say that it is paid, and not while payments are not known."""
    if one.said_on and one.said_on <= day < _held_until(one):
        return False
    place = bisect_right(told, day)
    return place > 0 and day - told[place - 1] <= STALE


def _held_until(one: Villager) -> date:
    """The hold goes with a payment, and else after three weeks."""
    assert one.said_on is not None
    newer = [on for on, until in one.payments if on > one.said_on and until > one.paid_until(one.said_on)]
    return min([one.said_on + HOLD, *newer])


def lapsing_on(day: date, people: list[Villager], regency: str) -> int:
    """How many of a regency lapse on a day, as their payments went."""
    mine = (one for one in people if one.village.startswith(regency))
    return sum(lapse_day(one.paid_until(day - DAY)) == day for one in mine)


def is_open(at: datetime, zone: str) -> bool:
    """Whether people in this zone may be written to at this moment."""
    local = at.astimezone(ZoneInfo(zone))
    is_fasting = any(first <= local.date() <= last for first, last in RAMADAN)
    is_prayer = local.weekday() == 4 and 11 <= local.hour < 13
    first, last = (8, 16) if is_fasting else (7, 20)
    return first <= local.hour < last and not is_prayer
