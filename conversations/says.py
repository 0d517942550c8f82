"""What we say: one message as data, ready to be sent by whoever carries it."""

from dataclasses import dataclass
from enum import StrEnum


class Style(StrEnum):
    """The colour of a button, where the messenger has colours."""

    PLAIN = ""
    CONFIRM = "success"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Button:
    """One thing to tap: `tap` is what comes back, `copies` is text for the clipboard, `url` a page to open."""

    label: str
    tap: str = ""
    copies: str = ""
    url: str = ""
    style: Style = Style.PLAIN


Rows = tuple[tuple[Button, ...], ...]
"""Buttons as they stand under a message."""


@dataclass(frozen=True, slots=True)
class File:
    """A file that goes with a message."""

    name: str
    content: bytes
    is_picture: bool = False


@dataclass(frozen=True, slots=True)
class Say:
    """One message: `html` in Telegram's tags, rows of buttons, or one button that shares the own contact.

    `picks_person` is the label of a button that picks somebody from the person's own list.
    `is_private` forbids forwarding and saving, for anything with personal facts in it.
    """

    html: str
    rows: Rows = ()
    shares_contact: str = ""
    drops_keyboard: bool = False
    is_private: bool = False
    file: File | None = None
    picks_person: str = ""


@dataclass(frozen=True, slots=True)
class Spoken:
    """Everything that one turn says: messages, a short notice over a tap, and whether what was heard must go."""

    says: tuple[Say, ...] = ()
    notice: str = ""
    forgets_heard: bool = False


def column(*buttons: Button) -> Rows:
    """One button under the other."""
    return tuple((button,) for button in buttons)


def grid(buttons: tuple[Button, ...], width: int) -> Rows:
    """Rows of `width` buttons."""
    return tuple(buttons[start : start + width] for start in range(0, len(buttons), width))
