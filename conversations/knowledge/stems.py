"""Cuts beginnings and endings off a word, lightly, so that "membayarkan" and "bayar" count as one."""

from collections.abc import Callable, Mapping

SHORTEST = 4  # what is left of a word must still be one: "berapa" is not "apa"

INDONESIAN_ENDINGS = ("nya", "kah", "lah", "ku", "mu", "kan", "an", "ne", "na", "keun", "ake", "i", "e")
INDONESIAN_BEGINNINGS = (
    "memper", "diper", "meng", "meny", "peng", "peny", "nge", "mem", "men", "pem", "pen", "ber", "per", "ter",
    "me", "di", "ke", "se", "pe", "ng", "ny",
)  # fmt: skip
ENGLISH_ENDINGS = ("ings", "ing", "ied", "ies", "ed", "es", "s", "ly")


def stem_indonesian(word: str) -> str:
    """At most two endings and two beginnings less."""
    for _ in range(2):
        word = _without_ending(word, INDONESIAN_ENDINGS)
    for _ in range(2):
        word = _without_beginning(word, INDONESIAN_BEGINNINGS)
    return word


def stem_english(word: str) -> str:
    """One ending less."""
    return _without_ending(word, ENGLISH_ENDINGS)


def _without_ending(word: str, endings: tuple[str, ...]) -> str:
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST:
            return word.removesuffix(ending)
    return word


def _without_beginning(word: str, beginnings: tuple[str, ...]) -> str:
    for beginning in beginnings:
        if word.startswith(beginning) and len(word) - len(beginning) >= SHORTEST:
            return word.removeprefix(beginning)
    return word


STEMS: Mapping[str, Callable[[str], str]] = {"id": stem_indonesian, "en": stem_english}
