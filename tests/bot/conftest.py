from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.settings import Settings, read_settings
from bot.web import bind
from simulator.serving import serve
from simulator.telegram import Telegram
from tests.bot.doubles import TOKEN, MarksKept, MemoryDesk, MemoryLeases, ScriptedApi
from tests.databases import KEYS, fresh_address


@pytest.fixture
async def desk() -> MemoryDesk:
    return MemoryDesk()


@pytest.fixture
def leases() -> MemoryLeases:
    return MemoryLeases()


@pytest.fixture
def api() -> ScriptedApi:
    return ScriptedApi()


@pytest.fixture
def kept() -> MarksKept:
    return MarksKept()


@pytest.fixture
def telegram() -> Telegram:
    return Telegram(TOKEN, webhook_pace=0.01)


@pytest.fixture
async def telegram_url(telegram: Telegram) -> AsyncIterator[str]:
    async with serve(telegram) as url:
        yield url


@pytest.fixture
async def environment(
    request: pytest.FixtureRequest, telegram_url: str, tmp_path: Path
) -> AsyncIterator[dict[str, str]]:
    """The settings of a live replica on a fresh SQLite database; the parameter is how it receives."""
    with bind("127.0.0.1", 0) as free:
        place = f"127.0.0.1:{free.getsockname()[1]}"
    async with fresh_address("sqlite", tmp_path) as address:
        yield {
            "BOT_TOKEN": TOKEN,
            "BOT_API_URL": telegram_url,
            "DATABASE_URL": address,
            "KEYS": KEYS.written(),
            "LISTEN": place,
            "RECEIVE": request.param,
            "WEBHOOK_URL": f"http://{place}",
            "WEBHOOK_SECRET": "invented_secret",
        }


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A live installation in an empty folder."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    for name in ("CONTROLLER", "CONTROLLER_CONTACT", "PROCESSOR", "STORED_IN"):
        monkeypatch.setenv(name, "Kantor Contoh")
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    return read_settings(None)
