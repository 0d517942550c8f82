"""What a summary says is what is kept, within reach and not beyond, on both databases."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from conversations.actor import Actor, Role
from conversations.facts import Needs, Place
from conversations.outcomes import Erasure
from conversations.periods import week_of
from conversations.summary import Number, behind
from storage.coverage import Coverage
from storage.database import Database
from storage.recount import Difference, find_differences
from storage.staff import Staff
from storage.step import Step
from storage.summaries import PAGE, Summaries
from storage.tables import tally, tally_regency
from storage.tallies import Heap
from storage.targets import Targets
from storage.unit import Unit
from tests.storage.people import LATER, NOW, SITI, VILLAGE, form, meet, register
from tests.storage.village_life import EVENTS, VillageLife

TODAY = date(2026, 11, 23)
NEXT_DOOR, FAR = "3273011002", "3202252004"
OFFICER = Actor(7, frozenset({Role.OFFICER}), villages=frozenset({VILLAGE}))
BRANCH = Actor(8, frozenset({Role.BRANCH_HEAD}), branch_id="b", areas=frozenset({"3273"}))
CEDING = Actor(8, frozenset({Role.BRANCH_HEAD}), areas=frozenset({"3273"}), ceded=frozenset({NEXT_DOOR}))
ADMINISTRATOR = Actor(9, frozenset({Role.ADMINISTRATOR}))
NOBODY = Actor(10)
WEEK = week_of(TODAY)
ZONE = "Asia/Jakarta"


def summaries(unit: Unit, place: Place, actor: Actor = OFFICER) -> Summaries:
    return Summaries(unit, actor, place.regions, TODAY)


async def filled(database: Database) -> None:
    """Four in the village (waiting, protected, about to lapse, erased) and one next door."""
    async with database.unit() as unit:
        await meet(unit, SITI)
        for number, village in enumerate((VILLAGE, VILLAGE, VILLAGE, VILLAGE, NEXT_DOOR), 1):
            await register(unit, SITI, form(number, village_code=village))
    async with database.unit() as unit:
        await unit.load_contacts([SITI])
        cases = (await unit.load_facts({SITI: Needs(cases=True)}, now=LATER))[SITI].cases
        ids = {case.reference: case.id for case in cases}
        for number, paid in ((2, date(2026, 12, 31)), (3, date(2026, 8, 31)), (4, date(2026, 11, 30))):
            step = Step("accepted", 7, LATER, paid_until=paid)
            await unit.move_case(ids[f"SR-{number:06d}"], step)
        await unit.keep(SITI, Erasure(case_id=ids["SR-000004"]), update_id=1, now=LATER)
        unit.tally_event(VILLAGE, TODAY - timedelta(7), "submitted")
        unit.tally_event(VILLAGE, TODAY, "visit.met")


async def test_a_village_in_one_look(database: Database, place: Place) -> None:
    await filled(database)
    async with database.reading() as unit:
        found = await summaries(unit, place).load(VILLAGE, WEEK)
    counts = found.counts
    assert (counts.submitted, counts.waiting, counts.protected, counts.ending) == (4, 1, 2, 1)
    assert (found.target, found.events.submitted, found.before.submitted) == (100, 4, 1)
    assert found.events.visits == {"met": 1}
    assert found.payments_on is None


async def test_who_was_erased_is_still_counted_and_nobody_can_read_who_it_was(
    database: Database, place: Place
) -> None:
    await filled(database)
    async with database.reading() as unit:
        people = await summaries(unit, place).list_people(VILLAGE, Number.PROTECTED)
    assert sorted((one.name, one.state) for one in people) == [("", "erased"), ("Siti M.", "accepted")]


@pytest.mark.parametrize("number", Number)
async def test_behind_every_number_are_as_many_people(
    database: Database, place: Place, number: Number
) -> None:
    await filled(database)
    async with database.reading() as unit:
        store = summaries(unit, place)
        counted = (await store.load(VILLAGE, WEEK)).counts.of(number)
        people = await store.list_people(VILLAGE, number)
        assert await store.list_people(VILLAGE, number, page=1) == ()
    assert len(people) == counted < PAGE
    assert all(behind(number, TODAY).holds(one.state, one.paid_until) for one in people)


@pytest.mark.parametrize(
    ("actor", "everything"), [(OFFICER, 4), (BRANCH, 5), (CEDING, 4), (ADMINISTRATOR, 5), (NOBODY, 0)]
)
async def test_nobody_counts_or_lists_beyond_their_reach(
    database: Database, place: Place, actor: Actor, everything: int
) -> None:
    await filled(database)
    async with database.reading() as unit:
        store = summaries(unit, place, actor)
        assert (await store.load("", WEEK)).counts.submitted == everything
        assert len(await store.list_people("", Number.SUBMITTED)) == everything
        reached = actor.reaches(NEXT_DOOR)
        assert bool(await store.list_people(NEXT_DOOR, Number.SUBMITTED)) is reached
        assert bool((await store.load(NEXT_DOOR, WEEK)).counts.submitted) is reached


async def test_parts_add_up_to_the_whole(database: Database, place: Place) -> None:
    await filled(database)
    async with database.reading() as unit:
        store = summaries(unit, place, BRANCH)
        whole = await store.load("3273", WEEK)
        for digits in (6, 10):
            parts = await store.load_parts("3273", digits, WEEK)
            assert sum(part.counts.submitted for part in parts.values()) == whole.counts.submitted
            assert sum(part.target for part in parts.values()) == whole.target
            assert sum(part.events.submitted for part in parts.values()) == whole.events.submitted


async def test_whole_regencies_say_the_same_as_their_villages(database: Database, place: Place) -> None:
    await filled(database)
    async with database.unit() as unit:
        await register(unit, SITI, form(9, village_code=FAR))
    async with database.reading() as unit:
        whole, villages = summaries(unit, place, ADMINISTRATOR), summaries(unit, place, BRANCH)
        for code in ("3273", "32"):
            one, other = await whole.load(code, WEEK), await villages.load("3273", WEEK)
            extra = 0 if code == "3273" else 1
            assert one.counts.submitted == other.counts.submitted + extra
            assert one.events.submitted == other.events.submitted + extra
            assert one.before == other.before
        parts = await whole.load_parts("32", 4, WEEK)
        assert parts["3273"].counts == (await villages.load("3273", WEEK)).counts
        assert (parts["3202"].counts.submitted, parts["3202"].events.submitted) == (1, 1)


async def test_a_summary_says_up_to_which_day_payments_are_known(database: Database, place: Place) -> None:
    async with database.unit() as unit:
        branch_id = await Staff(unit).open_branch("Kantor Cabang Contoh", ["3273"], by=9, now=NOW)
        await Coverage(unit).note_import(branch_id, date(2026, 11, 20), NOW)
    async with database.reading() as unit:
        assert (await summaries(unit, place).load(VILLAGE, WEEK)).payments_on == date(2026, 11, 20)
        store = summaries(unit, place, replace(BRANCH, branch_id=branch_id))
        assert (await store.load("", WEEK)).payments_on == date(2026, 11, 20)
        parts = await store.load_parts("", 6, WEEK)
    assert {part.payments_on for part in parts.values()} == {date(2026, 11, 20)}


async def test_a_target_holds_from_its_first_day_to_its_last(database: Database, place: Place) -> None:
    year = (date(2026, 1, 1), date(2026, 12, 31))
    async with database.unit() as unit:
        targets = Targets(unit, OFFICER)
        assert not await targets.set(FAR, 5, *year, NOW)
        assert await targets.set(VILLAGE, 120, *year, NOW)
        assert await targets.set(VILLAGE, 40, TODAY, TODAY, NOW)
    async with database.reading() as unit:
        targets = Targets(unit, OFFICER)
        days = (TODAY - timedelta(1), TODAY, TODAY + timedelta(1), date(2027, 1, 1))
        on = [(await targets.load("", day)).get(VILLAGE) for day in days]
        assert await targets.load(FAR, TODAY) == {}
        assert (await summaries(unit, place).load(VILLAGE, WEEK)).target == 40
    assert on == [120, 40, 120, None]


async def test_a_recount_finds_every_heap_that_is_wrong_and_nothing_else(database: Database) -> None:
    await filled(database)
    async with database.reading() as unit:
        assert await find_differences(unit) == ()
    async with database.unit() as unit:
        spoiled = update(tally).where(tally.c.village_code == NEXT_DOOR).values(count=9)
        await unit.connection.execute(spoiled)
        unit.tally(Heap(FAR, "rejected"), 2)
    async with database.reading() as unit:
        found = await find_differences(unit)
    async with database.unit() as unit:
        unit.tally(Heap(FAR, "rejected"), -2)
        await unit.connection.execute(spoiled.values(count=1))
    async with database.reading() as unit:
        assert await find_differences(unit) == ()
    async with database.unit() as unit:
        regency = update(tally_regency).where(tally_regency.c.state == "submitted").values(count=7)
        await unit.connection.execute(regency)
    async with database.reading() as unit:
        assert await find_differences(unit) == (Difference(Heap("3273", "submitted"), 7, 2),)
    assert found == (Difference(Heap(FAR, "rejected"), 2, 0), Difference(Heap(NEXT_DOOR, "submitted"), 9, 1))


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(EVENTS, st.integers(0, 400))
async def test_numbers_add_up_after_any_events_and_on_any_later_day(
    database: Database, place: Place, events: list[tuple[object, ...]], later: int
) -> None:
    await VillageLife(database).live(events)
    day = TODAY + timedelta(later)
    async with database.reading() as unit:
        assert await find_differences(unit) == ()
        for actor in (OFFICER, BRANCH):
            store = Summaries(unit, actor, place.regions, day)
            # Numbers that contradict each other cannot even be made.
            today, now = (await store.load("", week_of(day))).counts, summaries(unit, place, actor)
            assert today.submitted == (await now.load("", WEEK)).counts.submitted
            for number in (Number.PROTECTED, Number.LAPSING, Number.LAPSED, Number.WITHDRAWN):
                assert len(await store.list_people("", number)) == min(PAGE, today.of(number))
            week = await now.load("", WEEK)
            assert len(await now.list_new("", WEEK, ZONE)) == min(PAGE, week.events.submitted)
