"""What a phone sees, as JSON for the page and for tests."""

from dataclasses import asdict

from simulator.acts import find_chat
from simulator.events import Event
from simulator.people import Chat, Phone
from simulator.telegram import Telegram, shown
from simulator.wire import Json

_LAST = 500


def phone(person: Phone) -> Json:
    return asdict(person)


def chats(telegram: Telegram, person: Phone) -> list[Json]:
    """The chats of a phone: the private one first, then its groups (not those that moved)."""
    return [
        _chat(chat, person)
        for chat in telegram.chats.values()
        if person.id in chat.members and chat.moved_to is None
    ]


def _chat(chat: Chat, person: Phone) -> Json:
    last = next(reversed(chat.kept.values()), None)
    return {
        "chat": chat.shown,
        "unread": chat.unread.get(person.id, 0),
        "last": shown(last.message) if last else None,
        "is_blocked": chat.is_blocked,
    }


def messages(telegram: Telegram, person: Phone, chat_id: int | None) -> Json:
    """One chat, as it is now, with its last 500 messages."""
    chat = find_chat(telegram, person, chat_id)
    return {
        "messages": [shown(message) for message in list(chat.messages())[-_LAST:]],
        "reply_keyboard": chat.keyboard,
        "commands": telegram.profile.commands_for(chat, person.language_code),
        "bot": bot(telegram, chat, person.language_code),
        "typing": chat.typing_until > telegram.clock.now(),
        "is_blocked": chat.is_blocked,
    }


def bot(telegram: Telegram, chat: Chat, language: str) -> Json:
    profile = telegram.profile
    return telegram.bot.as_sender() | {
        "description": profile.described("description", language),
        "short_description": profile.described("short_description", language),
        "menu_button": profile.menu_button(chat.id),
        "seen": telegram.is_bot_seen,
    }


def clock(telegram: Telegram) -> Json:
    return {"now": telegram.clock.now(), "offset": telegram.clock.offset}


def event(happened: Event) -> Json:
    """What an event says; messages with their HTML and the phone that shows them."""
    if happened.kind in {"message", "edit"}:
        return shown(happened.what) | {"phone": happened.phone}
    return happened.what
