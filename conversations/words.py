"""The few words that work at any step, in every language at once."""

import re
from functools import cache

from conversations.plain import plain
from conversations.texts import LANGUAGES, load

WORDS = ("cancel", "back", "help", "menu", "skip", "later", "go_on", "restart", "erase", "person")
LONGEST = 24


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


@cache
def _helpless() -> re.Pattern[str]:
    starts = {plain(word) for language in LANGUAGES for word in load(language).words("talk.words.wonder")}
    longest_first = sorted(map(re.escape, starts), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(longest_first)})\b")


def asks_for_help(text: str) -> bool:
    """Whether somebody asks what a question means instead of answering it."""
    return text.rstrip().endswith("?") or _helpless().match(plain(text)) is not None
