"""Stretches of days that a summary speaks of: this week, a month, a year, or from one day to another."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from conversations.plain import plain
from conversations.rules.dates import add_months, last_day_of, month_of

WEEK, DAY = timedelta(7), timedelta(1)
FIRST_DAY = date(2020, 1, 1)
"""Before anything was kept."""
MONTH = re.compile(r"(?P<year>20[0-9]{2})-(?P<month>[0-9]{1,2})|(?P<month2>[0-9]{1,2})-(?P<year2>20[0-9]{2})")
ISO = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}")
SPOKEN = re.compile(r"(?P<day>[0-9]{1,2})-(?P<month>[0-9]{1,2})-(?P<year>20[0-9]{2})")


@dataclass(frozen=True, slots=True)
class Period:
    """From `since` to `until`, both days included.

    `kind` is week, month, year (those that run just now), past_month, all or days.
    """

    kind: str
    since: date
    until: date

    @property
    def earlier(self) -> "Period":
        """What it is compared with: the whole week, month or year before, or as many days."""
        if self.kind == "week":
            return Period("week", self.since - WEEK, self.since - DAY)
        if self.kind in {"month", "past_month"}:
            return Period("past_month", add_months(self.since, -1), self.since - DAY)
        if self.kind == "year":
            return Period("year", date(self.since.year - 1, 1, 1), self.since - DAY)
        return Period(self.kind, self.since - (self.until - self.since) - DAY, self.since - DAY)

    @property
    def written(self) -> str:
        """One word that `read_period` reads back, whatever the day."""
        return f"{self.since.isoformat()}..{self.until.isoformat()}"


def week_of(today: date) -> Period:
    """From Monday to today."""
    return Period("week", today - timedelta(today.weekday()), today)


def _month(today: date) -> Period:
    return Period("month", month_of(today), today)


def _year(today: date) -> Period:
    return Period("year", date(today.year, 1, 1), today)


def _all(today: date) -> Period:
    return Period("all", FIRST_DAY, today)


NAMED: dict[str, Callable[[date], Period]] = {
    "minggu": week_of,
    "minggu ini": week_of,
    "week": week_of,
    "bulan": _month,
    "bulan ini": _month,
    "month": _month,
    "tahun": _year,
    "tahun ini": _year,
    "year": _year,
    "semua": _all,
    "all": _all,
}


def read_period(text: str, today: date) -> Period | None:
    """The period that somebody typed: a name, a month (`11-2026`), or two days; None when it is none.

    A period never reaches beyond today.
    """
    words = text.casefold().replace("..", " ").replace("/", "-").split()
    if named := NAMED.get(plain(text)):
        return named(today)
    if len(words) == 1 and (found := MONTH.fullmatch(words[0])):
        first = _day(found["year"] or found["year2"], found["month"] or found["month2"], "1")
        kind = "month" if first == month_of(today) else "past_month"
        return _upto(Period(kind, first, last_day_of(first)), today) if first else None
    days = [_read_day(word) for word in words]
    if len(days) == 2 and days[0] and days[1]:  # noqa: PLR2004 - a first and a last day
        return _upto(Period("days", min(days[0], days[1]), max(days[0], days[1])), today)
    return None


def read_written(written: str, today: date) -> Period | None:
    """What `Period.written` says, under its name where it is the week, month or year that runs just now."""
    found = read_period(written, today)
    running = (week_of(today), _month(today), _year(today)) if found else ()
    return next(
        (one for one in running if found and one.since == found.since and one.until == found.until), found
    )


def _upto(period: Period, today: date) -> Period | None:
    if period.since > today or period.since < FIRST_DAY:
        return None
    return Period(period.kind, period.since, min(period.until, today))


def _read_day(word: str) -> date | None:
    if ISO.fullmatch(word):
        return _day(*word.split("-"))
    found = SPOKEN.fullmatch(word)
    return _day(found["year"], found["month"], found["day"]) if found else None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
