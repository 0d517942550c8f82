import asyncio
import json
import time
from typing import Any

import aiohttp
import pytest
from telegram import Bot

from simulator.serving import serve
from simulator.telegram import Telegram
from tests.simulator.phone import Phone

Json = dict[str, Any]


async def _post(url: str, path: str, **order: object) -> tuple[int, Json]:
    async with aiohttp.ClientSession() as http, http.post(f"{url}/sim/{path}", json=order) as response:
        return response.status, await response.json()


async def _events(url: str, count: int, **headers: str) -> list[Json]:
    """The first numbered events of a stream."""
    found: list[Json] = []
    async with (
        aiohttp.ClientSession() as http,
        http.get(f"{url}/sim/events?phone=5001", headers=headers) as lines,
    ):
        event: Json = {}
        async with asyncio.timeout(20):
            async for line in lines.content:
                name, _, value = line.decode().strip().partition(": ")
                if name:
                    event[name] = value
                elif event.get("id"):
                    found.append(event)
                    if len(found) == count:
                        break
                    event = {}
                else:
                    event = {}
    return found


async def test_a_phone_is_made_once(url: str) -> None:
    _, first = await _post(url, "phones", id=5001, first_name="Siti", title="Petani")
    _, again = await _post(url, "phones", id=5001, first_name="Lain")
    assert first == again
    assert first["phone"].startswith("+62")
    _, unnumbered = await _post(url, "phones", first_name="Budi")
    assert unnumbered["id"] != first["id"]


async def test_who_comes_back_gets_the_missed_events(bot: Bot, siti: Phone, url: str) -> None:
    await bot.send_message(siti.id, "satu")
    await bot.send_chat_action(siti.id, "typing")
    assert (await siti.chat())["typing"] is True
    sent = await bot.send_message(siti.id, "dua")
    assert (await siti.chat())["typing"] is False
    await sent.edit_text("dua <i>lagi</i>", parse_mode="HTML")
    await sent.delete()
    events = await _events(url, 4, **{"Last-Event-ID": "3"})
    assert [event["event"] for event in events] == ["typing", "message", "edit", "delete"]
    edit = json.loads(events[2]["data"])
    assert (edit["html"], edit["phone"]) == ("dua <i>lagi</i>", siti.id)
    assert json.loads(events[3]["data"])["message_id"] == sent.message_id


async def test_the_chat_list_counts_what_is_unread(bot: Bot, siti: Phone, url: str) -> None:
    await bot.send_message(siti.id, "satu")
    await bot.send_message(siti.id, "dua")
    async with aiohttp.ClientSession() as http:
        async with http.get(f"{url}/sim/phones/{siti.id}/chats") as response:
            (chat,) = await response.json()
        assert (chat["unread"], chat["last"]["text"]) == (2, "dua")
        await siti.acts("read")
        async with http.get(f"{url}/sim/phones/{siti.id}/chats") as response:
            (chat,) = await response.json()
        assert chat["unread"] == 0


async def test_message_dates_follow_the_clock(bot: Bot, siti: Phone, url: str) -> None:
    _, clock = await _post(url, "clock", now=1_800_000_000)
    assert abs(clock["now"] - 1_800_000_000) < 5
    sent = await bot.send_message(siti.id, "halo")
    assert abs(sent.date.timestamp() - 1_800_000_000) < 5
    _, clock = await _post(url, "clock", advance=3600)
    assert abs(clock["now"] - 1_800_003_600) < 10
    _, clock = await _post(url, "clock", reset=True)
    assert abs(clock["now"] - time.time()) < 5


async def test_a_raw_update_can_be_anything_and_come_more_than_once(bot: Bot, url: str) -> None:
    _, injected = await _post(url, "update", something_new={"chat": {"id": 1}, "odd": None}, copies=2)
    (first,) = await bot.get_updates()
    (second,) = await bot.get_updates(offset=first.update_id + 1)
    assert first.update_id == second.update_id == injected["update_id"]
    assert first.api_kwargs == {"something_new": {"chat": {"id": 1}, "odd": None}}
    assert await bot.get_updates(offset=first.update_id + 1) == ()


async def test_the_queue_tells_what_waits_and_what_was_confirmed(bot: Bot, siti: Phone, url: str) -> None:
    (update,) = await bot.get_updates()
    await siti.says("halo")
    await bot.get_updates(offset=update.update_id + 1)
    async with aiohttp.ClientSession() as http, http.get(f"{url}/sim/updates") as response:
        queue = await response.json()
    assert queue["confirmed_offset"] == update.update_id + 1
    assert [each["message"]["text"] for each in queue["pending"]] == ["halo"]
    assert queue["delivered"] == [update.update_id, update.update_id + 1]


async def test_reset_forgets_everybody_and_goes_on(bot: Bot, siti: Phone, url: str) -> None:
    await _post(url, "clock", advance=3600)
    await _post(url, "faults", kind="500")
    assert (await _post(url, "reset"))[0] == 200
    assert await bot.get_updates() == ()
    async with aiohttp.ClientSession() as http, http.get(f"{url}/sim/phones") as response:
        assert await response.json() == []
    await _post(url, "phones", id=siti.id, first_name="Siti")
    assert (await siti.says("halo lagi"))["message_id"] == 1


@pytest.mark.parametrize(
    ("path", "order"),
    [
        ("phones/1/text", {"text": "halo"}),
        ("phones/5001/text", {"txt": "halo"}),
        ("phones/5001/text", {"text": " "}),
        ("phones/5001/text", {"text": "halo", "chat": -1}),
        ("phones/5001/tap", {"message_id": 77, "data": "x"}),
        ("phones/5001/photo", {}),
        ("faults", {"kind": "gremlin"}),
        ("update", {}),
        ("groups/5001/upgrade", {}),
        ("groups", {"title": "Posko", "members": []}),
    ],
)
async def test_a_wrong_order_is_explained_and_changes_nothing(
    siti: Phone, url: str, path: str, order: Json
) -> None:
    status, answer = await _post(url, path, **order)
    assert status == 400
    assert answer["error"]
    assert (await siti.says("halo"))["message_id"] == 2


async def test_many_start_and_stop_quickly_with_a_poll_still_waiting() -> None:
    before = time.monotonic()
    async with aiohttp.ClientSession() as http:
        for _ in range(5):
            async with serve(Telegram()) as url:
                poll = asyncio.create_task(http.get(f"{url}/bot1:a/getUpdates?timeout=50"))
                await http.get(f"{url}/sim/phones")
            await asyncio.gather(poll, return_exceptions=True)
    assert time.monotonic() - before < 3
