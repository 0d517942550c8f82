"""What is over its time goes by itself, and nothing goes before."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from conversations.conversation import Conversation
from conversations.outcomes import HandOver
from storage.database import Database
from storage.deliveries import Mark
from storage.meta import HOUSE_SALT
from storage.step import Step
from storage.tables import consent, salt
from storage.tallies import Heap
from storage.updates import Poison
from tests.storage.people import NOW, SITI, VILLAGE, form, meet, register

DAY = timedelta(days=1)


@pytest.mark.parametrize(("state", "days"), [("rejected", 90), ("withdrawn", 90), ("accepted", 365)])
async def test_a_person_goes_when_the_time_of_their_state_is_over(
    database: Database, state: str, days: int
) -> None:
    async with database.unit() as unit:
        await register(unit)
        await unit.flush()
        [case] = (await unit.load_cases([SITI]))[SITI]
        await unit.move_case(case.id, Step(state, 7, NOW))
    for wait, went, name in ((days, {}, "Siti Melati"), (days + 1, {f"{state} people": 1}, "")):
        async with database.unit() as unit:
            assert await unit.sweep(NOW + wait * DAY) == went
            [case] = (await unit.load_cases([SITI]))[SITI]
            assert (case.state, case.full_name) == (state, name)
            assert await unit.load_tallies([VILLAGE]) == await unit.recount() == {Heap(VILLAGE, state): 1}
    async with database.unit() as unit:
        assert len(await unit.fetch(select(consent).join(salt, salt.c.id == consent.c.salt_id))) == 1
        await register(unit, SITI, form(reference="SR-AGAIN"))


async def test_consent_is_kept_for_five_years_and_then_goes_with_its_salt(database: Database) -> None:
    async with database.unit() as unit:
        await register(unit)
    async with database.unit() as unit:
        assert "consents" not in await unit.sweep(NOW + 5 * 365 * DAY)
        assert (await unit.sweep(NOW + 5 * 366 * DAY + DAY))["consents"] == 1
        assert len(await unit.fetch(select(salt).where(salt.c.id != HOUSE_SALT))) == 2


async def test_a_draft_nobody_touches_goes_after_two_weeks(database: Database) -> None:
    async with database.unit() as unit:
        await meet(unit, SITI)
        unit.save_conversation(SITI, Conversation("c", "check", "1", subject="wife"), revision=0, now=NOW)
    async with database.unit() as unit:
        assert await unit.sweep(NOW + 14 * DAY) == {}
        assert await unit.sweep(NOW + 15 * DAY) == {"drafts": 1}
        assert (await unit.load_conversations([SITI]))[SITI] == ()


async def test_words_go_before_the_row_that_tells_of_them(database: Database) -> None:
    async with database.unit() as unit:
        await meet(unit, SITI)
        unit.say(SITI, "1", "sendMessage", {"text": "a"}, now=NOW)
        await unit.flush()
        [row] = await unit.claim("me", lane="live", limit=1, now=NOW, lease_until=NOW)
        await unit.mark([Mark(row.id, "failed", error="blocked")], owner="me", now=NOW)
        assert await unit.sweep(NOW + DAY) == {}
        assert await unit.sweep(NOW + 3 * DAY) == {"words": 1}
        assert await unit.count_outbox() == {("live", "failed"): 1}
        assert await unit.sweep(NOW + 31 * DAY) == {"outbox": 1}
        assert await unit.count_outbox() == {}


async def test_what_waits_to_be_sent_is_never_swept(database: Database) -> None:
    async with database.unit() as unit:
        await meet(unit, SITI)
        unit.say(SITI, "1", "sendMessage", {"text": "a"}, now=NOW)
        await unit.flush()
        assert await unit.sweep(NOW + 100 * DAY) == {}
        assert [
            row.key for row in await unit.claim("me", lane="live", limit=1, now=NOW, lease_until=NOW)
        ] == ["1"]


async def test_numbers_of_updates_questions_and_quarantine_go_too(database: Database) -> None:
    async with database.unit() as unit:
        await meet(unit, SITI)
        unit.mark_seen([1, 2], NOW)
        await unit.quarantine(Poison(3, SITI, b"{}", "ValueError", "REF"), NOW)
        await unit.keep(SITI, HandOver(topic="claim", question="?"), update_id=1, now=NOW)
        await unit.flush()
        [asked] = await unit.open_questions(limit=1)
        await unit.close_question(asked.id)
        assert await unit.sweep(NOW + 30 * DAY) == {}
        assert await unit.sweep(NOW + 91 * DAY) == {"seen updates": 2, "quarantine": 1, "questions": 1}
