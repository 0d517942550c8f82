"""The grammar of the shorthand: a first word, then pieces in any order, each with a label or plain to see.

message = order { separator piece }
order = "daftar" | "daftarkan" | "enrol"
separator = line end | ";" | "/" between spaces | "," where there is no other
piece = [label [":" | "="]] words
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from conversations.kinds.written import clean, spoken, worded

LONGEST = 1500
MOST_PIECES = 40
FEWEST_PIECES = 3
FEWEST_DIGITS = 10
"""Of a number that is a person's."""
ORDER = re.compile(r"\W{0,3}(?:daftarkan|daftar|enrol|enroll)\b[\s:;,/]*", re.IGNORECASE)
NEIGHBOURS = re.compile(r"(\bR\.?T\b[\s.:]{0,3}[0-9]{1,3})\s*/\s*(?=R\.?W\b)", re.IGNORECASE)
ENDS = re.compile(r"\n|;|(?<=\s)/(?=\s)|(?<=\s)//(?=\s)")
DOOR = re.compile(r"(?:pintu|door)?\s?([A-Za-z]{1,2}-[0-9]{1,4}[A-Za-z]?)", re.IGNORECASE)
FIELDS = (
    "full_name",
    "nik",
    "birth",
    "birth_place",
    "birth_date",
    "sex",
    "phone",
    "village",
    "address",
    "occupation",
    "income_bracket",
    "visited_at",
    "door",
    "consent",
)
"""What a label may name; `birth` is place and date in one."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a message: what it is about ("" when it does not say), and its words."""

    field: str
    words: str


def is_shorthand(text: str) -> bool:
    """Whether a message is a person in shorthand, and no command or question."""
    if len(text) > LONGEST or not (found := ORDER.match(text)):
        return False
    body = text[found.end() :]
    return len(_split(body)) >= FEWEST_PIECES or _is_addition(body)


def _is_addition(body: str) -> bool:
    """Whether this is a name and one thing more, as sent after a draft: what is told has its label or many digits.

    A comma is no separator here: people write one in questions, too.
    """
    parts = [words for part in ENDS.split(_straight(body)) if (words := clean(part))]
    return len(parts) == FEWEST_PIECES - 1 and any(map(_tells, parts))


def _tells(words: str) -> bool:
    return bool(_piece(words).field) or sum(sign.isdigit() for sign in words) >= FEWEST_DIGITS


def pieces(text: str) -> tuple[Piece, ...]:
    """The pieces of a message, the order word left out."""
    body = ORDER.sub("", text[:LONGEST], count=1)
    return tuple(_piece(words) for words in _split(body)[:MOST_PIECES])


def _split(body: str) -> list[str]:
    straight = _straight(body)
    parts = ENDS.split(straight)
    if len([part for part in parts if part.strip()]) < FEWEST_PIECES:
        parts = re.split(r"\n|;|,|(?<=\s)/(?=\s)", straight)
    return [words for part in parts if (words := clean(part).strip(" ,"))]


def _straight(body: str) -> str:
    return unicodedata.normalize("NFC", NEIGHBOURS.sub(r"\1 ", body.replace("\r", "\n")))


def _piece(words: str) -> Piece:
    if found := DOOR.fullmatch(words):
        return Piece("door", found[1].upper())
    if worded(words) in _attesting():
        return Piece("attested", words)
    for field, label in _labels():
        if rest := _after(label, words):
            return Piece(field, rest)
    return Piece("", words)


def _after(label: str, words: str) -> str:
    """What stands after a label; a label alone names nothing."""
    found = re.match(
        rf"{re.escape(label)}\.?\s*[:=]\s*(.+)|{re.escape(label)}\.?\s+(.+)", words, re.IGNORECASE
    )
    return (found[1] or found[2]).strip() if found else ""


@cache
def _attesting() -> frozenset[str]:
    """Begins like a label of work and is none."""
    return frozenset().union(
        *(spoken(f"shorthand.{answer}") for answer in ("attested", "not_working", "ill"))
    )


@cache
def _labels() -> tuple[tuple[str, str], ...]:
    """Every label with its field, the longest first."""
    return tuple(sorted(_named(), key=lambda named: (-len(named[1]), named)))


def _named() -> Iterator[tuple[str, str]]:
    for field in FIELDS:
        yield from ((field, worded(label)) for label in spoken(f"shorthand.label.{field}"))
