"""Summaries for an actor: summed from the tallies of the villages they reach, whatever the number of people in them."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import ColumnElement, RowMapping, and_, func, literal, or_, select

from conversations.actor import Actor
from conversations.people_listed import Listed, masked
from conversations.periods import Period
from conversations.reach import count_by, count_villages
from conversations.regions import Regions
from conversations.regions.codes import VILLAGE
from conversations.rules.targets import default_target
from conversations.summary import ERASED, Events, Heaps, Number, Slice, Summary, add_up, behind, count
from storage.coverage import Coverage
from storage.reach import is_reached
from storage.registrations import NAME
from storage.tables import person, registration, salt, tally, tally_day
from storage.targets import Targets
from storage.unit import Unit

PAGE = 8
DAY_BY_DAY = 62
"""Up to so many days are looked up one by one; more are read as one stretch of each village."""


class Summaries:
    """What one actor may see, on one day, within one unit of work."""

    def __init__(self, unit: Unit, actor: Actor, regions: Regions, today: date) -> None:
        self._unit, self._actor, self._regions, self._today = unit, actor, regions, today

    async def load(self, code: str, period: Period) -> Summary:
        """One region, or "" for everything in reach; what is out of reach counts as nobody."""
        heaps = await self._heaps(code)
        events = await self._events(code, period)
        before = await self._events(code, period.earlier) if period.kind != "all" else {}
        own = await Targets(self._unit, self._actor).load(code, self._today)
        villages = count_villages(self._actor, self._regions, code)
        return Summary(
            code,
            self._today,
            self._target(villages, own.values()),
            count(heaps, self._today),
            period,
            Events(events),
            Events(before),
            await self._count_started(code) if len(code) == VILLAGE else 0,
            await self._payments_on(code),
        )

    async def load_parts(self, code: str, digits: int, period: Period) -> dict[str, Summary]:
        """The regions of so many digits inside another one, by code: those without anybody too."""
        heaps: defaultdict[str, dict[tuple[str, str], int]] = defaultdict(dict)
        for row in await self._sum_heaps(code, digits):
            heaps[row["part"]][row["state"], row["paid_until"]] = int(row["total"])
        own = await Targets(self._unit, self._actor).load(code, self._today)
        events = await self._events_by(code, digits, period)
        return {
            part: Summary(
                part,
                self._today,
                self._target(villages, [many for one, many in own.items() if one.startswith(part)]),
                count(heaps[part], self._today),
                period,
                Events(events.get(part, {})),
            )
            for part, villages in count_by(self._actor, self._regions, digits, code).items()
        }

    async def list_people(self, code: str, number: Number, page: int = 0) -> tuple[Listed, ...]:
        """A page of the people behind a number, who waits or lapses first in front."""
        chosen = behind(number, self._today)
        reached = is_reached(self._unit, self._actor, registration.c.village_code, code)
        order = (registration.c.paid_until, registration.c.stage_at, registration.c.id)
        found = _PEOPLE.where(reached, _is_in(chosen)).order_by(*order)
        rows = await self._unit.fetch(found.limit(PAGE).offset(page * PAGE))
        return tuple(self._listed(row) for row in rows)

    def _target(self, villages: int, own: Iterable[int]) -> int:
        """The numbers set for villages, and for each of the others what is usual."""
        numbers = list(own)
        return sum(numbers) + default_target(self._today) * (villages - len(numbers))

    async def _heaps(self, code: str) -> Heaps:
        rows = await self._sum_heaps(code, len(code))
        return add_up({(row["state"], row["paid_until"]): int(row["total"])} for row in rows)

    async def _sum_heaps(self, code: str, digits: int) -> Iterable[RowMapping]:
        part = func.substr(tally.c.village_code, 1, digits) if digits else literal("")
        kept = select(part.label("part"), tally.c.state, tally.c.paid_until, tally.c.count)
        within = kept.where(
            is_reached(self._unit, self._actor, tally.c.village_code, code), tally.c.count != 0
        )
        heap = within.subquery()
        total = func.sum(heap.c.count).label("total")
        parts = (heap.c.part, heap.c.state, heap.c.paid_until)
        return await self._unit.fetch(select(*parts, total).group_by(*parts))

    async def _events(self, code: str, period: Period) -> dict[str, int]:
        named: Counter[str] = Counter()
        for one in (await self._events_by(code, len(code), period)).values():
            named.update(one)
        return dict(named)

    async def _events_by(self, code: str, digits: int, period: Period) -> dict[str, dict[str, int]]:
        part = func.substr(tally_day.c.village_code, 1, digits) if digits else literal("")
        reached = is_reached(self._unit, self._actor, tally_day.c.village_code, code)
        kept = select(part.label("part"), tally_day.c.event, tally_day.c.count)
        day = kept.where(reached, self._is_on(period)).subquery()
        total = func.sum(day.c.count).label("total")
        found: defaultdict[str, dict[str, int]] = defaultdict(dict)
        for row in await self._unit.fetch(
            select(day.c.part, day.c.event, total).group_by(day.c.part, day.c.event)
        ):
            found[row["part"]][row["event"]] = int(row["total"])
        return found

    def _is_on(self, period: Period) -> ColumnElement[bool]:
        days = (period.until - period.since).days + 1
        if days > DAY_BY_DAY:
            return tally_day.c.day.between(period.since, period.until)
        return self._unit.among(tally_day.c.day, [period.since + timedelta(step) for step in range(days)])

    async def _count_started(self, village_code: str) -> int:
        reached = is_reached(self._unit, self._actor, tally_day.c.village_code, village_code)
        total = func.sum(tally_day.c.count).label("total")
        rows = await self._unit.fetch(select(total).where(reached, tally_day.c.event == "started"))
        return int(rows[0]["total"] or 0)

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
