"""What a branch wants to know beyond the tallies: who brought people in, how long forms wait, what is taken at once."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import ColumnElement, exists, func, select

from conversations.actor import Actor
from conversations.recap import LOOKS_BACK, FirstPass, Waiting, waiting_of
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
        was_sent_back = exists(
            select(1)
            .where(audit.c.object == registration.c.id, audit.c.act == "registration.needs_fixing")
            .correlate(registration)
        )
        decided = select(registration.c.state, was_sent_back.label("was_sent_back")).where(
            self._is_reached(code),
            registration.c.state.in_(DECIDED),
            registration.c.submitted_at >= now - LOOKS_BACK,
        )
        one = decided.subquery()
        found = select(one.c.state, one.c.was_sent_back, func.count().label("many"))
        rows = await self._unit.fetch(found.group_by(one.c.state, one.c.was_sent_back))
        taken = sum(row["many"] for row in rows if row["state"] == "accepted" and not row["was_sent_back"])
        return FirstPass(taken, sum(row["many"] for row in rows))

    def _is_reached(self, code: str = "") -> ColumnElement[bool]:
        return is_reached(self._unit, self._actor, registration.c.village_code, code)
