import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, Conflict

from simulator.telegram import Telegram
from tests.simulator.phone import Phone

Json = dict[str, Any]
KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("Ya", callback_data="yes")]])


async def until(is_so: Callable[[], bool]) -> None:
    """Wait up to five seconds for something that happens on its own."""
    async with asyncio.timeout(20):
        while not is_so():  # noqa: ASYNC110  what is waited for knows no event
            await asyncio.sleep(0.01)


@dataclass
class Ear:
    """A web server that hears a bot's updates and answers what `answers` says, else 200."""

    url: str = ""
    updates: list[Json] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    hold: asyncio.Event = field(default_factory=asyncio.Event)
    at_once: int = 0
    most_at_once: int = 0

    async def hear(self, request: web.Request) -> web.Response:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await self.hold.wait()
        self.at_once -= 1
        self.updates.append(await request.json())
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        return web.Response(status=self.answers.pop(0) if self.answers else 200)

    async def hears(self, count: int) -> list[str]:
        """The texts and taps of the first `count` deliveries."""
        await until(lambda: len(self.updates) >= count)
        return [_gist(update) for update in self.updates]


def _gist(update: Json) -> str:
    if "callback_query" in update:
        return f"tap {update['callback_query']['data']}"
    return str((update.get("message") or update["edited_message"])["text"])


siti_is_there = pytest.mark.usefixtures("siti")


@pytest.fixture
async def ear() -> AsyncIterator[Ear]:
    ear = Ear()
    ear.hold.set()
    app = web.Application()
    app.router.add_post("/telegram", ear.hear)
    async with TestServer(app) as server:
        ear.url = str(server.make_url("/telegram"))
        yield ear
        ear.hold.set()


async def test_what_waited_is_delivered_with_the_secret(bot: Bot, siti: Phone, ear: Ear) -> None:
    await bot.set_webhook(ear.url, secret_token="rahasia-1")
    assert await ear.hears(1) == ["/start"]
    assert ear.secrets == ["rahasia-1"]
    assert (await bot.get_webhook_info()).pending_update_count == 0
    await bot.delete_webhook()
    await siti.says("halo")
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.text == "halo"


async def test_polling_and_webhook_exclude_each_other(bot: Bot, siti: Phone, ear: Ear) -> None:
    (first,) = await bot.get_updates()
    poll = asyncio.create_task(bot.get_updates(offset=first.update_id + 1, timeout=10))
    await asyncio.sleep(0.05)
    await bot.set_webhook(ear.url)
    with pytest.raises(Conflict, match="terminated by setWebhook request"):
        await poll
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()
    await siti.says("halo")
    assert await ear.hears(1) == ["halo"]


async def test_a_refused_update_holds_back_its_chat_and_no_other(
    bot: Bot, siti: Phone, ear: Ear, url: str, telegram: Telegram
) -> None:
    telegram.webhook.pace = 0.3
    ear.answers = [500, 503]
    await bot.set_webhook(ear.url)
    await ear.hears(2)
    await siti.says("dua")
    async with Phone(url, 5002) as budi:
        await budi.says("lain")
        assert await ear.hears(5) == ["/start", "/start", "lain", "/start", "dua"]
    assert [update["update_id"] for update in ear.updates[:2]] == [ear.updates[3]["update_id"]] * 2


async def test_a_tap_does_not_wait_for_the_messages_of_its_chat(bot: Bot, siti: Phone, ear: Ear) -> None:
    await bot.send_message(siti.id, "Ya?", reply_markup=KEYBOARD)
    ear.hold.clear()
    await bot.set_webhook(ear.url, drop_pending_updates=True)
    await siti.says("satu")
    await siti.says("dua")
    await siti.taps("Ya")
    await siti.acts("edit", message_id=3, text="satu lagi")
    await asyncio.sleep(0.05)
    assert ear.at_once == 2
    ear.hold.set()
    heard = await ear.hears(4)
    assert [gist for gist in heard if gist != "tap yes"] == ["satu", "dua", "satu lagi"]


@siti_is_there
async def test_no_more_connections_than_agreed(bot: Bot, ear: Ear, url: str) -> None:
    ear.hold.clear()
    await bot.set_webhook(ear.url, max_connections=2)
    for number in range(3):
        async with Phone(url, 6000 + number) as phone:
            await phone.says("halo")
    await asyncio.sleep(0.1)
    ear.hold.set()
    assert sorted(await ear.hears(4)) == ["/start", "halo", "halo", "halo"]
    assert ear.most_at_once == 2


async def test_trouble_is_told_and_a_stale_update_is_dropped(
    bot: Bot, siti: Phone, ear: Ear, telegram: Telegram
) -> None:
    telegram.webhook.pace = 0.02
    ear.answers = [502] * 10_000
    await bot.set_webhook(ear.url)
    await ear.hears(3)
    info = await bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 502 Bad Gateway"
    telegram.clock.advance(24 * 3600 + 1)
    await until(lambda: not telegram.updates.waiting)
    assert len(telegram.updates.expired) == 1
    ear.answers.clear()
    await siti.says("masih di sini")
    await ear.hears(len(ear.updates) + 1)
    assert _gist(ear.updates[-1]) == "masih di sini"


@siti_is_there
async def test_an_address_that_is_gone_for_a_day_loses_its_webhook(
    bot: Bot, ear: Ear, telegram: Telegram
) -> None:
    ear.answers = [410] * 10_000
    await bot.set_webhook(ear.url)
    await ear.hears(2)
    telegram.clock.advance(23 * 3600)
    await until(lambda: not telegram.webhook.url)
    assert len(await bot.get_updates()) == 1


async def test_the_other_replica_gets_the_rest(bot: Bot, siti: Phone, ear: Ear) -> None:
    await bot.set_webhook("http://127.0.0.1:9/nobody", secret_token="s")
    await siti._post("/sim/webhook", {"url": ear.url})
    assert await ear.hears(1) == ["/start"]
    assert ear.secrets == ["s"]
    await siti._post("/sim/webhook", {"url": None})
    await siti.says("halo")
    assert len(await bot.get_updates()) == 1


async def test_the_same_choice_twice_interrupts_nothing(bot: Bot, siti: Phone, ear: Ear) -> None:
    ear.hold.clear()
    await bot.set_webhook(ear.url)
    await asyncio.sleep(0.05)
    await bot.set_webhook(ear.url)
    ear.hold.set()
    await siti.says("dua")
    assert await ear.hears(2) == ["/start", "dua"]


@pytest.mark.parametrize(
    ("address", "secret", "why"),
    [
        ("http://example.org/telegram", "", "Bad webhook: an https url must be provided"),
        ("https://example.org:8080/telegram", "", "only on ports 80, 88, 443 or 8443"),
        ("https://example.org/telegram", "dua kata", "unallowed characters"),
        ("https://example.org/telegram", "a" * 257, "too long"),
    ],
)
async def test_a_bad_webhook_is_refused(bot: Bot, address: str, secret: str, why: str) -> None:
    with pytest.raises(BadRequest, match=why):
        await bot.set_webhook(address, secret_token=secret)
    assert await bot.set_webhook("https://example.org/telegram", secret_token="a" * 256)
