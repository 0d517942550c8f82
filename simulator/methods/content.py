"""What a message says: its text and entities, files, what it answers to, in the shape that messages keep."""

from simulator import rulebook as rules
from simulator.calls import Call, Upload
from simulator.entities import read_html, trimmed
from simulator.files import StoredFile, shape_of
from simulator.people import Chat
from simulator.rulebook import Limit, Refusal, Refused
from simulator.telegram import Telegram, formatted
from simulator.wire import Json, units

_ENTITIES_PARAMETER = {"text": "entities", "caption": "caption_entities"}


def read_text(call: Call, name: str, most: Limit, too_long: Refusal) -> Json:
    """Text or caption with its entities; an empty object when there is none.

    Sources: "Formatting options", "HTML style". Only HTML is read here, and the refusal says so.
    """
    text, entities = trimmed(*_parsed(call, name))
    if units(text) > most.most:
        raise Refused(too_long)
    return formatted(text, entities, name)


def _parsed(call: Call, name: str) -> tuple[str, list[Json]]:
    mode, text = call.text("parse_mode"), call.text(name)
    if mode:
        if mode.lower() != "html":
            raise Refused(rules.PARSE_MODE)
        return read_html(text)
    given = call.find_json(_ENTITIES_PARAMETER[name], rules.BODY_UNREADABLE)
    return text, [entity for entity in given if isinstance(entity, dict)] if isinstance(given, list) else []


def read_caption(call: Call) -> Json:
    return read_text(call, "caption", rules.CAPTION_UNITS, rules.CAPTION_TOO_LONG)


def read_frame(chat: Chat, call: Call) -> Json:
    """What any sent message may have: protection, and the message it answers."""
    frame: Json = {"has_protected_content": True} if call.is_true("protect_content") else {}
    reply = call.find_json("reply_parameters", rules.REPLY_UNREADABLE)
    if isinstance(reply, dict):
        kept = chat.kept.get(Call(call.method, reply).integer("message_id"))
        if kept:
            frame["reply_to_message"] = {
                name: part for name, part in kept.message.items() if name != "reply_to_message"
            }
        elif not reply.get("allow_sending_without_reply"):
            raise Refused(rules.REPLY_NOT_FOUND)
    return frame


def read_file(telegram: Telegram, call: Call, kind: str) -> Json:
    """The file under the parameter `kind` (new, or known by its id) as the attachment of a message."""
    value = call.text(kind)
    upload = call.uploads.get(value.removeprefix("attach://") if value.startswith("attach://") else kind)
    stored = _new_file(telegram, kind, upload) if upload else _known_file(telegram, kind, value)
    return {kind: stored.as_attachment()}


def _known_file(telegram: Telegram, kind: str, file_id: str) -> StoredFile:
    if not file_id:
        raise Refused(rules.FILE_UNSAID, kind)
    stored = telegram.files.find(file_id)
    if stored is None:
        raise Refused(rules.FILE_UNKNOWN)
    if stored.kind != kind:
        raise Refused(rules.FILE_KIND, stored.kind.title(), kind.title())
    return stored


def _new_file(telegram: Telegram, kind: str, upload: Upload) -> StoredFile:
    if not upload.content:
        raise Refused(rules.FILE_EMPTY)
    if kind == "photo":
        _check_photo(upload)
    return telegram.files.keep(kind, upload)


def _check_photo(upload: Upload) -> None:
    """A picture of a shape that Telegram shows. Source: "sendPhoto"."""
    if len(upload.content) > rules.PHOTO_BYTES.most:
        raise Refused(rules.PHOTO_TOO_BIG, len(upload.content))
    shape = shape_of(upload.content)
    if shape is None:
        raise Refused(rules.PHOTO_UNREADABLE)
    if sum(shape) > rules.PHOTO_SIDES.most or max(shape) > min(shape) * rules.PHOTO_RATIO.most:
        raise Refused(rules.PHOTO_SHAPE)
