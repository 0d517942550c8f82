"""What people do with their phones: say, tap, share, edit, block. Each act tells the bot by an update."""

import re
import secrets

from simulator import rulebook as rules
from simulator.calls import Upload
from simulator.entities import trimmed
from simulator.people import Chat, Phone
from simulator.rulebook import Refused
from simulator.telegram import Tap, Telegram, formatted
from simulator.wire import Json, without_nothing

_ADDRESSED = re.compile(r"\s*/|.*@", re.DOTALL)


def find_chat(telegram: Telegram, phone: Phone, chat_id: int | None) -> Chat:
    """The chat that a person is in: the private one when none is named; raises for a foreign one."""
    chat = telegram.get_chat(phone.id if chat_id is None else chat_id)
    if phone.id not in chat.members:
        raise Refused(rules.CHAT_NOT_FOUND)
    if chat.moved_to is not None:
        raise Refused(rules.CHAT_MOVED, migrate_to_chat_id=chat.moved_to)
    return chat


def say(telegram: Telegram, phone: Phone, chat: Chat, content: Json, reply_to: int | None = None) -> Json:
    """Put a person's message into a chat; the first one starts it. Raises while the bot is blocked."""
    if chat.is_private and chat.is_blocked:
        raise Refused(rules.BLOCKED)
    if chat.is_private:
        chat.is_started = True
    answered = chat.kept.get(reply_to) if reply_to is not None else None
    if answered:
        content |= {"reply_to_message": answered.message}
    message = telegram.post(chat, content, sender=phone.as_sender())
    if chat.keyboard and chat.keyboard.get("one_time_keyboard"):
        telegram.set_keyboard(chat, None)
    update_id = _tell(telegram, chat, "message", message) if _is_heard(telegram, chat, message) else None
    return {"update_id": update_id, "message_id": message["message_id"]}


def _is_heard(telegram: Telegram, chat: Chat, message: Json) -> bool:
    """In groups a bot hears only what is for it: commands, mentions, answers. Source: "Privacy mode"."""
    answered = message.get("reply_to_message", {}).get("from", {})
    return (
        chat.is_private
        or answered.get("id") == telegram.bot.id
        or bool(_ADDRESSED.match(message.get("text", "")))
        or "text" not in message
    )


def _tell(telegram: Telegram, chat: Chat, kind: str, content: Json) -> int:
    return telegram.updates.push(kind, content, ("chat", chat.id))


def say_text(telegram: Telegram, phone: Phone, chat: Chat, text: str, reply_to: int | None = None) -> Json:
    content = formatted(*trimmed(text, []))
    if not content:
        raise Refused(rules.TEXT_EMPTY)
    return say(telegram, phone, chat, content, reply_to)


def edit_text(telegram: Telegram, phone: Phone, chat: Chat, message_id: int, text: str) -> Json:
    """Change an own message."""
    kept = chat.kept.get(message_id)
    if kept is None or kept.message["from"]["id"] != phone.id or "text" not in kept.message:
        raise Refused(rules.EDIT_NOT_FOUND)
    rest = {name: part for name, part in kept.message.items() if name != "entities"}
    message = rest | formatted(*trimmed(text, [])) | {"edit_date": telegram.now()}
    telegram.replace(chat, message)
    return {"update_id": _tell(telegram, chat, "edited_message", message), "message_id": message_id}


def tap(telegram: Telegram, phone: Phone, chat: Chat, message_id: int, tapped: str) -> Json:
    """Tap an inline button. The text behind it is taken as it comes: hostile clients send what they like.

    A message that was deleted meanwhile reaches the bot as an inaccessible one (date 0).
    """
    if not 0 < message_id <= chat.last_id:
        raise Refused(rules.EDIT_NOT_FOUND)
    if chat.is_blocked:
        raise Refused(rules.BLOCKED)
    kept = chat.kept.get(message_id)
    query: Json = {
        "id": str(secrets.randbits(62)),
        "from": phone.as_sender(),
        "message": kept.message if kept else {"chat": chat.shown, "message_id": message_id, "date": 0},
        "chat_instance": str(chat.id * 7919),
        "data": tapped,
    }
    update_id = telegram.updates.push("callback_query", query, ("tap", phone.id))
    telegram.taps[query["id"]] = Tap(phone.id, update_id)
    return {"update_id": update_id, "callback_query_id": query["id"]}


def own_card(phone: Phone) -> Json:
    """The contact card that a person's own phone shares: its `user_id` is the sender's."""
    return without_nothing(
        {
            "phone_number": phone.phone,
            "first_name": phone.first_name,
            "last_name": phone.last_name,
            "user_id": phone.id,
        }
    )


def share_people(telegram: Telegram, phone: Phone, chat: Chat, request_id: int, ids: list[int]) -> Json:
    """Answer a `request_users` button. Source: "UsersShared"."""
    people = [{"user_id": each} for each in ids]
    return say(telegram, phone, chat, {"users_shared": {"request_id": request_id, "users": people}})


def send_file(telegram: Telegram, phone: Phone, chat: Chat, kind: str, upload: Upload, caption: str) -> Json:
    stored = telegram.files.keep(kind, upload)
    return say(telegram, phone, chat, {kind: stored.as_attachment()} | formatted(caption, [], "caption"))


def send_voice(telegram: Telegram, phone: Phone, chat: Chat, seconds: int) -> Json:
    stored = telegram.files.keep("voice", Upload("", b"\0", "audio/ogg"), seconds)
    return say(telegram, phone, chat, {"voice": stored.as_attachment()})


def send_sticker(telegram: Telegram, phone: Phone, chat: Chat, emoji: str) -> Json:
    stored = telegram.files.keep("sticker", Upload(emoji, b"\0"))
    return say(telegram, phone, chat, {"sticker": stored.as_attachment()})


def set_blocked(telegram: Telegram, phone: Phone, *, is_blocked: bool) -> Json:
    """Block the bot or take that back; the bot hears of it as a change of its own membership."""
    chat = telegram.get_chat(phone.id)
    old, chat.is_blocked = chat.is_blocked, is_blocked
    if old == is_blocked:
        return {"update_id": None}
    return {"update_id": tell_membership(telegram, phone, chat, _standing(old), _standing(is_blocked))}


def _standing(is_blocked: bool) -> str:  # noqa: FBT001  one fact in, one word out
    return "kicked" if is_blocked else "member"


def tell_membership(telegram: Telegram, phone: Phone, chat: Chat, old: str, new: str) -> int:
    """Tell the bot that it is now something else in a chat. Source: "ChatMemberUpdated"."""
    change = {
        "chat": chat.shown,
        "from": phone.as_sender(),
        "date": telegram.now(),
        "old_chat_member": _member(telegram, old),
        "new_chat_member": _member(telegram, new),
    }
    return _tell(telegram, chat, "my_chat_member", change)


def _member(telegram: Telegram, status: str) -> Json:
    member = {"status": status, "user": telegram.bot.as_sender()}
    return member | {"until_date": 0} if status == "kicked" else member
