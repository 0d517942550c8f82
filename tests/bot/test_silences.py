"""A conversation that stands still is mentioned once, and later thrown away, and that is said."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.batch import Household
from bot.dispatch import Desk
from bot.silences import break_silences
from conversations.facts import Notice, Place
from conversations.regions import Regions, Search
from storage.database import Database
from storage.deliveries import Mark
from storage.reminders import Reminders
from storage.tables import outbox
from tests.databases import KINDS, fresh_database

STARTED_AT = datetime(2026, 11, 23, 3, tzinfo=UTC)
SITI = 5001


@pytest.fixture(scope="module")
def household() -> Household:
    regions = Regions.load()
    return Household(Place(regions, Search(regions)), Notice("contoh", "contoh", "contoh", "contoh"), "one")


@pytest.fixture(params=KINDS)
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    async with fresh_database(request.param, tmp_path) as opened:
        yield opened


async def says(database: Database, household: Household, *texts: str) -> None:
    desk = Desk(database, household, lambda: STARTED_AT)
    for number, text in enumerate(texts, 1):
        sender = {"id": SITI, "is_bot": False, "first_name": "Siti"}
        message = {"message_id": number, "date": int(STARTED_AT.timestamp()), "text": text, "from": sender}
        update = {"update_id": number, "message": {**message, "chat": {"id": SITI, "type": "private"}}}
        rows = await desk.work([update])
        async with database.unit() as unit:
            await unit.mark([Mark(row.row_id, "sent") for row in rows], owner="one", now=STARTED_AT)


async def waiting(database: Database) -> list[str]:
    """What lies in the bulk lane, claimed so that it is seen once."""
    async with database.unit() as unit:
        later = STARTED_AT + timedelta(days=60)
        rows = await unit.claim("reader", lane="bulk", limit=50, now=later, lease_until=later)
    return [str(row.payload["text"]) for row in rows]


async def test_a_silent_person_is_reminded_once_the_next_morning(
    database: Database, household: Household
) -> None:
    await says(database, household, "/cek", "45")
    assert await break_silences(database, household, STARTED_AT + timedelta(hours=5)) == 0
    assert await break_silences(database, household, STARTED_AT + timedelta(days=1, hours=1)) == 1
    assert await break_silences(database, household, STARTED_AT + timedelta(days=2)) == 0
    [reminder] = await waiting(database)
    assert "pertanyaan 2 dari 5" in reminder


async def test_after_two_weeks_the_answers_are_gone_and_that_is_said(
    database: Database, household: Household
) -> None:
    await says(database, household, "/cek", "45")
    assert await break_silences(database, household, STARTED_AT + timedelta(days=15)) == 1
    assert await break_silences(database, household, STARTED_AT + timedelta(days=16)) == 0
    [farewell] = await waiting(database)
    assert "dihapus" in farewell
    async with database.reading() as unit:
        assert (await unit.load_conversations([SITI]))[SITI] == ()


async def test_a_conversation_in_which_nothing_was_said_ends_without_a_word(
    database: Database, household: Household
) -> None:
    await says(database, household, "/cek")
    assert await break_silences(database, household, STARTED_AT + timedelta(days=2)) == 1
    assert await waiting(database) == []


async def test_a_farewell_that_falls_into_the_night_waits_for_the_morning(
    database: Database, household: Household
) -> None:
    await says(database, household, "/cek", "45")
    night = datetime(2026, 12, 8, 15, tzinfo=UTC)
    assert await break_silences(database, household, night) == 1
    async with database.reading() as unit:
        [row] = await unit.fetch(select(outbox.c.not_before).where(outbox.c.lane == "bulk"))
    assert row["not_before"] == datetime(2026, 12, 9, 0, tzinfo=UTC)


async def test_who_wants_no_reminders_is_not_reminded_of_a_form_but_hears_that_it_was_thrown_away(
    database: Database, household: Household
) -> None:
    await says(database, household, "/cek", "45")
    async with database.unit() as unit:
        await Reminders(unit).want(SITI, STARTED_AT, is_wanted=False)
    assert await break_silences(database, household, STARTED_AT + timedelta(days=1, hours=1)) == 1
    assert await waiting(database) == []
    assert await break_silences(database, household, STARTED_AT + timedelta(days=15)) == 1
    [farewell] = await waiting(database)
    assert "dihapus" in farewell
