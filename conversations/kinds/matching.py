"""Which of several things somebody means who types one of them."""

import re
from collections.abc import Callable, Mapping, Sequence

from conversations.kinds.kind import Accepted, Offer, Option, Problem, Reading
from conversations.kinds.written import is_slip, spoken, without, worded

Phrases = Mapping[str, tuple[str, ...]]
"""The plain words by which each value may be called."""

LONGEST = 100
"""Letters; who writes more tells a story and does not choose."""
REPEATED = re.compile(r"([^\W\d_])\1+")
NUMBERED = re.compile(r"(?:(?:no|nomor|nomer|nmr|number|pilih|pilihan|yang|ke) ){0,3}([0-9]{1,3})")


def chosen(said: str, options: Sequence[Option], phrases: Phrases) -> Reading:
    """The option called by its number, its label or another name; several that fit equally well are offered."""
    words = worded(said)
    if numbered := _numbered(words, options, phrases):
        return Accepted(numbered)
    found = meant(words, phrases)
    if len(found) > 1:
        return Offer(tuple(option for option in options if option.value in found))
    return Accepted(found[0]) if found else Problem("not_on_offer")


def _numbered(words: str, options: Sequence[Option], phrases: Phrases) -> str | None:
    """The option at a typed place; where labels have numbers of their own, as in `3 bulan`, only those count."""
    found = NUMBERED.fullmatch(words)
    if not found:
        return None
    if any(sign.isdigit() for names in phrases.values() for name in names for sign in name):
        named = [value for value, names in phrases.items() if any(found[1] in name.split() for name in names)]
        return named[0] if len(named) == 1 else None
    place = int(found[1])
    return options[place - 1].value if 1 <= place <= len(options) else None


def meant(words: str, phrases: Phrases) -> tuple[str, ...]:
    """The values that fit plain words best: exactly, else leaving out small words, else with a slip of the finger."""
    if not words or len(words) > LONGEST:
        return ()
    core = without(words, spoken("kinds.any.small_words")) or words
    attempts: tuple[tuple[str, Callable[[str, tuple[str, ...]], bool]], ...] = (
        (words, _is_one_of),
        (core, _is_one_of),
        (core, _is_made_of),
        (core, _is_drawn_out),
        (words, _is_near),
        (core, _is_near),
    )
    found = (
        tuple(value for value, names in phrases.items() if fits(text, names))
        for text, fits in dict.fromkeys(attempts)
    )
    return next(filter(None, found), ())


def _is_one_of(words: str, names: tuple[str, ...]) -> bool:
    return words in names


def _is_made_of(words: str, names: tuple[str, ...]) -> bool:
    """`ya betul setuju`: every word by itself is a name of the same thing."""
    return all(word in names for word in words.split())


def _is_drawn_out(words: str, names: tuple[str, ...]) -> bool:
    """`yaaaa`: the same but for letters held down."""
    once = REPEATED.sub(r"\1", words)
    return once != words and any(once == REPEATED.sub(r"\1", name) for name in names)


def _is_near(words: str, names: tuple[str, ...]) -> bool:
    """As many words, and each the same but for a slip."""
    typed = words.split()
    return any(len(typed) == name.count(" ") + 1 and all(map(is_slip, typed, name.split())) for name in names)
