"""Counts everything anew from the registrations themselves, and says where the tallies tell something else."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, literal, select, union_all

from conversations.summary import UNFINISHED
from storage.tables import registration, tally
from storage.tallies import Heap
from storage.unit import Unit

MOST_NAMED = 50


@dataclass(frozen=True, slots=True)
class Difference:
    """A heap whose tally is not what counting gives."""

    heap: Heap
    tallied: int
    counted: int


async def find_differences(unit: Unit, *, limit: int = MOST_NAMED) -> tuple[Difference, ...]:
    """The first heaps that are wrong, by village; none is as it should be.

    Both are counted in one statement, so in one moment: a change between two of them would look like a fault.
    Drafts that nobody sent are left out: they go in time, and nothing is left to count them by.
    """
    place = (registration.c.village_code, registration.c.state)
    month = _month_paid(unit).label("month")
    facts = select(*place, month, func.count().label("counted"), literal(0).label("tallied")).group_by(
        *place, month
    )
    live = select(
        tally.c.village_code, tally.c.state, tally.c.paid_until.label("month"), literal(0), tally.c.count
    ).where(tally.c.state != UNFINISHED)
    both = union_all(facts, live).subquery()
    heap = (both.c.village_code, both.c.state, both.c.month)
    counted, tallied = func.sum(both.c.counted), func.sum(both.c.tallied)
    found = select(*heap, counted.label("counted"), tallied.label("tallied")).group_by(*heap)
    rows = await unit.fetch(found.having(counted != tallied).order_by(*heap).limit(limit))
    return tuple(
        Difference(
            Heap(row["village_code"], row["state"], row["month"]), int(row["tallied"]), int(row["counted"])
        )
        for row in rows
    )


def _month_paid(unit: Unit) -> ColumnElement[str]:
    """A registration's last paid month as `storage.tallies.month_of` writes it."""
    day = registration.c.paid_until
    written = func.strftime("%Y-%m", day) if unit.is_sqlite else func.to_char(day, "YYYY-MM")
    return func.coalesce(written, "")
