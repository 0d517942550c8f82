from collections.abc import AsyncIterator

import pytest

from simulator.serving import serve
from simulator.telegram import Telegram
from tests.bot.doubles import TOKEN, MarksKept, MemoryDesk, MemoryLeases, ScriptedApi


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
