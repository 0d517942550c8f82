"""What arrived from a person, before anybody has judged it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Sort(StrEnum):
    """What a person can do to us; silence (`REMINDED`, `EXPIRED`) is heard like a message."""

    TEXT = "text"
    TAP = "tap"
    CONTACT = "contact"
    PICKED = "picked"
    LOCATION = "location"
    PHOTO = "photo"
    DOCUMENT = "document"
    STICKER = "sticker"
    VOICE = "voice"
    EDITED = "edited"
    OTHER = "other"
    REMINDED = "reminded"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Tap:
    """A button that was pressed: which prompt of which conversation it belonged to, and its value.

    `conversation` is empty for buttons that open something (`value` is then `command` or `command.argument`).
    """

    conversation: str
    prompt: int
    value: str

    LIMIT = 64

    @classmethod
    def read(cls, written: str) -> "Tap | None":
        """Read callback data back; None for anything that we never wrote."""
        head, _, rest = written.partition(":")
        prompt, _, value = rest.partition(":")
        if not value or not (prompt.isascii() and prompt.isdigit()) or len(prompt) > 9:  # noqa: PLR2004 - nine digits
            return None
        return cls(head, int(prompt), value)

    def __str__(self) -> str:
        return f"{self.conversation}:{self.prompt}:{self.value}"


def opening(command: str, argument: str = "") -> str:
    """Callback data of a button that opens a command, with one argument at the most."""
    return str(Tap("", 0, f"{command}.{argument}" if argument else command))


@dataclass(frozen=True, slots=True)
class Contact:
    """A shared contact card; `is_own` when it is the sender's own, as Telegram vouches."""

    phone: str
    is_own: bool
    name: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """A stretch of a text that is formatted: `offset` and `length` count UTF-16 units, `url` is that of a link."""

    kind: str
    offset: int
    length: int
    url: str = ""

    @property
    def end(self) -> int:
        """The first unit after it."""
        return self.offset + self.length


@dataclass(frozen=True, slots=True)
class Heard:
    """One thing that arrived from one contact; `sent_at` is Telegram's own date of a message, None for a tap.

    `entities` format the text, `file_id` is Telegram's name of a photo or document, `picked` the number of an account
    that somebody chose from their own list of people. `rough_place` is a shared location in hundredths of a degree,
    `-692,10693`: about a kilometre, and nothing finer ever comes this far.
    """

    sort: Sort
    text: str = ""
    tap: Tap | None = None
    contact: Contact | None = None
    sent_at: datetime | None = None
    entities: tuple[Entity, ...] = ()
    file_id: str = ""
    picked: int = 0
    rough_place: str = ""
