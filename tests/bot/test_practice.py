"""Practice starts anew without forgetting whom the bot has met and what day it was."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.foundation import PracticeTooOld, open_database
from bot.practice import PHONES, TOKEN, furnish, going_on
from bot.seeds.staff import HEAD, POSTS
from bot.settings import Settings
from simulator.clock import Clock
from simulator.rulebook import Refused
from simulator.telegram import Telegram
from tests.databases import fresh_database

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
MONTH = timedelta(days=31).total_seconds()


async def test_the_bot_may_write_to_those_it_has_met_and_to_nobody_else(tmp_path: Path) -> None:
    telegram = Telegram(TOKEN)
    for phone in PHONES:
        telegram.add_phone(phone)
    async with fresh_database("sqlite", tmp_path, purpose="practice") as database:
        await furnish(telegram, database, NOW)
    met = {post.contact_id for post in POSTS}
    assert HEAD in met
    for one in met:
        telegram.get_open_chat(one)
    (stranger,) = {phone.id for phone in PHONES} - met
    with pytest.raises(Refused):
        telegram.get_open_chat(stranger)


def test_the_clock_goes_on_with_its_database_and_begins_anew_without_it(tmp_path: Path) -> None:
    world = tmp_path / "practice.db"
    world.touch()
    with going_on(clock := Clock(), world):
        clock.advance(MONTH)
    with going_on(clock := Clock(), world):
        assert clock.offset == MONTH
    world.unlink()
    with going_on(clock := Clock(), world):
        assert clock.offset == 0


def delete_what_it_says(folder: Path) -> None:
    for left in (folder / "var").glob("practice.*"):
        left.unlink()


async def test_a_practice_database_of_another_version_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = Settings().for_practice(TOKEN)
    await (await open_database(settings, kind="practice")).close()
    with sqlite3.connect("var/practice.db") as made:
        made.execute("UPDATE alembic_version SET version_num = 'nobody_knows'")
    made.close()
    with pytest.raises(PracticeTooOld, match=r"Delete var/practice\.\* and start again"):
        await open_database(settings, kind="practice")
    delete_what_it_says(tmp_path)
    await (await open_database(settings, kind="practice")).close()
