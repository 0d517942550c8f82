"""Summaries for an actor: summed from the tallies of the villages they reach, whatever the number of people in them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Column, ColumnElement, RowMapping, Table, and_, func, or_, select

from conversations.actor import REGENCY_DIGITS, Actor, Role
from conversations.people_listed import Listed, masked
from conversations.periods import DAY, Period
from conversations.reach import count_by, count_villages
from conversations.regions import Regions
from conversations.regions.codes import VILLAGE
from conversations.rules.targets import default_target
from conversations.summary import ERASED, Events, Heaps, Number, Slice, Summary, behind, count
from storage.coverage import Coverage
from storage.reach import is_reached
from storage.registrations import NAME
from storage.tables import person, registration, salt, tally, tally_day, tally_regency, tally_regency_day
from storage.targets import Targets
from storage.unit import Unit

PAGE = 8
DAY_BY_DAY = 62
"""Up to so many days are looked up one by one; more are read as one stretch of each village."""


Kept = tuple[Table, Table, str]
"""Heaps, events by day, and the name of the column that says whose they are."""
BY_VILLAGE: Kept = (tally, tally_day, "village_code")
BY_REGENCY: Kept = (tally_regency, tally_regency_day, "regency_code")


class Summaries:
    """What one actor may see, on one day, within one unit of work."""

    def __init__(self, unit: Unit, actor: Actor, regions: Regions, today: date) -> None:
        self._unit, self._actor, self._regions, self._today = unit, actor, regions, today

    async def load(self, code: str, period: Period) -> Summary:
        """One region, or "" for everything in reach; what is out of reach counts as nobody."""
        heaps = await self._heaps(code)
        events, before = await self._events(code, period)
        own = await Targets(self._unit, self._actor).load(code, self._today)
        villages = count_villages(self._actor, self._regions, code)
        return Summary(
            code,
            self._today,
            self._target(villages, own.values()),
            count(heaps, self._today),
            period,
            events,
            before,
            await self._payments_on(code),
        )

    async def load_parts(self, code: str, digits: int, period: Period) -> dict[str, Summary]:
        """The regions of so many digits inside another one, by code: those without anybody too."""
        heaps = await self._heaps_by(code, digits)
        own = await Targets(self._unit, self._actor).load(code, self._today)
        events = await self._events_by(code, digits, period)
        payments_on = await self._payments_on(code)
        return {
            part: Summary(
                part,
                self._today,
                self._target(villages, [many for one, many in own.items() if one.startswith(part)]),
                count(heaps.get(part, {}), self._today),
                period,
                Events(events.get(part, {})),
                payments_on=payments_on,
            )
            for part, villages in count_by(self._actor, self._regions, digits, code).items()
        }

    async def list_people(self, code: str, number: Number, page: int = 0) -> tuple[Listed, ...]:
        """A page of the people behind a number, who waits or lapses first in front."""
        order = (registration.c.paid_until, registration.c.stage_at, registration.c.id)
        return await self._list(code, _is_in(behind(number, self._today)), order, page)

    async def list_new(self, code: str, period: Period, zone: str, page: int = 0) -> tuple[Listed, ...]:
        """A page of those who sent their form in a period by the clock of a zone, the first in front."""
        first, after = (
            datetime.combine(day, time(), ZoneInfo(zone)) for day in (period.since, period.until + DAY)
        )
        is_new = and_(registration.c.submitted_at >= first, registration.c.submitted_at < after)
        return await self._list(code, is_new, (registration.c.submitted_at, registration.c.id), page)

    async def _list(
        self, code: str, chosen: ColumnElement[bool], order: tuple[Column[Any], ...], page: int
    ) -> tuple[Listed, ...]:
        reached = is_reached(self._unit, self._actor, registration.c.village_code, code)
        found = _PEOPLE.where(reached, chosen).order_by(*order)
        rows = await self._unit.fetch(found.limit(PAGE).offset(page * PAGE))
        return tuple(self._listed(row) for row in rows)

    def _target(self, villages: int, own: Iterable[int]) -> int:
        """The numbers set for villages, and for each of the others what is usual."""
        numbers = list(own)
        return sum(numbers) + default_target(self._today) * (villages - len(numbers))

    def _kept_for(self, code: str, digits: int = 0) -> Kept:
        """Whose tallies to sum: whole regencies where nothing smaller is asked for and nothing in them is others'."""
        is_wide = max(len(code), digits) <= REGENCY_DIGITS and Role.ADMINISTRATOR in self._actor.roles
        return BY_REGENCY if is_wide else BY_VILLAGE

    async def _heaps(self, code: str) -> Heaps:
        heaps, _, place = self._kept_for(code)
        heap = (heaps.c.state, heaps.c.paid_until)
        reached = is_reached(self._unit, self._actor, heaps.c[place], code)
        found = select(*heap, func.sum(heaps.c.count).label("total")).where(reached).group_by(*heap)
        rows = await self._unit.fetch(found)
        return {(row["state"], row["paid_until"]): int(row["total"]) for row in rows}

    async def _heaps_by(self, code: str, digits: int) -> dict[str, dict[tuple[str, str], int]]:
        heaps, _, place = self._kept_for(code, digits)
        part = func.substr(heaps.c[place], 1, digits).label("part")
        reached = is_reached(self._unit, self._actor, heaps.c[place], code)
        kept = select(part, heaps.c.state, heaps.c.paid_until, heaps.c.count).where(
            reached, heaps.c.count != 0
        )
        # Cut out once and then grouped: PostgreSQL does not see that two `substr` with bound numbers are the same.
        one = kept.subquery()
        heap = (one.c.part, one.c.state, one.c.paid_until)
        found: defaultdict[str, dict[tuple[str, str], int]] = defaultdict(dict)
        for row in await self._unit.fetch(
            select(*heap, func.sum(one.c.count).label("total")).group_by(*heap)
        ):
            found[row["part"]][row["state"], row["paid_until"]] = int(row["total"])
        return found

    async def _events(self, code: str, period: Period) -> tuple[Events, Events]:
        """What happened in a period, and in the one before, looked up in one stretch."""
        both = period if period.kind == "all" else replace(period, since=period.earlier.since)
        _, days, place = self._kept_for(code)
        reached = is_reached(self._unit, self._actor, days.c[place], code)
        is_now = (days.c.day >= period.since).label("is_now")
        total = func.sum(days.c.count).label("total")
        found = select(is_now, days.c.event, total).where(reached, self._is_on(both, days))
        rows = await self._unit.fetch(found.group_by(is_now, days.c.event))
        now, before = (
            Events({row["event"]: int(row["total"]) for row in rows if bool(row["is_now"]) is wanted})
            for wanted in (True, False)
        )
        return now, before

    async def _events_by(self, code: str, digits: int, period: Period) -> dict[str, dict[str, int]]:
        _, days, place = self._kept_for(code, digits)
        part = func.substr(days.c[place], 1, digits).label("part")
        reached = is_reached(self._unit, self._actor, days.c[place], code)
        kept = select(part, days.c.event, days.c.count).where(reached, self._is_on(period, days))
        day = kept.subquery()
        happened = (day.c.part, day.c.event)
        total = func.sum(day.c.count).label("total")
        found: defaultdict[str, dict[str, int]] = defaultdict(dict)
        for row in await self._unit.fetch(select(*happened, total).group_by(*happened)):
            found[row["part"]][row["event"]] = int(row["total"])
        return found

    def _is_on(self, period: Period, kept: Table) -> ColumnElement[bool]:
        days = (period.until - period.since).days + 1
        if days > DAY_BY_DAY:
            return kept.c.day.between(period.since, period.until)
        return self._unit.among(kept.c.day, [period.since + timedelta(step) for step in range(days)])

    async def _payments_on(self, code: str) -> date | None:
        coverage = Coverage(self._unit)
        if len(code) == VILLAGE:
            return await coverage.find_as_of_village(code)
        return await coverage.find_as_of(self._actor.branch_id) if self._actor.branch_id else None

    def _listed(self, row: RowMapping) -> Listed:
        name = ""
        if row["secret"] and row["full_name"]:
            opened = self._unit.sealer.open(row["secret"], NAME, row["person_id"], row["full_name"])
            name = masked(opened.decode())
        known = (row["reference"], row["village_code"], row["state"])
        return Listed(*known, name, row["stage_at"], row["paid_until"])


def _is_in(chosen: Slice) -> ColumnElement[bool]:
    """The same rule as `Slice.holds`, said to the database."""
    state, paid_until = registration.c.state, registration.c.paid_until
    ways: list[ColumnElement[bool]] = [state.in_(chosen.states)]
    if "accepted" in chosen.states and not chosen.is_unpaid:
        ways.append(and_(state == ERASED, paid_until.is_not(None)))
    if "withdrawn" in chosen.states:
        ways.append(and_(state == ERASED, paid_until.is_(None)))
    found = or_(*ways)
    if chosen.is_unpaid:
        return and_(found, paid_until.is_(None))
    if chosen.first_on and chosen.last_on:
        return and_(found, paid_until.between(chosen.first_on, chosen.last_on))
    return found


_PEOPLE = (
    select(
        registration.c.reference,
        registration.c.person_id,
        registration.c.village_code,
        registration.c.state,
        registration.c.stage_at,
        registration.c.paid_until,
        person.c.full_name,
        salt.c.secret,
    )
    .join(person, person.c.id == registration.c.person_id)
    .outerjoin(salt, salt.c.id == person.c.salt_id)
)
