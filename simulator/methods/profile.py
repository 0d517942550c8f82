"""Methods about the bot's own page: command menus, descriptions, the menu button."""

import re

from simulator import rulebook as rules
from simulator.calls import Call
from simulator.profile import Scope
from simulator.rulebook import Limit, Refused
from simulator.telegram import Telegram
from simulator.wire import Json

_WIDE_SCOPES = {"default", "all_private_chats", "all_group_chats", "all_chat_administrators"}
_CHAT_SCOPES = {"chat", "chat_administrators"}
_COMMAND = re.compile(rf"[a-z0-9_]{{1,{rules.COMMAND_LETTERS.most}}}")
_LANGUAGE = re.compile(r"(?:[a-z]{2})?")


def _scope(telegram: Telegram, call: Call) -> Scope:
    given = call.find_json("scope", rules.SCOPE_UNREADABLE) or {"type": "default"}
    if not isinstance(given, dict):
        raise Refused(rules.SCOPE_UNREADABLE)
    scope = Call(call.method, given)
    kind = scope.text("type")
    if kind in _WIDE_SCOPES:
        return kind, 0
    if kind not in _CHAT_SCOPES:
        raise Refused(rules.SCOPE_UNREADABLE)
    return kind, telegram.get_known_chat(scope.chat_id()).id


def _language(call: Call) -> str:
    language = call.text("language_code")
    if not _LANGUAGE.fullmatch(language):
        raise Refused(rules.LANGUAGE_INVALID)
    return language


def _command(given: object) -> Json:
    if not isinstance(given, dict):
        raise Refused(rules.COMMANDS_UNREADABLE)
    name, description = str(given.get("command", "")).removeprefix("/"), str(given.get("description", ""))
    if not _COMMAND.fullmatch(name):
        raise Refused(rules.COMMAND_INVALID)
    if not 1 <= len(description) <= rules.COMMAND_DESCRIPTION.most:
        raise Refused(rules.COMMAND_DESCRIPTION_INVALID)
    return {"command": name, "description": description}


def set_my_commands(telegram: Telegram, call: Call) -> bool:
    given = call.find_json("commands", rules.COMMANDS_UNREADABLE)
    if not isinstance(given, list):
        raise Refused(rules.COMMANDS_UNREADABLE)
    if len(given) > rules.COMMANDS.most:
        raise Refused(rules.COMMANDS_TOO_MANY)
    menu = [_command(each) for each in given]
    telegram.profile.commands[_scope(telegram, call), _language(call)] = menu
    telegram.events.tell(None, "commands", {})
    return True


def get_my_commands(telegram: Telegram, call: Call) -> list[Json]:
    return telegram.profile.commands.get((_scope(telegram, call), _language(call)), [])


def delete_my_commands(telegram: Telegram, call: Call) -> bool:
    telegram.profile.commands.pop((_scope(telegram, call), _language(call)), None)
    telegram.events.tell(None, "commands", {})
    return True


def _describe(telegram: Telegram, call: Call, kind: str, most: Limit) -> bool:
    if len(call.text(kind)) > most.most:
        raise Refused(rules.DESCRIPTION_TOO_LONG)
    telegram.profile.descriptions[kind, _language(call)] = call.text(kind)
    return True


def set_my_description(telegram: Telegram, call: Call) -> bool:
    return _describe(telegram, call, "description", rules.DESCRIPTION)


def set_my_short_description(telegram: Telegram, call: Call) -> bool:
    return _describe(telegram, call, "short_description", rules.SHORT_DESCRIPTION)


def get_my_description(telegram: Telegram, call: Call) -> Json:
    return {"description": telegram.profile.described("description", _language(call))}


def get_my_short_description(telegram: Telegram, call: Call) -> Json:
    return {"short_description": telegram.profile.described("short_description", _language(call))}


def set_chat_menu_button(telegram: Telegram, call: Call) -> bool:
    """For one private chat, or for all when none is named. Web pages are not offered here."""
    button = call.find_json("menu_button", rules.MENU_BUTTON_UNREADABLE) or {"type": "default"}
    if not isinstance(button, dict) or button.get("type") not in ("commands", "default"):
        raise Refused(rules.MENU_BUTTON_UNREADABLE)
    chat_id = telegram.get_known_chat(call.chat_id()).id if call.text("chat_id") else 0
    telegram.profile.menu_buttons[chat_id] = button
    return True


def get_chat_menu_button(telegram: Telegram, call: Call) -> Json:
    return telegram.profile.menu_button(call.find_chat_id() or 0)


METHODS = {
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyDescription": set_my_description,
    "getMyDescription": get_my_description,
    "setMyShortDescription": set_my_short_description,
    "getMyShortDescription": get_my_short_description,
    "setChatMenuButton": set_chat_menu_button,
    "getChatMenuButton": get_chat_menu_button,
}
