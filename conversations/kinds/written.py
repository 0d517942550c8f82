"""What people type, made clean: no stray signs, digits of every script as 0-9, small slips of the finger seen."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from conversations.plain import plain
from conversations.texts import LANGUAGES, Texts, load

WORD = re.compile(r"[^\W\d_]{2,}")
SHORTEST_WITH_A_SLIP = 5
"""In shorter words one letter makes another word: `ada` and `apa`, `iya` and `ibu`."""


def clean(said: str) -> str:
    """The same text in single spaces, without control and direction signs, its digits 0-9; twice is as good as once."""
    kept = "".join(map(_kept, said))
    return " ".join(unicodedata.normalize("NFC", kept).split())


def _kept(sign: str) -> str:
    if sign.isspace():
        return " "
    category = unicodedata.category(sign)
    if category == "Nd":
        return str(unicodedata.digit(sign))
    return "" if category.startswith("C") else sign


def worded(said: str) -> str:
    """Only what can be compared: small letters and digits in single spaces."""
    return plain(clean(said))


@cache
def wording(ours: str) -> str:
    """The same for a wording of our own, remembered; what people type is never remembered."""
    return worded(ours)


def without(words: str, dropped: frozenset[str]) -> str:
    """The same plain words, some of them left out."""
    return " ".join(word for word in words.split() if word not in dropped)


def leaving_out(text: str, dropped: frozenset[str]) -> str:
    """The same text without some words, also where they are written on to a figure: `tgl 17 bulan 8 th70`."""
    kept = WORD.sub(lambda found: " " if found[0].casefold() in dropped else found[0], text)
    return " ".join(kept.split())


def every_language(texts: Texts) -> Iterator[Texts]:
    """The person's own language first, then the others: people mix them."""
    yield texts
    yield from (load(language) for language in LANGUAGES if language != texts.language)


@cache
def spoken(key: str) -> frozenset[str]:
    """The words of a list in all languages, made plain."""
    return frozenset(plain(word) for language in LANGUAGES for word in load(language).words(key))


def is_slip(typed: str, meant: str) -> bool:
    """Whether one word is the other, but for one letter in a word that is long enough to tell."""
    if typed == meant:
        return True
    if min(len(typed), len(meant)) < SHORTEST_WITH_A_SLIP or abs(len(typed) - len(meant)) > 1:
        return False
    pairs = enumerate(zip(typed, meant, strict=False))
    same = next((place for place, (one, other) in pairs if one != other), min(len(typed), len(meant)))
    rest, wanted = typed[same:], meant[same:]
    is_swap = rest[:2] == wanted[1::-1] and rest[2:] == wanted[2:]
    return is_swap or rest[1:] in (wanted, wanted[1:]) or rest == wanted[1:]


def is_no_answer(said: str) -> bool:
    """Whether somebody greets, asks or passes instead of naming a person or a place."""
    words = worded(said)
    core = without(words, spoken("kinds.any.small_words"))
    opening = words.split(" ", 1)[0]
    passes = {words, core} & spoken("kinds.any.no_answer")
    return "?" in said or bool(passes) or opening in spoken("kinds.any.question_words")
