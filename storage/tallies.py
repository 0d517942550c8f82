"""Counts that are kept in the transaction of the change they count, so that a summary never counts rows."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Column, ColumnElement, and_, func, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from conversations.actor import REGENCY_DIGITS
from conversations.summary import UNFINISHED
from storage.conversations import Conversations
from storage.sealing import Sealer
from storage.tables import registration, tally, tally_day, tally_regency, tally_regency_day
from storage.upserts import Row, add_counts


@dataclass(frozen=True, slots=True, order=True)
class Heap:
    """What one tally counts: the registrations of a village in one state, paid until one month ('' or YYYY-MM)."""

    village_code: str
    state: str
    paid_until: str = ""


def month_of(paid_until: date | None) -> str:
    return f"{paid_until:%Y-%m}" if paid_until else ""


class Tallies(Conversations):
    """How many, by village and by regency; whatever lies between and above is summed when it is asked for."""

    def __init__(self, connection: AsyncConnection, sealer: Sealer) -> None:
        super().__init__(connection, sealer)
        self._heaps: Counter[Heap] = Counter()
        self._days: Counter[tuple[str, date, str]] = Counter()
        self._regency_heaps: Counter[Heap] = Counter()
        self._regency_days: Counter[tuple[str, date, str]] = Counter()

    def tally(self, heap: Heap, change: int = 1) -> None:
        """Collect one more, or one fewer, on a heap."""
        self._heaps[heap] += change

    def tally_event(self, village_code: str, day: date, event: str, change: int = 1) -> None:
        """Collect one more event of a village's day, or one fewer, for periods and trends."""
        self._days[village_code, day, event] += change

    async def load_tallies(self, village_codes: Iterable[str]) -> dict[Heap, int]:
        """All heaps of registrations in these villages that are not empty; drafts are no registrations."""
        is_kept = (tally.c.count != 0) & (tally.c.state != UNFINISHED)
        rows = await self.fetch(select(tally).where(self.among(tally.c.village_code, village_codes), is_kept))
        return {Heap(row["village_code"], row["state"], row["paid_until"]): row["count"] for row in rows}

    async def sum_tallies(self, code: str = "") -> dict[tuple[str, str], int]:
        """(state, paid until) to the number of registrations, over every village inside a region.

        A village's code begins with those of its district, regency and province (Kemendagri); "" is the country.
        """
        total = func.sum(tally.c.count).label("total")
        sums = select(tally.c.state, tally.c.paid_until, total).where(_is_inside(tally.c.village_code, code))
        rows = await self.fetch(sums.group_by(tally.c.state, tally.c.paid_until))
        return {(row["state"], row["paid_until"]): int(row["total"]) for row in rows if row["total"]}

    async def load_events(
        self, village_codes: Iterable[str], since: date, until: date
    ) -> dict[tuple[str, str], int]:
        """(village, event) to how often it happened from `since` to `until`, both days included."""
        total = func.sum(tally_day.c.count).label("total")
        sums = select(tally_day.c.village_code, tally_day.c.event, total).where(
            self.among(tally_day.c.village_code, village_codes), tally_day.c.day.between(since, until)
        )
        rows = await self.fetch(sums.group_by(tally_day.c.village_code, tally_day.c.event))
        return {(row["village_code"], row["event"]): int(row["total"]) for row in rows}

    async def recount(self) -> dict[Heap, int]:
        """The heaps counted from the registrations themselves: what the tallies must equal."""
        columns = (registration.c.village_code, registration.c.state, registration.c.paid_until)
        rows = await self.fetch(select(*columns, func.count().label("many")).group_by(*columns))
        counted: Counter[Heap] = Counter()
        for row in rows:
            counted[Heap(row["village_code"], row["state"], month_of(row["paid_until"]))] += row["many"]
        return dict(counted)

    async def _write_tallies(self) -> None:
        for heap, change in self._heaps.items():
            self._regency_heaps[replace(heap, village_code=heap.village_code[:REGENCY_DIGITS])] += change
        for (village_code, day, event), change in self._days.items():
            self._regency_days[village_code[:REGENCY_DIGITS], day, event] += change
        await add_counts(self.connection, tally, _heap_rows(self._heaps, "village_code"))
        await add_counts(self.connection, tally_day, _day_rows(self._days, "village_code"))
        self._heaps.clear()
        self._days.clear()

    async def _write_regencies(self) -> None:
        """Last of all, once: many writers share a regency, and wait for each other no longer than a commit takes."""
        await add_counts(self.connection, tally_regency, _heap_rows(self._regency_heaps, "regency_code"))
        await add_counts(self.connection, tally_regency_day, _day_rows(self._regency_days, "regency_code"))
        self._regency_heaps.clear()
        self._regency_days.clear()


def _heap_rows(heaps: Counter[Heap], place: str) -> list[Row]:
    """In one order everywhere, so that two transactions never wait for each other's places."""
    return [
        {place: heap.village_code, "state": heap.state, "paid_until": heap.paid_until, "count": change}
        for heap, change in sorted(heaps.items())
        if change
    ]


def _day_rows(days: Counter[tuple[str, date, str]], place: str) -> list[Row]:
    return [
        {place: code, "day": day, "event": event, "count": change}
        for (code, day, event), change in sorted(days.items())
        if change
    ]


def _is_inside(village_code: Column[str], code: str) -> ColumnElement[bool]:
    """A range of the primary key, as codes of one length are in the order of their numbers."""
    if not code:
        return true()
    return and_(village_code >= code, village_code < str(int(code) + 1).zfill(len(code)))
