import asyncio

import aiohttp
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, Conflict

from simulator.telegram import Telegram
from tests.simulator.conftest import TOKEN
from tests.simulator.phone import Phone

KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("Ya", callback_data="yes")]])


async def test_a_conversation_goes_both_ways(bot: Bot, siti: Phone) -> None:
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.text == "/start"
    await bot.send_message(siti.id, "Ibu mau <b>daftar</b>?", parse_mode="HTML", reply_markup=KEYBOARD)
    seen = await siti.sees("daftar")
    assert seen["html"] == "Ibu mau <b>daftar</b>?"
    await siti.taps("Ya")
    (tap,) = await bot.get_updates(offset=update.update_id + 1)
    assert tap.callback_query is not None
    assert tap.callback_query.data == "yes"
    await tap.callback_query.answer("Siap")
    assert (await siti.sees("Siap"))["show_alert"] is False
    await bot.edit_message_text("Baik, Ibu.", siti.id, seen["message_id"])
    await siti.sees("Baik")
    await bot.delete_message(siti.id, seen["message_id"])
    assert (await siti.sees_event("delete"))["message_id"] == seen["message_id"]


async def test_an_update_comes_again_until_it_is_confirmed(bot: Bot, siti: Phone) -> None:
    (first,) = await bot.get_updates()
    (again,) = await bot.get_updates(offset=first.update_id)
    assert again.update_id == first.update_id
    assert await bot.get_updates(offset=first.update_id + 1) == ()
    await siti.says("halo")
    (second,) = await bot.get_updates()
    assert second.update_id == first.update_id + 1


async def test_a_negative_offset_keeps_only_the_newest(bot: Bot, siti: Phone) -> None:
    await siti.says("satu")
    await siti.says("dua")
    (newest,) = await bot.get_updates(offset=-1)
    assert newest.message is not None
    assert newest.message.text == "dua"


async def test_a_long_poll_hears_at_once(bot: Bot, siti: Phone) -> None:
    (first,) = await bot.get_updates()
    poll = asyncio.create_task(bot.get_updates(offset=first.update_id + 1, timeout=10))
    await asyncio.sleep(0.05)
    await siti.says("halo")
    (update,) = await asyncio.wait_for(poll, 1)
    assert update.message is not None
    assert update.message.text == "halo"


async def test_a_second_poller_ends_the_first(bot: Bot, url: str) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=10))
    await asyncio.sleep(0.05)
    async with Bot(TOKEN, base_url=f"{url}/bot") as other:
        second = asyncio.create_task(other.get_updates(timeout=1))
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await first
        assert await second == ()


async def test_nothing_counts_as_delivered_to_a_poller_that_hung_up(
    bot: Bot, siti: Phone, url: str, telegram: Telegram
) -> None:
    (first,) = await bot.get_updates()
    async with aiohttp.ClientSession() as http:
        poll = f"{url}/bot{TOKEN}/getUpdates?timeout=30&offset={first.update_id + 1}"
        with pytest.raises(TimeoutError):
            await http.get(poll, timeout=aiohttp.ClientTimeout(total=0.1))
    await asyncio.sleep(0.05)
    assert not telegram.updates.is_polled
    said = await siti.says("halo")
    assert said["update_id"] not in telegram.updates.delivered
    assert len(await bot.get_updates()) == 1


async def test_only_the_kinds_that_were_asked_for_come(bot: Bot, siti: Phone) -> None:
    (first,) = await bot.get_updates(allowed_updates=["callback_query"])
    await siti.says("halo")
    assert await bot.get_updates(offset=first.update_id + 1) == ()
    await bot.get_updates(allowed_updates=[])
    await siti.says("halo lagi")
    assert len(await bot.get_updates()) == 1


async def test_a_tap_lives_150_seconds_and_a_message_a_day(bot: Bot, siti: Phone, telegram: Telegram) -> None:
    await bot.send_message(siti.id, "Ya?", reply_markup=KEYBOARD)
    await siti.taps("Ya")
    telegram.clock.advance(151)
    (message,) = await bot.get_updates()
    assert message.message is not None
    telegram.clock.advance(24 * 3600)
    assert await bot.get_updates() == ()
    assert len(telegram.updates.expired) == 2


async def test_a_tap_that_was_heard_long_ago_cannot_be_answered(
    bot: Bot, siti: Phone, telegram: Telegram
) -> None:
    await bot.send_message(siti.id, "Ya?", reply_markup=KEYBOARD)
    asked = await siti.taps("Ya")
    await bot.get_updates()
    telegram.clock.advance(16)
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(asked["callback_query_id"])


async def test_a_tap_under_a_deleted_message_still_comes(bot: Bot, siti: Phone) -> None:
    sent = await bot.send_message(siti.id, "Ya?", reply_markup=KEYBOARD)
    await sent.delete()
    await siti.acts("tap", message_id=sent.message_id, data="yes")
    tap = (await bot.get_updates())[-1].callback_query
    assert tap is not None
    assert tap.message is not None
    assert not tap.message.is_accessible
