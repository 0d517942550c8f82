"""A file that somebody sent is fetched from the Bot API, and no more of it than is taken."""

import pytest
from telegram import Bot
from telegram.error import BadRequest

from bot.telegram_api import TelegramApi, Wire
from simulator.serving import serve
from simulator.telegram import Telegram
from tests.simulator.phone import Phone

TOKEN = "4200000042:AAinvented-token_of-a-test"
CONTENT = b"NOMOR SASAR;KPJ\r\n"


async def test_a_file_is_fetched_whole_and_a_larger_one_or_a_strange_one_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    async with serve(Telegram(TOKEN)) as url, Wire() as wire, Phone(url, 5003, first_name="Ratna") as ratna:
        await ratna.says("/start")
        async with Bot(TOKEN, base_url=f"{url}/bot", base_file_url=f"{url}/file/bot") as bot:
            sent = await bot.send_document(5003, CONTENT, filename="balasan.csv")
        assert sent.document is not None
        api, file_id = TelegramApi(TOKEN, url, wire), sent.document.file_id
        assert await api.fetch(file_id, most_bytes=100) == CONTENT
        with pytest.raises(ValueError, match="larger"):
            await api.fetch(file_id, most_bytes=3)
        with pytest.raises(BadRequest):
            await api.fetch("nobody's", most_bytes=100)
        assert await api.fetch(file_id, most_bytes=len(CONTENT)) == CONTENT
