"""One transaction holds everything of a batch, or nothing."""

import asyncio

import pytest
from sqlalchemy.exc import DBAPIError

from conversations.conversation import Conversation
from conversations.facts import Needs
from conversations.outcomes import Registration
from storage.database import Database
from storage.errors import Conflict, NikTaken, ReferenceTaken
from storage.lookups import NIKS_AN_HOUR
from tests.storage.people import LATER, NOW, SITI, VILLAGE, form, meet, register

PEOPLE = range(5_001, 5_101)


def draft(contact_id: int = SITI, **answers: str) -> Conversation:
    return Conversation(id=f"c{contact_id}", flow="registration", version="1", answers=answers, asked="nik")


async def test_a_batch_of_a_hundred_people_is_kept_whole(database: Database) -> None:
    async with database.unit() as unit:
        await unit.hold(PEOPLE)
        assert await unit.seen(PEOPLE) == set()
        await meet(unit, *PEOPLE)
        for one in PEOPLE:
            unit.save_conversation(one, draft(one, full_name="Budi"), revision=0, now=NOW)
            await unit.keep(one, form(one), update_id=one, now=NOW)
            unit.say(one, f"{one}:0", "sendMessage", {"text": "Terima kasih"}, now=NOW)
        unit.mark_seen(PEOPLE, NOW)
    async with database.reading() as later:
        assert await later.seen([0, *PEOPLE]) == set(PEOPLE)
        kept = await later.load_conversations(PEOPLE)
        assert [stored.conversation for one in PEOPLE for stored in kept[one]] == [
            draft(one, full_name="Budi") for one in PEOPLE
        ]
        assert set((await later.load_tallies([VILLAGE])).values()) == {100}


async def test_a_unit_that_raises_leaves_nothing(database: Database) -> None:
    async def break_down() -> None:
        async with database.unit() as unit:
            await register(unit)
            unit.mark_seen([1], NOW)
            await unit.flush()
            raise RuntimeError("midway")

    with pytest.raises(RuntimeError, match="midway"):
        await break_down()
    async with database.unit() as unit:
        assert await unit.load_contacts([SITI]) == {}
        assert await unit.seen([1]) == set()
        assert await unit.recount() == await unit.load_tallies([VILLAGE]) == {}
        await register(unit)
    async with database.reading() as later:
        assert len((await later.load_cases([SITI]))[SITI]) == 1


async def test_a_reading_refuses_to_write(database: Database) -> None:
    async def write() -> None:
        async with database.reading() as unit:
            await meet(unit, SITI)
            await unit.flush()

    with pytest.raises(DBAPIError, match=r"read.?only"):
        await write()
    async with database.reading() as unit:
        assert await unit.load_contacts([SITI]) == {}


async def test_a_save_from_an_old_revision_is_a_conflict(database: Database) -> None:
    async with database.unit() as unit:
        await meet(unit, SITI)
        unit.save_conversation(SITI, draft(full_name="Siti"), revision=0, now=NOW)
    async with database.unit() as unit:
        await unit.load_contacts([SITI])
        [stored] = (await unit.load_conversations([SITI]))[SITI]
        with pytest.raises(Conflict):
            unit.save_conversation(SITI, draft(full_name="Sita"), revision=stored.revision - 1, now=LATER)
        unit.save_conversation(SITI, draft(full_name="Sito"), revision=stored.revision, now=LATER)
    async with database.reading() as later:
        [stored] = (await later.load_conversations([SITI]))[SITI]
        assert (stored.conversation.answers, stored.revision) == ({"full_name": "Sito"}, 2)


async def test_two_turns_of_one_batch_save_the_same_conversation_twice(database: Database) -> None:
    async with database.unit() as unit:
        await meet(unit, SITI)
        first = unit.save_conversation(SITI, draft(a="1"), revision=0, now=NOW)
        unit.save_conversation(SITI, draft(a="1", b="2"), revision=first.revision, now=NOW)
    async with database.unit() as unit:
        [stored] = (await unit.load_conversations([SITI]))[SITI]
        assert (stored.conversation.answers, stored.revision) == ({"a": "1", "b": "2"}, 2)
        unit.end_conversation(stored.conversation.id, revision=2)
    async with database.reading() as later:
        assert (await later.load_conversations([SITI]))[SITI] == ()


async def test_a_contact_has_one_active_conversation_and_others_wait_parked(database: Database) -> None:
    other = Conversation(id="other", flow="check", version="1")
    async with database.unit() as unit:
        await meet(unit, SITI)
        stored = unit.save_conversation(SITI, draft(), revision=0, now=NOW)

    async def open_a_second() -> None:
        async with database.unit() as unit:
            await meet(unit, SITI)
            unit.save_conversation(SITI, other, revision=0, now=NOW)

    with pytest.raises(Conflict):
        await open_a_second()
    async with database.unit() as unit:
        await meet(unit, SITI)
        await unit.load_conversations([SITI])
        unit.save_conversation(SITI, draft(), revision=stored.revision, status="parked", now=NOW)
        unit.save_conversation(SITI, other, revision=0, now=LATER)
    async with database.reading() as later:
        kept = (await later.load_conversations([SITI]))[SITI]
        assert [(one.conversation.id, one.status) for one in kept] == [
            ("other", "active"),
            ("c4001", "parked"),
        ]


async def test_a_nik_that_is_here_is_taken_for_the_next_one(database: Database) -> None:
    async with database.unit() as unit:
        await register(unit)

    async def enrol(registration: Registration) -> None:
        async with database.unit() as unit:
            await register(unit, 4_002, registration)

    with pytest.raises(NikTaken):
        await enrol(form(reference="SR-9"))
    with pytest.raises(ReferenceTaken):
        await enrol(form(nik="3273014100000009"))
    async with database.unit() as unit:
        needs = {4_002: Needs(niks=frozenset({form().nik, form(2).nik}))}
        assert (await unit.load_facts(needs, now=NOW))[4_002].taken_niks == {form().nik}
        await register(unit, 4_002, form(2))
    async with database.reading() as later:
        assert set((await later.load_tallies([VILLAGE])).values()) == {2}


async def test_of_two_units_at_once_one_gets_the_nik(database: Database) -> None:
    async def enrol(contact_id: int) -> None:
        async with database.unit() as unit:
            await register(unit, contact_id, form(reference=f"SR-{contact_id}"))

    ends = await asyncio.gather(enrol(4_001), enrol(4_002), return_exceptions=True)
    assert [type(end) for end in ends if end] == [NikTaken]
    async with database.reading() as later:
        assert set((await later.load_tallies([VILLAGE])).values()) == {1}


async def test_two_batches_that_cross_over_the_same_niks_end_without_a_deadlock(database: Database) -> None:
    async def enrol(contact_id: int, *numbers: int) -> None:
        async with database.unit() as unit:
            for number in numbers:
                await register(unit, contact_id, form(number, reference=f"SR-{contact_id}-{number}"))

    ends = await asyncio.gather(
        enrol(4_001, *range(9)), enrol(4_002, *range(8, -1, -1)), return_exceptions=True
    )
    assert [type(end) for end in ends if end] == [NikTaken]
    async with database.reading() as later:
        assert set((await later.load_tallies([VILLAGE])).values()) == {9}


async def test_a_turn_sees_the_case_that_the_same_unit_has_just_kept(database: Database) -> None:
    async with database.unit() as unit:
        await register(unit)
        [case] = (await unit.load_facts({SITI: Needs(cases=True)}, now=NOW))[SITI].cases
    assert (case.state, case.full_name, case.submitted_at) == ("submitted", "Siti Melati", NOW)
    assert case.answers["nik"] == form().nik
    assert case.is_own


async def test_nobody_asks_after_more_than_ten_niks_an_hour(database: Database) -> None:
    async def ask(number: int, *, now: object = NOW) -> bool:
        async with database.unit() as unit:
            needs = {SITI: Needs(niks=frozenset({form(number).nik}))}
            return (await unit.load_facts(needs, now=now))[SITI].is_over_limit  # type: ignore[arg-type]

    assert [await ask(number) for number in range(NIKS_AN_HOUR + 2)] == [False] * NIKS_AN_HOUR + [True] * 2
    assert not await ask(3)
    assert not await ask(77, now=NOW.replace(hour=4))


async def test_chats_held_in_any_order_never_wait_in_a_ring(database: Database) -> None:
    async def hold(first: int, second: int) -> None:
        async with database.unit() as unit:
            await unit.hold([first, second])

    async with asyncio.timeout(20):
        await asyncio.gather(*(hold(1, 2) if turn % 2 else hold(2, 1) for turn in range(50)))
