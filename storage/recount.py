"""Counts everything anew from the registrations themselves, and says where the tallies tell something else."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, select, union_all

from conversations.actor import REGENCY_DIGITS
from conversations.summary import UNFINISHED
from storage.tables import registration, tally, tally_regency
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
    """The first heaps that are wrong, by village; when none is, regencies that are not the sum of their villages."""
    return await _wrong_villages(unit, limit) or await _wrong_regencies(unit, limit)


async def _wrong_villages(unit: Unit, limit: int) -> tuple[Difference, ...]:
    """Heaps that are not what the registrations are.

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
    return await _differences(unit, facts, live, limit)


async def _wrong_regencies(unit: Unit, limit: int) -> tuple[Difference, ...]:
    """Heaps of regencies that are not the sum of their villages, drafts among them."""
    within = func.substr(tally.c.village_code, 1, REGENCY_DIGITS).label("village_code")
    heap = (within, tally.c.state, tally.c.paid_until.label("month"))
    villages = select(*heap, tally.c.count.label("counted"), literal(0).label("tallied"))
    kept = tally_regency.c
    live = select(kept.regency_code, kept.state, kept.paid_until.label("month"), literal(0), kept.count)
    return await _differences(unit, villages, live, limit)


async def _differences(
    unit: Unit, facts: Select[Any], live: Select[Any], limit: int
) -> tuple[Difference, ...]:
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
