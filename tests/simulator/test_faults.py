import asyncio
import time
from typing import Any

import aiohttp
import pytest
from telegram import Bot
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter

from tests.simulator.conftest import TOKEN
from tests.simulator.phone import Phone
from tests.simulator.pictures import PNG

Json = dict[str, Any]


async def _order(url: str, **fault: object) -> None:
    async with aiohttp.ClientSession() as http, http.post(f"{url}/sim/faults", json=fault) as response:
        assert response.status == 200, await response.text()


async def _calls(url: str, since: int = 0) -> list[Json]:
    async with aiohttp.ClientSession() as http, http.get(f"{url}/sim/ledger?since={since}") as response:
        return [call for call in (await response.json())["calls"] if call["method"] == "sendMessage"]


async def _texts(siti: Phone) -> list[str]:
    return [message["text"] for message in await siti.messages() if message["from"]["is_bot"]]


@pytest.mark.parametrize(
    ("kind", "times", "status"),
    [("drop_before", 0, 0), ("drop_after", 1, 0), ("truncate", 1, 200)],
)
async def test_a_cut_line_leaves_the_caller_in_doubt_and_the_ledger_not(
    bot: Bot, siti: Phone, url: str, kind: str, times: int, status: int
) -> None:
    await _order(url, kind=kind, method="sendMessage", times=1)
    with pytest.raises(NetworkError):
        await bot.send_message(siti.id, "satu")
    (call,) = await _calls(url)
    assert (call["executed"], call["status"]) == (bool(times), status)
    assert await _texts(siti) == ["satu"] * times
    await bot.send_message(siti.id, "dua")
    assert (await _texts(siti))[-1] == "dua"


@pytest.mark.parametrize(
    ("kind", "error", "words"),
    [
        ("500", NetworkError, "Internal Server Error"),
        ("502", NetworkError, "Bad Gateway"),
        ("403", Forbidden, "bot was blocked by the user"),
        ("400", BadRequest, "Ordered by the test"),
        ("429", RetryAfter, "Flood control exceeded. Retry in 0:00:07"),
    ],
)
async def test_an_ordered_refusal_executes_nothing(
    bot: Bot, siti: Phone, url: str, kind: str, error: type[Exception], words: str
) -> None:
    await _order(url, kind=kind, method="sendmessage", times=1, retry_after=7)
    with pytest.raises(error, match=words):
        await bot.send_message(siti.id, "satu")
    assert [call["executed"] for call in await _calls(url)] == [False]
    await bot.send_message(siti.id, "dua")
    assert await _texts(siti) == ["dua"]


async def test_a_delayed_call_is_executed_late(bot: Bot, siti: Phone, url: str) -> None:
    await _order(url, kind="delay", method="*", times=1, seconds=0.2)
    before = time.monotonic()
    sending = asyncio.create_task(bot.send_message(siti.id, "satu"))
    await asyncio.sleep(0.05)
    assert await _texts(siti) == []
    await sending
    assert time.monotonic() - before >= 0.2
    assert await _texts(siti) == ["satu"]


async def test_a_fault_of_one_chat_spares_the_others(bot: Bot, siti: Phone, url: str) -> None:
    await _order(url, kind="403", chat=siti.id)
    async with Phone(url, 5002) as budi:
        await budi.says("/start")
        await bot.send_message(budi.id, "halo")
        for _ in range(3):
            with pytest.raises(Forbidden):
                await bot.send_message(siti.id, "halo")
    async with aiohttp.ClientSession() as http, http.delete(f"{url}/sim/faults") as response:
        assert response.status == 200
    await bot.send_message(siti.id, "halo")


@pytest.mark.parametrize("kind", ["truncate", "drop_before", "502", "500"])
async def test_a_download_can_fail(bot: Bot, siti: Phone, url: str, kind: str) -> None:
    await siti.sends_photo(PNG)
    (update,) = [update for update in await bot.get_updates() if update.message and update.message.photo]
    assert update.message is not None
    file = await bot.get_file(update.message.photo[-1].file_id)
    await _order(url, kind=kind, method="file", times=1)
    with pytest.raises(NetworkError):
        await file.download_as_bytearray()
    assert bytes(await file.download_as_bytearray()) == PNG


async def test_the_ledger_counts_what_was_executed_twice(bot: Bot, siti: Phone, url: str) -> None:
    await bot.send_message(siti.id, "sama")
    (first,) = await _calls(url)
    await bot.send_message(siti.id, "sama")
    (second,) = await _calls(url, since=first["n"])
    assert first["params"]["text"] == second["params"]["text"] == "sama"
    assert first["chat_id"] == second["chat_id"] == siti.id
    assert second["message_id"] == first["message_id"] + 1


async def test_files_stay_out_of_the_ledger(bot: Bot, siti: Phone, url: str) -> None:
    await bot.send_photo(siti.id, PNG, "foto")
    async with aiohttp.ClientSession() as http, http.get(f"{url}/sim/ledger") as response:
        calls = (await response.json())["calls"]
    assert calls[-1]["params"].get("caption") == "foto"
    assert not any("PNG" in str(value) for value in calls[-1]["params"].values())


async def test_another_token_is_refused(url: str) -> None:
    async with aiohttp.ClientSession() as http:
        expected = {"1:wrong": 401, "nonsense": 404, TOKEN: 200}
        for token, status in expected.items():
            async with http.get(f"{url}/bot{token}/getMe") as response:
                assert response.status == status
                assert (await response.json())["ok"] is (status == 200)


async def test_a_body_that_is_too_large_is_refused_before_it_is_read(url: str) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", int(url.rpartition(":")[2]))
    size = 51_000_000
    head = f"POST /bot{TOKEN}/sendDocument HTTP/1.1\r\nHost: here\r\nContent-Length: {size}\r\n\r\n"
    writer.write(head.encode())
    assert (await reader.readline()).startswith(b"HTTP/1.1 413")
    writer.close()
    async with aiohttp.ClientSession() as http, http.get(f"{url}/bot{TOKEN}/getMe") as response:
        assert response.status == 200
