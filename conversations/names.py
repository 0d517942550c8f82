"""How well a name answers to the few words that somebody remembers of it."""

from collections.abc import Sequence

from conversations.kinds.written import is_slip, worded

TITLES = frozenset(
    {"pak", "bu", "ibu", "bapak", "h", "hj", "haji", "hajah", "ust", "mas", "mbak", "mang", "ceu"}
)
WHOLE, BEGINNING, SLIP = 1.0, 0.8, 0.6
SHORTEST_BEGINNING = 2


def wanted(said: str) -> tuple[str, ...]:
    """The words of a search that count; titles alone would find everybody."""
    return tuple(word for word in worded(said).split() if word not in TITLES)


def likeness(name: str, words: Sequence[str]) -> float:
    """0 when one of the words is not in the name, 1 when each is a whole word of it."""
    theirs = worded(name).split()
    found = [max((_word_likeness(word, their) for their in theirs), default=0.0) for word in words]
    return sum(found) / len(found) if found and all(found) else 0.0


def _word_likeness(word: str, their: str) -> float:
    if word == their:
        return WHOLE
    if len(word) >= SHORTEST_BEGINNING and their.startswith(word):
        return BEGINNING
    return SLIP if is_slip(word, their) else 0.0
