"""The few words that work at any step, in every language at once."""

import re
from functools import cache

from conversations.plain import plain
from conversations.texts import LANGUAGES, load

WORDS = ("cancel", "back", "help", "menu", "skip", "later", "go_on", "restart", "erase", "person")
LONGEST = 24
LONGEST_WISH = 60


@cache
def _meanings() -> dict[str, str]:
    return {
        plain(word): meaning
        for language in LANGUAGES
        for meaning in WORDS
        for word in load(language).words(f"talk.words.{meaning}")
    }


def meant(text: str) -> str:
    """Which of the words that work everywhere this is, or an empty string."""
    return _meanings().get(plain(text), "") if len(text) <= LONGEST else ""


def asks_for_quiet(text: str) -> bool:
    """Whether somebody wants no more messages from us, said so that nothing else can be meant."""
    return _is_one_of("quiet", text)


def may_ask_for_quiet(text: str) -> bool:
    """Whether it is one of the words that stop something: an open conversation, or else our messages."""
    return _is_one_of("halt", text)


def says_it_is_paid(text: str) -> bool:
    """Whether somebody says what the button under a reminder says: it is paid."""
    return _is_one_of("paid", text)


def _is_one_of(kind: str, text: str) -> bool:
    return len(text) <= LONGEST_WISH and _unpadded(text) in _listed(kind)


@cache
def _listed(kind: str) -> frozenset[str]:
    return frozenset(
        _unpadded(word) for language in LANGUAGES for word in load(language).words(f"talk.words.{kind}")
    )


@cache
def _padding() -> frozenset[str]:
    return frozenset(
        plain(word) for language in LANGUAGES for word in load(language).words("talk.words.padding")
    )


def _unpadded(text: str) -> str:
    """`Tolong jangan kirim pesan lagi ya` without what is said for politeness."""
    return " ".join(word for word in plain(text).split() if word not in _padding())


@cache
def _helpless() -> re.Pattern[str]:
    starts = {plain(word) for language in LANGUAGES for word in load(language).words("talk.words.wonder")}
    longest_first = sorted(map(re.escape, starts), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(longest_first)})\b")


def asks_for_help(text: str) -> bool:
    """Whether somebody asks what a question means instead of answering it."""
    return text.rstrip().endswith("?") or _helpless().match(plain(text)) is not None
