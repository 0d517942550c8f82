"""After whatever happened, the tallies are what counting would give."""

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conversations.facts import Case, Needs
from conversations.outcomes import Correction, Erasure, Withdrawal
from storage.database import Database
from storage.errors import CaseNotFound
from storage.places import RegionRow
from storage.step import Step
from storage.tallies import Heap
from storage.unit import Unit
from tests.storage.people import LATER, SITI, VILLAGE, form, meet, register

VILLAGES = (VILLAGE, "3273011002", "3273021001")
STATES = ("needs_fixing", "accepted", "rejected")
PAID = (None, date(2026, 11, 30), date(2026, 12, 31))
EVENTS = st.lists(
    st.one_of(
        st.tuples(st.just("register"), st.sampled_from(VILLAGES)),
        st.tuples(st.just("step"), st.sampled_from(STATES), st.sampled_from(PAID), st.integers(0, 5)),
        st.tuples(st.just("move"), st.sampled_from(VILLAGES), st.integers(0, 5)),
        st.tuples(st.just("withdraw"), st.integers(0, 5)),
        st.tuples(st.just("erase"), st.integers(0, 5)),
    ),
    max_size=12,
)
_numbers = iter(range(1, 10_000_000))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(EVENTS)
async def test_tallies_equal_a_recount_after_any_events(
    database: Database, events: list[tuple[object, ...]]
) -> None:
    cases: list[str] = []
    for event in events:
        async with database.unit() as unit:
            await meet(unit, SITI)
            try:
                await happen(unit, event, cases)
            except CaseNotFound:
                continue
    async with database.reading() as unit:
        assert await unit.load_tallies(VILLAGES) == await unit.recount()


async def happen(unit: Unit, event: tuple[object, ...], cases: list[str]) -> None:
    name, *rest = event
    if name == "register":
        number = next(_numbers)
        await register(unit, SITI, form(number, village_code=rest[0]))
        cases += [one.id for one in await own_cases(unit) if one.id not in cases]
        return
    place = rest[-1]
    assert isinstance(place, int)
    if place >= len(cases):
        return
    case_id = cases[place]
    if name == "step":
        state, paid_until, _ = rest
        await unit.move_case(case_id, Step(str(state), 7, LATER, paid_until=paid_until))  # type: ignore[arg-type]
    elif name == "move":
        correction = Correction(case_id=case_id, field="village_code", value=str(rest[0]))
        await unit.keep(SITI, correction, update_id=1, now=LATER)
    else:
        outcome = Withdrawal(case_id=case_id) if name == "withdraw" else Erasure(case_id=case_id)
        await unit.keep(SITI, outcome, update_id=1, now=LATER)


async def own_cases(unit: Unit) -> tuple[Case, ...]:
    return (await unit.load_facts({SITI: Needs(cases=True)}, now=LATER))[SITI].cases


async def test_two_units_that_undo_each_others_order_both_count(database: Database) -> None:
    for order in (VILLAGES, VILLAGES[::-1]):
        async with database.unit() as unit:
            for village in order:
                unit.tally(Heap(village, "submitted"))
    async with database.reading() as unit:
        assert await unit.load_tallies(VILLAGES) == {Heap(village, "submitted"): 2 for village in VILLAGES}


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
