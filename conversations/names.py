"""How well a name answers to the few words that somebody remembers of it."""

import re
from collections.abc import Sequence

from conversations.kinds.written import is_slip, worded

TITLES = frozenset(
    {"pak", "bu", "ibu", "bapak", "h", "hj", "haji", "hajah", "ust", "mas", "mbak", "mang", "ceu"}
)
WHOLE, BEGINNING, SLIP = 1.0, 0.8, 0.6
SHORTEST_BEGINNING = 2
BETWEEN_WORDS = re.compile(r"[\W_]+")


def wanted(said: str) -> tuple[str, ...]:
    """The words of a search that count; titles alone would find everybody."""
    return tuple(word for word in worded(said).split() if word not in TITLES)


def likeness(name: str, words: Sequence[str], *, forgives_slips: bool = True) -> float:
    """0 when one of the words is not in the name, 1 when each is a whole word of it.

    `name` is one that was accepted, and so needs no more cleaning than its case: thousands are compared at once.
    """
    total, theirs = 0.0, BETWEEN_WORDS.split(name.casefold())
    for word in words:
        found = _word_likeness(word, theirs, forgives_slips=forgives_slips)
        if not found:
            return 0.0
        total += found
    return total / len(words) if words else 0.0


def _word_likeness(word: str, theirs: Sequence[str], *, forgives_slips: bool) -> float:
    if word in theirs:
        return WHOLE
    if len(word) >= SHORTEST_BEGINNING and any(their.startswith(word) for their in theirs):
        return BEGINNING
    return SLIP if forgives_slips and any(is_slip(word, their) for their in theirs) else 0.0
