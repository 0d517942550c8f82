"""Contacts are known by Telegram's number, and cost a write only when something changed."""

from datetime import timedelta

from conversations.conversation import Conversation
from storage.contacts import SEEN_AGAIN_AFTER
from storage.conversations import DueConversation
from storage.database import Database
from tests.storage.people import LATER, NOW, SITI, meet


async def test_a_contact_keeps_the_language_they_came_with(database: Database) -> None:
    async with database.unit() as unit:
        await meet(unit, SITI)
    async with database.unit() as unit:
        await unit.load_contacts([SITI])
        assert unit.meet(SITI, SITI, language="en", now=LATER).language == "id"


async def test_a_blocked_contact_is_active_again_with_the_next_message(database: Database) -> None:
    async with database.unit() as unit:
        await meet(unit, SITI)
        await unit.flush()
        await unit.set_contact_state([SITI], "blocked")
    async with database.unit() as unit:
        assert (await unit.load_contacts([SITI]))[SITI].state == "blocked"
        unit.meet(SITI, SITI, language="id", now=LATER)
    async with database.reading() as unit:
        assert (await unit.load_contacts([SITI]))[SITI].state == "active"


async def test_a_contact_seen_within_the_hour_costs_no_write(database: Database) -> None:
    async with database.unit() as unit:
        await meet(unit, SITI)
    for wait, seen_at in ((timedelta(minutes=59), NOW), (SEEN_AGAIN_AFTER, NOW + SEEN_AGAIN_AFTER)):
        async with database.unit() as unit:
            await unit.load_contacts([SITI])
            unit.meet(SITI, SITI, language="id", now=NOW + wait)
        async with database.reading() as unit:
            assert (await unit.load_contacts([SITI]))[SITI].seen_at == seen_at


async def test_silence_falls_due_as_a_reminder_and_then_as_an_end(database: Database) -> None:
    conversation, hour = Conversation("c", "check", "1"), timedelta(hours=1)
    async with database.unit() as unit:
        await meet(unit, SITI)
        unit.save_conversation(
            SITI, conversation, revision=0, now=NOW, remind_at=NOW + hour, expire_at=NOW + 2 * hour
        )
    async with database.reading() as unit:
        assert await unit.due_conversations(NOW, limit=5) == ()
        assert await unit.due_conversations(NOW + hour, limit=5) == (DueConversation("c", SITI, False),)
        assert await unit.due_conversations(NOW + 2 * hour, limit=5) == (DueConversation("c", SITI, True),)
