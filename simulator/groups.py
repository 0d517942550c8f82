"""Groups with the bot in them: opened, upgraded to supergroups, left."""

from simulator import rulebook as rules
from simulator.acts import say, tell_membership
from simulator.people import Chat
from simulator.rulebook import Refused
from simulator.telegram import Telegram
from simulator.wire import Json

_FIRST_GROUP = -4_000_000_000
_FIRST_SUPERGROUP = -1_002_000_000_000


def open_group(telegram: Telegram, title: str, members: list[int]) -> Json:
    """A group of these people and the bot; the first of them made it. Returns its `Chat`."""
    people = [telegram.get_phone(each) for each in members]
    if not people:
        raise Refused(rules.PERSON_INVALID)
    shown: Json = {"id": _next_id(telegram, _FIRST_GROUP), "type": "group", "title": title}
    chat = telegram.chats[shown["id"]] = Chat(shown, set(members), is_started=True)
    tell_membership(telegram, people[0], chat, "left", "member")
    return chat.shown


def _next_id(telegram: Telegram, first: int) -> int:
    return first - sum(1 for chat in telegram.chats.values() if not chat.is_private)


def get_group(telegram: Telegram, chat_id: int) -> Chat:
    chat = telegram.get_chat(chat_id)
    if chat.is_private:
        raise Refused(rules.CHAT_NOT_FOUND)
    return chat


def upgrade(telegram: Telegram, chat_id: int) -> Json:
    """Make it a supergroup with a new id; both chats say so, as in Telegram. Returns the new `Chat`."""
    old = get_group(telegram, chat_id)
    phone = telegram.get_phone(min(old.members))
    shown: Json = {
        "id": _next_id(telegram, _FIRST_SUPERGROUP),
        "type": "supergroup",
        "title": old.shown["title"],
    }
    new = telegram.chats[shown["id"]] = Chat(shown, set(old.members), is_started=True)
    say(telegram, phone, old, {"migrate_to_chat_id": new.id})
    say(telegram, phone, new, {"migrate_from_chat_id": old.id})
    old.moved_to = new.id
    return new.shown


def leave(telegram: Telegram, chat_id: int, leaver: int) -> Json:
    """Somebody goes, or the bot is put out of the group."""
    chat = get_group(telegram, chat_id)
    if leaver == telegram.bot.id:
        chat.is_blocked = True
        someone = telegram.get_phone(min(chat.members))
        return {"update_id": tell_membership(telegram, someone, chat, "member", "kicked")}
    phone = telegram.get_phone(leaver)
    told = say(telegram, phone, chat, {"left_chat_member": phone.as_sender()})
    chat.members.discard(leaver)
    return told
