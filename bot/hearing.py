"""What a raw update of the Bot API says, and who said it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from pydantic import JsonValue

from conversations.heard import Contact, Entity, Heard, Sort, Tap

Update = Mapping[str, JsonValue]
SORTS = {
    "location": Sort.LOCATION,
    "venue": Sort.LOCATION,
    "photo": Sort.PHOTO,
    "document": Sort.DOCUMENT,
    "sticker": Sort.STICKER,
    "animation": Sort.STICKER,
    "voice": Sort.VOICE,
    "video_note": Sort.VOICE,
    "audio": Sort.VOICE,
}
BLOCKED = frozenset({"kicked", "left"})


@dataclass(frozen=True, slots=True)
class Envelope:
    """One update, opened: from whom, in which chat, what was heard, and what must be answered or deleted.

    `blocks` is True when the contact has just blocked us or the group put us out, False when we are let in again, None
    otherwise. `leaver` is who has just gone out of a group, 0 when nobody; `moved` are its old and its new number when
    it became a supergroup.
    """

    update_id: int
    contact_id: int
    chat_id: int
    heard: Heard
    language: str = "id"
    message_id: int = 0
    query_id: str = ""
    is_private: bool = True
    blocks: bool | None = None
    leaver: int = 0
    moved: tuple[int, int] | None = None


def open_update(update: Update) -> Envelope | None:
    """Read an update; None for kinds that concern nobody (ValueError when it is not an update at all)."""
    update_id = update.get("update_id")
    if not isinstance(update_id, int):
        raise ValueError("no update_id")  # noqa: TRY004 - the content is wrong, not the caller
    for kind, reader in _READERS.items():
        if isinstance(content := update.get(kind), dict):
            return reader(update_id, content)
    return None


def _message(update_id: int, message: Update) -> Envelope | None:
    return _addressed(update_id, message, _heard(message))


def _edited(update_id: int, message: Update) -> Envelope | None:
    return _addressed(
        update_id, message, Heard(Sort.EDITED, text=_written(message), sent_at=_moment(message.get("date")))
    )


def _addressed(update_id: int, message: Update, heard: Heard) -> Envelope | None:
    sender, chat = _table(message.get("from")), _table(message.get("chat"))
    if change := _changed_group(update_id, message):
        return change
    if not sender or sender.get("is_bot") or not chat:
        return None
    return Envelope(
        update_id,
        _number(sender["id"]),
        _number(chat["id"]),
        heard,
        language=_language(sender),
        message_id=_number(message.get("message_id")),
        is_private=chat.get("type") == "private",
    )


def _changed_group(update_id: int, message: Update) -> Envelope | None:
    """Who went out of a group, or where it moved; an administrator who is not shown says so as a bot."""
    chat, sender = _table(message.get("chat")), _table(message.get("from"))
    leaver = _number(_table(message.get("left_chat_member")).get("id", 0))
    to, since = message.get("migrate_to_chat_id"), message.get("migrate_from_chat_id")
    if not chat or not (leaver or to or since):
        return None
    here = _number(chat["id"])
    moved = (_number(since or here), _number(to or here)) if to or since else None
    who = _number(sender.get("id", 0))
    return Envelope(update_id, who, here, Heard(Sort.OTHER), is_private=False, leaver=leaver, moved=moved)


def _tapped(update_id: int, query: Update) -> Envelope | None:
    sender, message = _table(query.get("from")), _table(query.get("message"))
    chat = _table(message.get("chat")) or {"id": sender["id"], "type": "private"}
    written = query.get("data")
    return Envelope(
        update_id,
        _number(sender["id"]),
        _number(chat["id"]),
        Heard(Sort.TAP, tap=Tap.read(written) if isinstance(written, str) else None),
        language=_language(sender),
        query_id=str(query.get("id", "")),
        is_private=chat.get("type") == "private",
    )


def _member(update_id: int, change: Update) -> Envelope | None:
    sender, chat = _table(change.get("from")), _table(change.get("chat"))
    if not sender or not chat:
        return None
    status = _table(change.get("new_chat_member")).get("status")
    return Envelope(
        update_id,
        _number(sender["id"]),
        _number(chat["id"]),
        Heard(Sort.OTHER),
        language=_language(sender),
        is_private=chat.get("type") == "private",
        blocks=status in BLOCKED,
    )


def _other_member(update_id: int, change: Update) -> Envelope | None:
    """Somebody else came or went; told only where we are an administrator (Bot API, Update)."""
    member, chat = _table(change.get("new_chat_member")), _table(change.get("chat"))
    leaver = _number(_table(member.get("user")).get("id", 0))
    if not chat or member.get("status") not in BLOCKED or not leaver:
        return None
    who = _number(_table(change.get("from")).get("id", 0))
    return Envelope(update_id, who, _number(chat["id"]), Heard(Sort.OTHER), is_private=False, leaver=leaver)


_READERS = {
    "message": _message,
    "edited_message": _edited,
    "callback_query": _tapped,
    "my_chat_member": _member,
    "chat_member": _other_member,
}
ALLOWED_UPDATES = tuple(_READERS)


def _heard(message: Update) -> Heard:
    sent_at = _moment(message.get("date"))
    if isinstance(text := message.get("text"), str):
        return Heard(Sort.TEXT, text=text, sent_at=sent_at, entities=_entities(message, "entities"))
    if card := _table(message.get("contact")):
        return Heard(Sort.CONTACT, contact=_card(card, _table(message.get("from"))), sent_at=sent_at)
    if shared := _table(message.get("users_shared")):
        return Heard(Sort.PICKED, picked=_first_of(shared), sent_at=sent_at)
    sort = next((SORTS[kind] for kind in SORTS if kind in message), Sort.OTHER)
    entities = _entities(message, "caption_entities")
    return Heard(
        sort,
        text=_written(message),
        sent_at=sent_at,
        entities=entities,
        file_id=_file_id(message),
        rough_place=_rough_place(_table(message.get("location"))),
    )


def _rough_place(location: Update) -> str:
    """A location to a hundredth of a degree."""
    degrees = (location.get("latitude"), location.get("longitude"))
    hundredths = [round(one * 100) for one in degrees if isinstance(one, int | float)]
    return ",".join(map(str, hundredths)) if len(hundredths) == len(degrees) else ""


def _entities(message: Update, name: str) -> tuple[Entity, ...]:
    found = message.get(name)
    return tuple(_entity(one) for one in found if isinstance(one, dict)) if isinstance(found, list) else ()


def _entity(one: Update) -> Entity:
    return Entity(
        str(one.get("type")),
        _number(one.get("offset")),
        _number(one.get("length")),
        str(one.get("url") or ""),
    )


def _file_id(message: Update) -> str:
    """The photo in its largest size, which comes last, or the document."""
    sizes = message.get("photo")
    file = sizes[-1] if isinstance(sizes, list) and sizes else message.get("document")
    return str(_table(file).get("file_id", ""))


def _card(card: Update, sender: Update) -> Contact:
    """A card is the sender's own only when Telegram says whose account it is."""
    is_own = card.get("user_id") is not None and card.get("user_id") == sender.get("id")
    return Contact(str(card.get("phone_number", "")), is_own, str(card.get("first_name", "")))


def _first_of(shared: Update) -> int:
    """The first account of those that were picked (Bot API, UsersShared)."""
    people = shared.get("users")
    return _number(_table(people[0]).get("user_id")) if isinstance(people, list) and people else 0


def _written(message: Update) -> str:
    written = message.get("text") or message.get("caption")
    return written if isinstance(written, str) else ""


def _moment(date: object) -> datetime | None:
    return datetime.fromtimestamp(date, UTC) if isinstance(date, int) else None


def _language(sender: Update) -> str:
    code = sender.get("language_code")
    return "en" if isinstance(code, str) and code.startswith("en") else "id"


def _table(value: object) -> Update:
    return value if isinstance(value, dict) else {}


def _number(value: object) -> int:
    if not isinstance(value, int):
        raise ValueError("a number is missing")  # noqa: TRY004 - the content is wrong, not the caller
    return value
