"""After whatever happened, the tallies are what counting would give."""

import asyncio
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import select

from conversations.summary import count
from storage.database import Database
from storage.places import RegionRow
from storage.recount import find_differences
from storage.tables import tally_regency
from storage.tallies import Heap
from tests.databases import fresh_database
from tests.storage.people import LATER, NOW, VILLAGE
from tests.storage.village_life import EVENTS, VILLAGES, VillageLife

PAID_UNTIL = date(2026, 12, 31)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(EVENTS)
async def test_tallies_equal_a_recount_after_any_events(
    database: Database, events: list[tuple[object, ...]]
) -> None:
    await VillageLife(database).live(events)
    async with database.reading() as unit:
        assert await unit.load_tallies(VILLAGES) == await unit.recount()
        assert await find_differences(unit) == ()
        # What was sent on all days together is what is there, wherever it was moved since.
        sent = await unit.load_events(VILLAGES, date(2020, 1, 1), date(2030, 1, 1))
        for village in VILLAGES:
            counts = count(await unit.sum_tallies(village), LATER.date())
            assert sent.get((village, "submitted"), 0) == counts.submitted <= counts.started


@pytest.mark.parametrize(
    ("events", "heaps"),
    [
        ([("step", 0, "rejected", None), ("register_again", 0)], {"rejected": 1, "submitted": 1}),
        ([("register_again", 0)], {"submitted": 1}),
        ([("step", 0, "accepted", None), ("pay", 0, PAID_UNTIL)], {"accepted": 1}),
        ([("pay", 0, PAID_UNTIL)], {"submitted": 1}),
        ([("withdraw", 0), ("register_again", 0)], {"withdrawn": 1, "submitted": 1}),
        ([("at_the_door", VILLAGE), ("undo", 1)], {"submitted": 1, "withdrawn": 1}),
        ([("at_the_door", VILLAGE), ("take_over", 1), ("erase", 1)], {"submitted": 1, "erased": 1}),
        ([("at_the_door", VILLAGE), ("withdraw", 1)], {"submitted": 2}),
        ([("move", 0, VILLAGES[1])], {}),
        (
            [("step", 0, "needs_fixing", None), ("move", 0, VILLAGES[1]), ("move", 0, VILLAGE)],
            {"submitted": 1},
        ),
        ([("erase", 0), ("pay", 0, PAID_UNTIL), ("move", 0, VILLAGES[1])], {"erased": 1}),
        ([("begin", VILLAGE)], {"submitted": 1}),
    ],
)
async def test_what_each_event_does_to_one_registration(
    database: Database, events: list[tuple[object, ...]], heaps: dict[str, int]
) -> None:
    await VillageLife(database).live([("register", VILLAGE), *events])
    async with database.reading() as unit:
        kept = await unit.load_tallies([VILLAGE])
        assert {heap.state: many for heap, many in kept.items()} == heaps
        assert await find_differences(unit) == ()
        day = await unit.load_events(VILLAGES, NOW.date(), NOW.date())
        assert day.get((VILLAGE, "submitted"), 0) == sum(heaps.values())


async def test_two_units_that_undo_each_others_order_both_count(database: Database) -> None:
    for order in (VILLAGES, VILLAGES[::-1]):
        async with database.unit() as unit:
            for village in order:
                unit.tally(Heap(village, "submitted"))
    async with database.reading() as unit:
        assert await unit.load_tallies(VILLAGES) == {Heap(village, "submitted"): 2 for village in VILLAGES}


@pytest.mark.postgres
async def test_two_of_one_regency_wait_for_each_other_only_when_they_end(tmp_path: Path) -> None:
    """What is flushed in the middle of a long unit must not hold a whole regency."""
    async with fresh_database("postgres", tmp_path) as database:
        flushed = {village: asyncio.Event() for village in VILLAGES[:2]}

        async def write(village: str, other: str) -> None:
            async with database.unit() as unit:
                unit.tally(Heap(village, "submitted"))
                unit.tally_event(village, NOW.date(), "submitted")
                await unit.flush()
                flushed[village].set()
                await flushed[other].wait()
                unit.tally(Heap(village, "submitted"))

        one, other = VILLAGES[:2]
        await asyncio.wait_for(asyncio.gather(write(one, other), write(other, one)), 10)
        async with database.reading() as unit:
            found = await unit.fetch(select(tally_regency.c.regency_code, tally_regency.c.count))
        assert [tuple(row.values()) for row in found] == [(VILLAGE[:4], 4)]


async def test_a_region_is_the_sum_of_its_villages(database: Database) -> None:
    async with database.unit() as unit:
        tree = [("32", 1, ""), ("3273", 2, "32"), ("327301", 3, "3273"), ("327302", 3, "3273")]
        rows = [RegionRow(code, level, parent, f"Wilayah {code}") for code, level, parent in tree]
        rows += [RegionRow(code, 4, code[:6], f"Desa {code}") for code in VILLAGES]
        assert await unit.import_regions(rows) == 7
        assert await unit.import_regions(rows) == 7
        for count, village in enumerate(VILLAGES, start=1):
            unit.tally(Heap(village, "accepted", "2026-11"), count)
    async with database.reading() as unit:
        sums = {code: await unit.sum_tallies(code) for code in ("32", "327301", "327302", VILLAGE, "99")}
        assert [len(await unit.regions_in(code)) for code in ("32", "3273", "327301")] == [1, 2, 2]
        assert await unit.find_region("99") is None
    paid = ("accepted", "2026-11")
    assert sums == {
        "32": {paid: 6},
        "327301": {paid: 3},
        "327302": {paid: 3},
        VILLAGE: {paid: 1},
        "99": {},
    }


async def test_events_are_counted_by_the_villages_own_day(database: Database) -> None:
    async with database.unit() as unit:
        for day in (date(2026, 11, 22), date(2026, 11, 23), date(2026, 11, 23)):
            unit.tally_event(VILLAGE, day, "visited")
    async with database.reading() as unit:
        assert await unit.load_events([VILLAGE], date(2026, 11, 23), date(2026, 11, 30)) == {
            (VILLAGE, "visited"): 2
        }
