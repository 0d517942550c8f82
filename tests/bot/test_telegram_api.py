import asyncio
from collections.abc import AsyncIterator

import pytest
from telegram import InputFile
from telegram.error import BadRequest, EndPointNotFound, Forbidden, InvalidToken, TelegramError

from bot.telegram_api import Answer, Fate, Flooded, NotSent, TelegramApi, Unanswered, Wire, fate_of, result_of
from bot.telegram_request import SasarBot
from simulator.telegram import Telegram
from tests.bot.doubles import TOKEN
from tests.simulator.phone import Phone


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    async with Wire() as wire:
        yield wire


@pytest.fixture
def real(telegram_url: str, wire: Wire) -> TelegramApi:
    return TelegramApi(TOKEN, telegram_url, wire)


@pytest.fixture
async def siti(telegram_url: str) -> AsyncIterator[Phone]:
    async with Phone(telegram_url, 5001, first_name="Siti") as siti:
        await siti.says("/start")
        yield siti


async def test_a_message_is_sent_and_its_number_comes_back(real: TelegramApi, siti: Phone) -> None:
    answer = await real.call("sendMessage", {"chat_id": siti.id, "text": "Selamat pagi \ud83d\ude42"})
    assert isinstance(answer, dict)
    assert answer["message_id"] == (await siti.sees("Selamat pagi"))["message_id"]


async def test_a_file_travels_beside_its_parameters(real: TelegramApi, siti: Phone) -> None:
    payload = {"chat_id": siti.id, "caption": "Bukti", "reply_markup": {"inline_keyboard": []}}
    await real.call("sendDocument", payload, ("bukti.txt", b"isi"))
    assert (await siti.sees("Bukti"))["document"]["file_name"] == "bukti.txt"


@pytest.mark.parametrize(
    ("fault", "kind", "fate"),
    [
        ({"kind": "429", "retry_after": 3}, Flooded, Fate.NOT_SENT),
        ({"kind": "500"}, Unanswered, Fate.UNCERTAIN),
        ({"kind": "502"}, Unanswered, Fate.UNCERTAIN),
        ({"kind": "drop_before"}, Unanswered, Fate.UNCERTAIN),
        ({"kind": "drop_after"}, Unanswered, Fate.UNCERTAIN),
        ({"kind": "truncate"}, Unanswered, Fate.UNCERTAIN),
        ({"kind": "403"}, Forbidden, Fate.REFUSED),
        ({"kind": "400"}, BadRequest, Fate.REFUSED),
    ],
)
async def test_every_failure_has_its_fate_and_the_next_call_goes_through(
    real: TelegramApi, siti: Phone, fault: dict[str, object], kind: type[TelegramError], fate: Fate
) -> None:
    await siti._post("/sim/faults", {"method": "sendMessage", "times": 1, **fault})
    payload = {"chat_id": siti.id, "text": "halo"}
    with pytest.raises(kind) as failed:
        await real.call("sendMessage", payload)
    assert fate_of(failed.value) is fate
    assert await real.call("sendMessage", payload)


async def test_a_flood_says_how_long_to_wait(real: TelegramApi, siti: Phone) -> None:
    await siti._post("/sim/faults", {"method": "sendMessage", "times": 1, "kind": "429", "retry_after": 35})
    with pytest.raises(Flooded) as flooded:
        await real.call("sendMessage", {"chat_id": siti.id, "text": "halo"})
    assert flooded.value.seconds == 35


async def test_nobody_at_the_address_means_not_sent(wire: Wire) -> None:
    with pytest.raises(NotSent) as failed:
        await TelegramApi(TOKEN, "http://127.0.0.1:9", wire).call("sendMessage", {})
    assert fate_of(failed.value) is Fate.NOT_SENT


async def test_a_slow_answer_within_the_wait_is_no_failure(real: TelegramApi, siti: Phone) -> None:
    await siti._post("/sim/faults", {"method": "sendMessage", "times": 1, "kind": "delay", "seconds": 0.3})
    with pytest.raises(Unanswered):
        await real.call("sendMessage", {"chat_id": siti.id, "text": "satu"}, read_seconds=0.05)
    await siti._post("/sim/faults", {"method": "sendMessage", "times": 1, "kind": "delay", "seconds": 0.1})
    assert await real.call("sendMessage", {"chat_id": siti.id, "text": "dua"})


async def test_a_stranger_s_token_and_an_unknown_method_are_told_apart(
    real: TelegramApi, telegram_url: str, wire: Wire
) -> None:
    stranger = TelegramApi("4200000043:AAinvented-token_of-a-stranger", telegram_url, wire)
    with pytest.raises(InvalidToken):
        await stranger.call("getMe", {})
    with pytest.raises(EndPointNotFound):
        await real.call("getNothing", {})
    assert await real.call("getMe", {})


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"ok": true}', b'{"ok": false}', b"\xff\xfe"])
def test_an_answer_that_is_not_the_bot_api_s_leaves_doubt(body: bytes) -> None:
    with pytest.raises(Unanswered):
        result_of(Answer(200, body))
    assert result_of(Answer(200, b'{"ok": true, "result": false}')) is False


async def test_the_typed_methods_work_over_the_same_wire(
    telegram: Telegram, telegram_url: str, wire: Wire, siti: Phone
) -> None:
    bot = SasarBot(TOKEN, telegram_url, wire)
    assert (await bot.get_me()).id == telegram.bot.id
    sent = await bot.send_document(siti.id, InputFile(b"isi", filename="a.txt"), caption="Berkas")
    assert sent.document is not None
    assert await (await bot.get_file(sent.document.file_id)).download_as_bytearray() == b"isi"
    with pytest.raises(BadRequest):
        await bot.send_message(siti.id, "<b>", parse_mode="HTML")
    assert await bot.send_message(siti.id, "baik")


async def test_connections_are_kept(real: TelegramApi, siti: Phone) -> None:
    session = real.wire.open()
    await asyncio.gather(*(real.call("getMe", {}) for _ in range(20)))
    for _ in range(20):
        await real.call("getMe", {})
    connector = session.connector
    assert connector is not None
    assert sum(len(kept) for kept in connector._conns.values()) <= 20
    assert siti.id
