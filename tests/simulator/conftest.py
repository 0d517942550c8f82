from collections.abc import AsyncIterator

import pytest
from telegram import Bot

from simulator.serving import serve
from simulator.telegram import Telegram
from tests.simulator.phone import Phone

TOKEN = "4200000042:AAinvented-token_of-a-test"


@pytest.fixture
def telegram() -> Telegram:
    return Telegram(TOKEN, webhook_pace=0.01)


@pytest.fixture
async def url(telegram: Telegram) -> AsyncIterator[str]:
    async with serve(telegram) as url:
        yield url


@pytest.fixture
async def bot(url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bot]:
    """A stock bot of python-telegram-bot, pointed here; its old way to give `retry_after` would warn."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    async with Bot(TOKEN, base_url=f"{url}/bot", base_file_url=f"{url}/file/bot") as bot:
        yield bot


@pytest.fixture
async def siti(url: str) -> AsyncIterator[Phone]:
    """A worker who has said hello to the bot."""
    async with Phone(url, 5001, first_name="Siti") as siti:
        await siti.says("/start")
        yield siti
