"""At night everything is counted anew, and a tally that is wrong is shouted about, once."""

import logging
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.recounting import recount, recount_sweep
from conversations.actor import Role
from storage.database import Database
from storage.staff import Staff
from storage.tallies import Heap
from tests.bot.office import NOW, ROOT, VILLAGE
from tests.databases import KINDS, fresh_database
from tests.storage.people import register

AT_NIGHT = datetime(2026, 11, 23, 19, 10, tzinfo=UTC)
"""Ten past two in western Indonesia."""


async def letters(database: Database) -> list[str]:
    async with database.unit() as unit:
        rows = await unit.claim("reader", lane="bulk", limit=50, now=AT_NIGHT, lease_until=AT_NIGHT)
    return [str(row.payload["text"]) for row in rows]


@pytest.mark.parametrize("kind", KINDS)
async def test_a_wrong_tally_is_shouted_about_once_and_only_at_night(
    kind: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with fresh_database(kind, tmp_path) as database:
        async with database.unit() as unit:
            await register(unit)
            await unit.load_contacts([ROOT])
            unit.meet(ROOT, ROOT, language="id", now=NOW)
            await Staff(unit).give_post(ROOT, Role.ADMINISTRATOR, by=ROOT, now=NOW)
        sweep = recount_sweep(database)
        await sweep.run(AT_NIGHT)
        assert caplog.records == []
        async with database.unit() as unit:
            unit.tally(Heap(VILLAGE, "accepted", "2026-11"), 3)
        await sweep.run(NOW)
        assert await letters(database) == []
        with caplog.at_level(logging.CRITICAL):
            await sweep.run(AT_NIGHT)
            await sweep.run(AT_NIGHT)
        assert {record.levelname for record in caplog.records} == {"CRITICAL"}
        [letter] = await letters(database)
        assert "tidak cocok di 1 tempat" in letter
        async with database.unit() as unit:
            unit.tally(Heap(VILLAGE, "accepted", "2026-11"), -3)
        assert await recount(database, AT_NIGHT) == ()
