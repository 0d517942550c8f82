"""Telegram's own menu of commands: each language, each role, only what is theirs."""

from datetime import datetime

from pydantic import JsonValue
from telegram import BotCommand

from bot.commands import COMMANDS
from bot.commands.command import work_first
from bot.telegram_request import SasarBot
from conversations.actor import Actor
from conversations.facts import NOBODY
from conversations.texts import LANGUAGES, load
from storage.staff import Staff
from storage.unit import Unit

DEFAULT_LANGUAGE = "id"


def menu_of(actor: Actor, language: str) -> list[tuple[str, str]]:
    """Name and purpose of every command that this actor may give, work first, then in the order of `COMMANDS`."""
    texts = load(language)
    return [
        (command.name_in(language), texts.fill(f"menu.purpose.{command.name}"))
        for command in work_first(COMMANDS)
        if command.shows_in_menu and command.is_for(actor)
    ]


def menu_call(actor: Actor, language: str, chat_id: int) -> tuple[str, dict[str, JsonValue]]:
    """The call that gives one chat the menu of its person's roles (Bot API, BotCommandScopeChat)."""
    commands: list[JsonValue] = [
        {"command": name, "description": purpose} for name, purpose in menu_of(actor, language)
    ]
    return "setMyCommands", {"commands": commands, "scope": {"type": "chat", "chat_id": chat_id}}


async def say_menu(unit: Unit, contact_id: int, *, key: str, now: datetime) -> None:
    """Collect the call that gives one contact the menu of the roles they have now; `key` as for every row to send."""
    known = (await unit.load_contacts([contact_id])).get(contact_id)
    if known is not None:
        actor = (await Staff(unit).load_actors([contact_id], now))[contact_id]
        method, payload = menu_call(actor, known.language, known.chat_id)
        unit.say(known.chat_id, key, method, payload, now=now)


async def show_menus(bot: SasarBot) -> None:
    """Give everybody the menu of workers, in every language, and say what this bot is for."""
    for language in LANGUAGES:
        code = None if language == DEFAULT_LANGUAGE else language
        commands = [BotCommand(name, purpose) for name, purpose in menu_of(NOBODY, language)]
        await bot.set_my_commands(commands, language_code=code)
        await bot.set_my_description(load(language).fill("menu.description"), language_code=code)
        await bot.set_my_short_description(load(language).fill("menu.short_description"), language_code=code)
