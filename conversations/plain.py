"""What was typed, made plain for comparing: no case, no marks, no emoji, single spaces."""

import re
import unicodedata

SIXTEEN_DIGITS = re.compile(r"\d(?:[ .\-_/]{0,2}\d){15,}")


def plain(text: str) -> str:
    """Fold case and width, turn everything but letters and digits into single spaces."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join("".join(mark if mark.isalnum() else " " for mark in folded).split())


def holds_number_of_a_person(text: str) -> bool:
    """Whether a text has a run of sixteen digits, as a NIK or a card has, however it is spaced."""
    return SIXTEEN_DIGITS.search(unicodedata.normalize("NFKC", text)) is not None


def without_numbers_of_a_person(text: str) -> str:
    """The same text with such numbers blotted out, for whoever does not need them."""
    return SIXTEEN_DIGITS.sub("••••", unicodedata.normalize("NFKC", text))
