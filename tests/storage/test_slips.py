"""Slips on both databases: each number once, each key turned once, and never by the registrar."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from conversations.actor import Actor, Pillar, Role
from conversations.facts import Needs
from conversations.outcomes import AssistedRegistration, Consent
from conversations.slips import BOOKLET, UNCONFIRMED
from storage.database import Database
from storage.enrolments import Enrolments
from storage.errors import CaseNotFound
from storage.lookups import NIKS_AN_HOUR
from storage.slips import Issued, Slip, Slips
from storage.staff import Staff
from storage.step import Step
from storage.tables import registration, slip
from storage.tallies import Heap
from tests.storage.people import LATER, NOW, SITI, VILLAGE, form, meet

OFFICER, OTHER, NEIGHBOUR = 71, 72, 73
BRANCH = Actor(74, frozenset({Role.BRANCH_HEAD}), branch_id="near", areas=frozenset({VILLAGE[:4]}))
FAR_BRANCH = Actor(75, frozenset({Role.BRANCH_HEAD}), branch_id="far", areas=frozenset({"3171"}))
FRESH = "0123456789abcdef" * 2
ALOUD = Consent(
    version="1", text_hash="ab", language="id", channel="read_aloud", witness="Pak RT", slip="new"
)


@pytest.fixture(autouse=True)
async def everybody(database: Database) -> None:
    async with database.unit() as unit:
        await meet(unit, OFFICER, OTHER, NEIGHBOUR, SITI)


def assisted(number: int = 1, slip_number: str = "new") -> AssistedRegistration:
    consent = ALOUD.model_copy(update={"slip": slip_number})
    return AssistedRegistration(form=form(number, consent=consent), visited_at=NOW, is_arrival=False)


async def enrol(
    database: Database, number: int = 1, *, by: int = OFFICER, slip_number: str = "new"
) -> tuple[str, Issued]:
    async with database.unit() as unit:
        await meet(unit, by)
        step = Step("submitted", by, NOW, update_id=number)
        fresh = f"{FRESH}{number}"
        return await Enrolments(unit).keep(assisted(number, slip_number), step, fresh=fresh)


async def found(database: Database, code: str) -> Slip:
    async with database.unit() as unit:
        one = await Slips(unit).find_by_code(code)
    assert one is not None
    return one


async def test_numbers_of_one_village_are_given_once_however_many_ask_at_once(database: Database) -> None:
    kept = await asyncio.gather(*(enrol(database, number, by=OFFICER + number % 2) for number in range(1, 9)))
    assert sorted(used.number for _, used in kept) == list(range(1, 9))
    assert len({used.code for _, used in kept}) == 8


async def test_of_two_who_use_the_same_number_one_gets_the_next(database: Database) -> None:
    kept = await asyncio.gather(
        enrol(database, 1, by=OFFICER, slip_number="0042"), enrol(database, 2, by=OTHER, slip_number="0042")
    )
    assert sorted(used.number for _, used in kept) == [42, 43]


async def test_a_blank_slip_is_its_officers_and_keeps_its_code(database: Database) -> None:
    async with database.unit() as unit:
        booklet = await Slips(unit).issue(VILLAGE, by=OFFICER, fresh=FRESH, now=NOW)
        assert not await Slips(unit).is_free(VILLAGE, 3, by=OTHER)
        assert await Slips(unit).find_by_code(booklet[2].code) is None
    assert len(booklet) == BOOKLET
    _, others = await enrol(database, 1, by=OTHER, slip_number="0003")
    _, own = await enrol(database, 2, by=OFFICER, slip_number="0003")
    assert (others.number, own.number, own.code) == (BOOKLET + 1, 3, "")
    assert (await found(database, booklet[2].code)).used_by == OFFICER


async def test_the_registrar_never_turns_the_second_key(database: Database) -> None:
    _, used = await enrol(database)
    one = await found(database, used.code)
    for how in ("code", "visit"):
        async with database.unit() as unit:
            with pytest.raises(ValueError, match="no second key"):
                await Slips(unit).confirm(one, by=OFFICER, how=how, now=LATER)
    async with database.unit() as unit:
        assert await Slips(unit).confirm(one, by=NEIGHBOUR, how="code", now=LATER)


async def test_of_two_who_turn_it_at_once_one_did(database: Database) -> None:
    _, used = await enrol(database)
    one = await found(database, used.code)

    async def turn(by: int) -> bool:
        async with database.unit() as unit:
            return await Slips(unit).confirm(one, by=by, how="code", now=LATER)

    assert sorted(await asyncio.gather(turn(NEIGHBOUR), turn(OTHER))) == [False, True]
    async with database.reading() as unit:
        [row] = await unit.fetch(select(registration.c.flags))
    assert row["flags"] == []


async def test_after_thirty_days_only_a_visit_counts(database: Database) -> None:
    _, used = await enrol(database)
    one, late = await found(database, used.code), NOW + timedelta(days=31)
    async with database.unit() as unit:
        with pytest.raises(ValueError, match="too late"):
            await Slips(unit).confirm(one, by=NEIGHBOUR, how="code", now=late)
        assert await Slips(unit).confirm(one, by=OTHER, how="visit", now=late)


async def test_what_nobody_confirmed_is_listed_for_the_branch_after_thirty_days(database: Database) -> None:
    first, used = await enrol(database, 1)
    second, _ = await enrol(database, 2)
    one = await found(database, used.code)
    async with database.unit() as unit:
        await Slips(unit).confirm(one, by=NEIGHBOUR, how="code", now=LATER)
        late = NOW + timedelta(days=31)
        assert await Slips(unit).list_unconfirmed(BRANCH, LATER) == ()
        [overdue] = await Slips(unit).list_unconfirmed(BRANCH, late)
        assert await Slips(unit).count_unconfirmed(BRANCH, late) == 1
        assert await Slips(unit).count_unconfirmed(FAR_BRANCH, late) == 0
        [row] = await unit.fetch(select(registration.c.reference).where(registration.c.id == second))
        assert overdue.reference == row["reference"]
        rows = await unit.fetch(select(registration.c.id, registration.c.flags))
    assert {row["id"]: UNCONFIRMED in row["flags"] for row in rows} == {first: False, second: True}


async def test_of_two_who_take_a_record_over_at_once_one_has_it(database: Database) -> None:
    _, used = await enrol(database)
    one = await found(database, used.code)

    async def take(by: int) -> str | None:
        async with database.unit() as unit:
            await meet(unit, by)
            await unit.flush()
            return await Enrolments(unit).take_over(one, by, LATER)

    ends = await asyncio.gather(take(NEIGHBOUR), take(SITI))
    assert sorted(end is None for end in ends) == [False, True]
    async with database.reading() as unit:
        [row] = await unit.fetch(select(registration))
        assert await unit.load_tallies([VILLAGE]) == {Heap(VILLAGE, "submitted"): 1} == await unit.recount()
    assert (row["is_own"], row["registered_by"]) == (True, OFFICER)


async def test_the_proof_says_who_stood_by_and_which_slip(database: Database) -> None:
    person, used = await enrol(database)
    assert used.number == 1
    async with database.reading() as unit:
        rows = await unit.fetch(select(slip.c.registration_id, slip.c.visited_at, slip.c.is_arrival))
        assert [tuple(row.values()) for row in rows] == [(person, NOW, False)]


async def test_a_registrar_reaches_own_recent_entries_alone(database: Database) -> None:
    person, _ = await enrol(database)
    undo = Step("withdrawn", OTHER, LATER)
    async with database.unit() as unit:
        with pytest.raises(CaseNotFound):
            await Enrolments(unit).undo(person, undo)
        with pytest.raises(CaseNotFound):
            await Enrolments(unit).undo(person, Step("withdrawn", OFFICER, NOW + timedelta(days=15)))
        await Enrolments(unit).undo(person, Step("withdrawn", OFFICER, LATER))
        assert await Enrolments(unit).list_entries(OFFICER, LATER) == ()
    async with database.reading() as unit:
        assert await unit.load_tallies([VILLAGE]) == {Heap(VILLAGE, "withdrawn"): 1}


async def test_an_officer_may_register_more_than_ten_people_an_hour(database: Database) -> None:
    async with database.unit() as unit:
        await meet(unit, OFFICER)
        await unit.flush()
        await Staff(unit).give_post(OFFICER, Role.OFFICER, by=1, now=NOW, pillar=Pillar.VILLAGE_NCO)
        needs = {OFFICER: Needs(niks=frozenset(form(number).nik for number in range(NIKS_AN_HOUR + 5)))}
        assert not (await unit.load_facts(needs, now=NOW))[OFFICER].is_over_limit
        probing = {OFFICER: Needs(niks=frozenset(form(number).nik for number in range(100, 160)))}
        assert (await unit.load_facts(probing, now=NOW))[OFFICER].is_over_limit
