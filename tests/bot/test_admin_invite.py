"""`sasar admin invite` prints a link that works once."""

import asyncio
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.inviting import NobodyToInvite, invite_administrator
from bot.settings import Settings
from conversations.actor import Role
from conversations.facts import Place
from storage.database import Database
from storage.keys import Keys
from storage.staff import Staff
from tests.bot.doubles import TOKEN
from tests.bot.office import SITI, Office, furnish

NOWHERE = "http://127.0.0.1:9"


def live(folder: Path) -> Settings:
    return Settings(
        _env_file=None,
        bot_token=SecretStr(TOKEN),
        bot_api_url=NOWHERE,
        database_url=SecretStr(f"sqlite+aiosqlite:///{folder / 'live.db'}"),
        keys_file=folder / "keys.json",
    )


def test_practice_has_nobody_to_invite() -> None:
    with pytest.raises(NobodyToInvite):
        invite_administrator(None, Settings(_env_file=None))  # type: ignore[arg-type] # it has no options


def test_the_first_to_open_the_link_becomes_an_administrator(tmp_path: Path, place: Place) -> None:
    settings = live(tmp_path)
    printed = invite_administrator(None, settings)  # type: ignore[arg-type] # it has no options
    word = re.search(r"/start (gabung-[\w-]{22})\n", printed)
    assert word
    assert asyncio.run(opened(settings, place, word[1])) == {Role.ADMINISTRATOR}


async def opened(settings: Settings, place: Place, word: str) -> frozenset[Role]:
    url = settings.database_url.get_secret_value()
    database = await Database.open(url, Keys.load(settings.keys_file, ""), kind="live")
    try:
        async with database.unit() as unit:
            await furnish(unit)
        office = Office(database, place)
        office.now = datetime.now(UTC)
        assert "administrator" in (await office.says(7002, f"/start {word}"))[-1]
        assert "tidak bisa dipakai" in (await office.says(SITI, f"/start {word}"))[-1]
        async with database.reading() as unit:
            return (await Staff(unit).load_actors([7002], office.now))[7002].roles
    finally:
        await database.close()
