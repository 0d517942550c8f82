"""A conversation written down as anybody can read it: what a person did, and what they saw.

↩ [Daftar]
bot  Ketik 16 angka NIK di KTP. (2 dari 12)
     [Lewati]
"""

import hashlib
import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from conversations.facts import Facts, Notice, Place
from conversations.says import Say

PERSON, BOT, MARGIN = "↩ ", "bot  ", "     "
GONE, TOAST, FILE = "(the message disappears)", "toast: ", "file: "
TAG = re.compile(r"</?[a-z][^<>]*>")
NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
"""When every transcript plays: a Sunday noon in Jakarta."""
NOTICE = Notice("Kantor Cabang Contoh", "telepon 175", "Sasar", "Indonesia")


@dataclass(frozen=True, slots=True)
class Said:
    """What a person did: typed words, `[a tapped button]` or `(sticker)`, and what the screen did at once."""

    words: str
    is_gone: bool = False
    toast: str = ""

    @property
    def tapped(self) -> str:
        """The label of the tapped button, empty when nothing was tapped."""
        return self.words[1:-1] if self.words.startswith("[") and self.words.endswith("]") else ""

    @property
    def gesture(self) -> str:
        """`sticker`, `contact` and the like, empty for words and taps."""
        return self.words[1:-1] if self.words.startswith("(") and self.words.endswith(")") else ""


@dataclass(frozen=True, slots=True)
class Shown:
    """One message of ours as it reads on the screen, with the labels of its buttons and the name of its file."""

    text: str
    rows: tuple[tuple[str, ...], ...] = ()
    file: str = ""


Line = Said | Shown


def shown(say: Say) -> Shown:
    """A message without its tags."""
    rows = tuple(tuple(button.label for button in row) for row in say.rows)
    keys = ((say.shares_contact,), *rows) if say.shares_contact else rows
    return Shown(bare(say.html), keys, say.file.name if say.file else "")


def bare(marked: str) -> str:
    """Text without the tags and entities of HTML."""
    return html.unescape(TAG.sub("", marked))


def written(lines: Iterable[Line]) -> Iterator[str]:
    """The lines of a file, without line ends."""
    for line in lines:
        yield from _said(line) if isinstance(line, Said) else _shown(line)


def _said(line: Said) -> Iterator[str]:
    yield f"{PERSON}{line.words}"
    if line.is_gone:
        yield f"{MARGIN}{GONE}"
    if line.toast:
        yield f"{MARGIN}{TOAST}{line.toast}"


def _shown(line: Shown) -> Iterator[str]:
    first, *rest = line.text.split("\n")
    yield f"{BOT}{first}"
    yield from (f"{MARGIN}{each}".rstrip() for each in rest)
    if line.file:
        yield f"{MARGIN}{FILE}{line.file}"
    yield from (MARGIN + " ".join(f"[{label}]" for label in row) for row in line.rows)


def fresh_word(turn: int) -> str:
    """A random-looking word for the turn of this number, the same each time."""
    return hashlib.sha256(str(turn).encode()).hexdigest()[:32]


def facts_of(turn: int, place: Place, language: str) -> Facts:
    """The world of a transcript: one noon, an invented office."""
    return Facts(now=NOON, place=place, notice=NOTICE, fresh=fresh_word(turn), language=language)
