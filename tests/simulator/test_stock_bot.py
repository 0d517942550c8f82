"""Every method through a stock python-telegram-bot: what comes back must parse with nothing left over."""

from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    MenuButtonCommands,
    TelegramObject,
)

from simulator.groups import leave, open_group, upgrade
from simulator.methods import METHODS
from simulator.telegram import Telegram
from tests.simulator.phone import Phone
from tests.simulator.pictures import PNG

KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("Ya", callback_data="yes", style="success")]])


def left_over(thing: object, path: str = "") -> list[str]:
    """Where inside `thing` the library found fields it does not know."""
    if isinstance(thing, TelegramObject):
        names = [name for name in thing._get_attrs_names(include_private=False) if name != "api_kwargs"]
        inside = [(f"{path}.{name}", getattr(thing, name)) for name in names]
        return [f"{path}.{name}" for name in thing.api_kwargs] + _all_left_over(inside)
    if isinstance(thing, list | tuple):
        return _all_left_over((f"{path}[{n}]", part) for n, part in enumerate(thing))
    return []


def _all_left_over(parts: Iterable[tuple[str, object]]) -> list[str]:
    return [found for path, part in parts for found in left_over(part, path)]


async def _sent(bot: Bot, chat: int) -> int:
    return (await bot.send_message(chat, "halo", reply_markup=KEYBOARD)).message_id


Calling = Callable[[Bot, int], Awaitable[object]]
CALLS: dict[str, Calling] = {
    "getMe": lambda b, _c: b.get_me(),
    "getUpdates": lambda b, _c: b.get_updates(),
    "setWebhook": lambda b, _c: b.set_webhook("https://example.org/telegram", secret_token="a-b_c"),
    "deleteWebhook": lambda b, _c: b.delete_webhook(),
    "getWebhookInfo": lambda b, _c: b.get_webhook_info(),
    "logOut": lambda b, _c: b.log_out(),
    "close": lambda b, _c: b.close(),
    "sendMessage": lambda b, c: b.send_message(
        c, "<b>halo</b> /cek", "HTML", protect_content=True, reply_markup=KEYBOARD
    ),
    "sendPhoto": lambda b, c: b.send_photo(c, PNG, "<i>foto</i>", parse_mode="HTML"),
    "sendDocument": lambda b, c: b.send_document(c, b"a,b", "daftar", filename="daftar.csv"),
    "sendLocation": lambda b, c: b.send_location(c, -7.25, 112.75),
    "sendContact": lambda b, c: b.send_contact(c, "+628110000", "Kantor"),
    "copyMessage": lambda b, c: b.copy_message(c, c, 1),
    "forwardMessage": lambda b, c: b.forward_message(c, c, 1),
    "sendChatAction": lambda b, c: b.send_chat_action(c, "typing"),
    "setMessageReaction": lambda b, c: b.set_message_reaction(c, 1, "👍"),
    "setMyCommands": lambda b, c: b.set_my_commands([BotCommand("cek", "Cek")], BotCommandScopeChat(c)),
    "getMyCommands": lambda b, c: b.get_my_commands(BotCommandScopeChat(c)),
    "deleteMyCommands": lambda b, _c: b.delete_my_commands(),
    "setMyDescription": lambda b, _c: b.set_my_description("Sasar"),
    "getMyDescription": lambda b, _c: b.get_my_description(),
    "setMyShortDescription": lambda b, _c: b.set_my_short_description("Sasar"),
    "getMyShortDescription": lambda b, _c: b.get_my_short_description(),
    "setChatMenuButton": lambda b, c: b.set_chat_menu_button(c, MenuButtonCommands()),
    "getChatMenuButton": lambda b, c: b.get_chat_menu_button(c),
    "getChat": lambda b, c: b.get_chat(c),
    "getChatMember": lambda b, c: b.get_chat_member(c, c),
}


async def _edits_text(bot: Bot, chat: int) -> object:
    return await bot.edit_message_text("lain", chat, await _sent(bot, chat), reply_markup=KEYBOARD)


async def _edits_keyboard(bot: Bot, chat: int) -> object:
    return await bot.edit_message_reply_markup(chat, await _sent(bot, chat))


async def _edits_caption(bot: Bot, chat: int) -> object:
    sent = await bot.send_photo(chat, PNG, "foto")
    return await bot.edit_message_caption(chat, sent.message_id, caption="lain")


async def _deletes(bot: Bot, chat: int) -> object:
    return await bot.delete_message(chat, await _sent(bot, chat))


async def _deletes_two(bot: Bot, chat: int) -> object:
    return await bot.delete_messages(chat, [await _sent(bot, chat), await _sent(bot, chat)])


async def _gets_file(bot: Bot, chat: int) -> object:
    sent = await bot.send_photo(chat, PNG)
    file = await bot.get_file(sent.photo[-1].file_id)
    assert bytes(await file.download_as_bytearray()) == PNG
    return file


async def _answers(bot: Bot, _: int) -> object:
    taps = [update.callback_query for update in await bot.get_updates() if update.callback_query]
    return await taps[0].answer("Siap")


async def _leaves(bot: Bot, _: int) -> object:
    joined = [update.my_chat_member for update in await bot.get_updates() if update.my_chat_member]
    return await bot.leave_chat(joined[0].chat.id)


CALLS |= {
    "editMessageText": _edits_text,
    "editMessageReplyMarkup": _edits_keyboard,
    "editMessageCaption": _edits_caption,
    "deleteMessage": _deletes,
    "deleteMessages": _deletes_two,
    "getFile": _gets_file,
    "answerCallbackQuery": _answers,
    "leaveChat": _leaves,
}


@pytest.mark.parametrize("name", [name for name, _ in METHODS.values()])
async def test_an_answer_parses_with_nothing_left_over(
    bot: Bot, siti: Phone, telegram: Telegram, name: str
) -> None:
    await siti.acts("tap", message_id=1, data="x")
    open_group(telegram, "Posko", [siti.id])
    answer = await CALLS[name](bot, siti.id)
    assert left_over(answer) == []


async def _other_acts(siti: Phone) -> None:
    await siti.says("halo", reply_to=1)
    await siti.shares_contact()
    await siti.shares_contact(own=False, phone_number="+6281", first_name="Budi")
    await siti.sends_photo(PNG, "KTP")
    await siti.sends_file("document", b"a,b", "daftar.csv")
    await siti.acts("location", latitude=-7.2, longitude=112.7)
    await siti.acts("sticker", emoji="👍")
    await siti.acts("voice", duration=3)
    await siti.acts("users_shared", request_id=1, user_ids=[5001])
    await siti.acts("edit", message_id=2, text="hai")
    await siti.acts("tap", message_id=1, data="x")
    await siti.acts("block")
    await siti.acts("unblock")


async def test_every_update_parses_with_nothing_left_over(bot: Bot, siti: Phone) -> None:
    await _other_acts(siti)
    updates = await bot.get_updates()
    assert len(updates) == 14
    assert left_over(updates) == []
    assert not any(_unknown(update.to_dict()) for update in updates)


def _unknown(update: dict[str, Any]) -> bool:
    """An update of which the library understood nothing."""
    return len(update) < 2


async def test_updates_of_a_group_parse_with_nothing_left_over(
    bot: Bot, siti: Phone, telegram: Telegram
) -> None:
    group = open_group(telegram, "Posko", [siti.id])
    await siti.says("/ringkasan", chat=group["id"])
    new = upgrade(telegram, group["id"])
    leave(telegram, new["id"], siti.id)
    updates = await bot.get_updates()
    assert left_over(updates) == []
    kinds = [update.message and update.message.migrate_to_chat_id for update in updates]
    assert new["id"] in kinds
