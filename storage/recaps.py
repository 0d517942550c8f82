"""What a branch wants to know beyond the tallies: who brought people in, how long forms wait, what is taken at once."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, literal, select

from conversations.actor import Actor
from conversations.recap import LOOKS_BACK, FirstPass, Review, Waiting, waiting_of
from conversations.summary import Counts, count
from storage.reach import is_reached
from storage.tables import audit, registration
from storage.tallies import month_of
from storage.unit import Unit

DECIDED = ("accepted", "rejected", "needs_fixing")


class Recaps:
    """Figures within one actor's reach, read from the registrations of their own villages."""

    def __init__(self, unit: Unit, actor: Actor) -> None:
        self._unit, self._actor = unit, actor

    async def load_by_officer(self, contact_ids: Iterable[int], today: date) -> dict[int, Counts]:
        """Officer to the people they registered."""
        columns = (registration.c.registered_by, registration.c.state, registration.c.paid_until)
        theirs = self._unit.among(registration.c.registered_by, sorted(contact_ids))
        found = select(*columns, func.count().label("many")).where(theirs, self._is_reached())
        heaps: defaultdict[int, dict[tuple[str, str], int]] = defaultdict(dict)
        for row in await self._unit.fetch(found.group_by(*columns)):
            heap = heaps[row["registered_by"]]
            place = (row["state"], month_of(row["paid_until"]))
            heap[place] = heap.get(place, 0) + row["many"]
        return {one: count(heap, today) for one, heap in heaps.items()}

    async def load_waiting(self, now: datetime, code: str = "") -> Waiting:
        """How long the forms of a region wait that nobody has looked at."""
        waits = select(registration.c.stage_at).where(
            self._is_reached(code), registration.c.state == "submitted"
        )
        return waiting_of([row["stage_at"] for row in await self._unit.fetch(waits)], now)

    async def load_first_pass(self, now: datetime, code: str = "") -> FirstPass:
        """Of the forms sent lately and decided upon, those never sent back."""
        passes = await self._first_passes(literal(0), now, code)
        return passes.get(0, FirstPass())

    async def load_reviews(self, key: ColumnElement[Any], now: datetime) -> dict[Any, Review]:
        """Waiting and first pass by a column of registrations: their officer, or the region of their village."""
        waits: defaultdict[Any, list[datetime]] = defaultdict(list)
        found = select(key.label("key"), registration.c.stage_at).where(
            self._is_reached(), registration.c.state == "submitted"
        )
        for row in await self._unit.fetch(found):
            waits[row["key"]].append(row["stage_at"])
        passes = await self._first_passes(key, now)
        return {
            one: Review(waiting_of(waits[one], now), passes.get(one, FirstPass()))
            for one in waits.keys() | passes.keys()
        }

    async def load_reviews_by_place(self, digits: int, now: datetime) -> dict[str, Review]:
        """The same by region: so many digits of the village's code."""
        return await self.load_reviews(func.substr(registration.c.village_code, 1, digits), now)

    async def load_reviews_by_officer(self, now: datetime) -> dict[int, Review]:
        """The same by who brought the people in."""
        return await self.load_reviews(registration.c.registered_by, now)

    async def _first_passes(
        self, key: ColumnElement[Any], now: datetime, code: str = ""
    ) -> dict[Any, FirstPass]:
        was_sent_back = exists(
            select(1)
            .where(audit.c.object == registration.c.id, audit.c.act == "registration.needs_fixing")
            .correlate(registration)
        )
        decided = select(key.label("key"), registration.c.state, was_sent_back.label("was_sent_back")).where(
            self._is_reached(code),
            registration.c.state.in_(DECIDED),
            registration.c.submitted_at >= now - LOOKS_BACK,
        )
        one = decided.subquery()
        columns = (one.c.key, one.c.state, one.c.was_sent_back)
        rows = await self._unit.fetch(select(*columns, func.count().label("many")).group_by(*columns))
        taken: Counter[Any] = Counter()
        total: Counter[Any] = Counter()
        for row in rows:
            total[row["key"]] += row["many"]
            if row["state"] == "accepted" and not row["was_sent_back"]:
                taken[row["key"]] += row["many"]
        return {each: FirstPass(taken[each], total[each]) for each in total}

    def _is_reached(self, code: str = "") -> ColumnElement[bool]:
        return is_reached(self._unit, self._actor, registration.c.village_code, code)
