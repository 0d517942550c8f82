"""Methods that put a message into a chat, or show that one is coming."""

from simulator import rulebook as rules
from simulator.calls import Call
from simulator.keyboards import read_markup
from simulator.methods.content import read_caption, read_file, read_frame, read_text
from simulator.rulebook import Refusal, Refused
from simulator.telegram import Telegram
from simulator.wire import Json, without_nothing

_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)
_COPIED = ("text", "entities", "photo", "document", "voice", "sticker", "contact", "location")
_CAPTIONED = ("photo", "document", "voice")


def _send(telegram: Telegram, call: Call, content: Json) -> Json:
    """Say `content` in the chat of the call; the chat is looked at after the content, as Telegram does."""
    chat = telegram.get_open_chat(call.chat_id())
    markup = read_markup(call, is_private=chat.is_private)
    frame = read_frame(chat, call)
    telegram.flood.check(chat.id)
    return telegram.say(chat, content | frame, markup)


def send_message(telegram: Telegram, call: Call) -> Json:
    content = read_text(call, "text", rules.TEXT_UNITS, rules.TEXT_TOO_LONG)
    if not content:
        raise Refused(rules.TEXT_EMPTY)
    return _send(telegram, call, content)


def send_photo(telegram: Telegram, call: Call) -> Json:
    return _send_file(telegram, call, "photo")


def send_document(telegram: Telegram, call: Call) -> Json:
    return _send_file(telegram, call, "document")


def _send_file(telegram: Telegram, call: Call, kind: str) -> Json:
    return _send(telegram, call, read_caption(call) | read_file(telegram, call, kind))


def send_location(telegram: Telegram, call: Call) -> Json:
    place = {name: _degrees(call, name, most) for name, most in (("latitude", 90), ("longitude", 180))}
    return _send(telegram, call, {"location": place})


def _degrees(call: Call, name: str, most: int) -> float:
    degrees = call.decimal(name)
    if degrees is None or abs(degrees) > most:
        raise Refused(rules.PLACE_INVALID, name)
    return degrees


def send_contact(telegram: Telegram, call: Call) -> Json:
    if not call.text("phone_number"):
        raise Refused(rules.CONTACT_NO_NUMBER)
    if not call.text("first_name"):
        raise Refused(rules.CONTACT_NO_NAME)
    names = ("phone_number", "first_name", "last_name", "vcard")
    return _send(telegram, call, {"contact": without_nothing({n: call.text(n) or None for n in names})})


def _source(telegram: Telegram, call: Call, not_found: Refusal) -> Json:
    """The message that is to be copied or forwarded."""
    kept = telegram.get_known_chat(call.chat_id("from_chat_id")).kept.get(call.integer("message_id"))
    if kept is None:
        raise Refused(not_found)
    return kept.message


def copy_message(telegram: Telegram, call: Call) -> Json:
    message = _source(telegram, call, rules.COPY_NOT_FOUND)
    content = {name: message[name] for name in _COPIED if name in message}
    if not content:
        raise Refused(rules.COPY_FORBIDDEN)
    if any(name in message for name in _CAPTIONED):
        content |= (
            read_caption(call)
            if "caption" in call.params
            else {name: message[name] for name in ("caption", "caption_entities") if name in message}
        )
    return {"message_id": _send(telegram, call, content)["message_id"]}


def forward_message(telegram: Telegram, call: Call) -> Json:
    message = _source(telegram, call, rules.FORWARD_NOT_FOUND)
    content = {name: message[name] for name in (*_COPIED, "caption", "caption_entities") if name in message}
    if not content or message.get("has_protected_content"):
        raise Refused(rules.FORWARD_FORBIDDEN)
    origin = {"type": "user", "sender_user": message["from"], "date": message["date"]}
    return _send(telegram, call, content | {"forward_origin": message.get("forward_origin", origin)})


def send_chat_action(telegram: Telegram, call: Call) -> bool:
    chat = telegram.get_open_chat(call.chat_id())
    if call.text("action").lower() not in _ACTIONS:
        raise Refused(rules.ACTION_INVALID)
    chat.typing_until = telegram.clock.now() + rules.TYPING_SECONDS.most
    for phone in chat.members:
        telegram.events.tell(phone, "typing", {"phone": phone, "chat": chat.id})
    return True


def set_message_reaction(telegram: Telegram, call: Call) -> bool:
    """Bots may set one emoji a message; nobody is told."""
    kept = telegram.get_open_chat(call.chat_id()).kept.get(call.integer("message_id"))
    if kept is None:
        raise Refused(rules.REACT_NOT_FOUND)
    reactions = call.find_json("reaction", rules.REACTION_INVALID) or []
    if not isinstance(reactions, list) or len(reactions) > 1:
        raise Refused(rules.REACTION_INVALID)
    if any(not isinstance(each, dict) or each.get("type") != "emoji" for each in reactions):
        raise Refused(rules.REACTION_INVALID)
    kept.reactions = reactions
    return True


METHODS = {
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendLocation": send_location,
    "sendContact": send_contact,
    "copyMessage": copy_message,
    "forwardMessage": forward_message,
    "sendChatAction": send_chat_action,
    "setMessageReaction": set_message_reaction,
}
