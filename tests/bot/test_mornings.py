"""The note in the morning: at the officer's own hour, once a day, and silent when nothing waits."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.mornings import say_good_morning
from conversations.actor import Actor, Pillar, Role
from conversations.facts import Place
from conversations.village_book import Visit, VisitOutcome
from storage.database import Database
from storage.staff import Staff
from storage.village_book import VillageBook
from storage.visits import Visits
from tests.bot.phones import post_officer
from tests.databases import KINDS, fresh_database

YESTERDAY = datetime(2026, 11, 22, 5, tzinfo=UTC)
SUKAMANAH, PAPUA = "3202292003", "9171012001"
SITI, UMAR, MARIA = 11, 12, 13


@pytest.fixture(params=[KINDS[0], pytest.param(KINDS[1], marks=pytest.mark.postgres)])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    async with fresh_database(request.param, tmp_path) as opened:
        for contact_id, village in ((SITI, SUKAMANAH), (UMAR, SUKAMANAH), (MARIA, PAPUA)):
            await post_officer(opened, contact_id, Pillar.VILLAGE_NCO, [village], YESTERDAY)
        yield opened


async def promise(database: Database, village: str, back_on: date, mark: str = "R-12") -> None:
    officer = Actor(SITI, frozenset({Role.OFFICER}), Pillar.VILLAGE_NCO, frozenset({village}))
    today = YESTERDAY.date()
    async with database.unit() as unit:
        door = await VillageBook(unit, officer).find_or_make(village, "-", mark, today=today, now=YESTERDAY)
        assert door is not None
        visits = Visits(unit, officer)
        opened = await visits.open(door, now=YESTERDAY)
        assert isinstance(opened, Visit)
        await visits.record(
            opened.id, VisitOutcome.COME_BACK, today=today, now=YESTERDAY, come_back_on=back_on
        )


async def waiting(database: Database) -> dict[int, str]:
    """Chat to the note in it."""
    async with database.reading() as unit:
        counts = await unit.count_outbox()
    assert counts.keys() <= {("bulk", "queued")}
    async with database.unit() as unit:
        later = YESTERDAY + timedelta(days=60)
        rows = await unit.claim("reader", lane="bulk", limit=50, now=later, lease_until=later)
    return {row.chat_id: str(row.payload["text"]) for row in rows}


async def test_every_officer_of_the_village_hears_of_its_doors_once_at_seven(
    database: Database, place: Place
) -> None:
    await promise(database, SUKAMANAH, date(2026, 11, 23))
    for hour, minute, said in ((23, 59, 0), (24, 1, 2), (24, 11, 0), (25, 0, 0)):
        now = datetime(2026, 11, 22, tzinfo=UTC) + timedelta(hours=hour, minutes=minute)
        assert await say_good_morning(database, place.regions, now) == said
    notes = await waiting(database)
    assert notes.keys() == {SITI, UMAR}
    assert "Janji kembali hari ini: 1 rumah." in notes[SITI]
    assert "terlewat" not in notes[SITI]


async def test_the_east_of_the_country_wakes_first(database: Database, place: Place) -> None:
    await promise(database, PAPUA, date(2026, 11, 23))
    await promise(database, SUKAMANAH, date(2026, 11, 20))
    seven_in_papua = datetime(2026, 11, 22, 22, tzinfo=UTC)
    assert await say_good_morning(database, place.regions, seven_in_papua) == 1
    assert (await waiting(database)).keys() == {MARIA}


async def test_nothing_is_said_when_nothing_waits(database: Database, place: Place) -> None:
    await promise(database, SUKAMANAH, date(2026, 12, 24))
    assert await say_good_morning(database, place.regions, datetime(2026, 11, 23, 0, 5, tzinfo=UTC)) == 0
    assert await waiting(database) == {}


async def test_who_blocked_us_or_lost_the_post_is_not_greeted(database: Database, place: Place) -> None:

    await promise(database, SUKAMANAH, date(2026, 11, 23))
    async with database.unit() as unit:
        await unit.set_contact_state([SITI], "blocked")
        await Staff(unit).suspend(UMAR, by=1, now=YESTERDAY)
    assert await say_good_morning(database, place.regions, datetime(2026, 11, 23, 0, 5, tzinfo=UTC)) == 0


async def test_in_the_fasting_month_the_note_comes_after_eight(database: Database, place: Place) -> None:
    await promise(database, SUKAMANAH, date(2027, 2, 15))
    seven, eight = datetime(2027, 2, 15, 0, 30, tzinfo=UTC), datetime(2027, 2, 15, 1, tzinfo=UTC)
    assert await say_good_morning(database, place.regions, seven) == 0
    assert await say_good_morning(database, place.regions, eight) == 2
