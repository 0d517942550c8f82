"""A person's whole name, as it stands on the identity card; one word is a whole name too."""

import re
import unicodedata
from dataclasses import dataclass

from pydantic import JsonValue

from conversations.kinds.kind import Accepted, Asking, Kind, Problem, Reading
from conversations.kinds.written import clean, is_no_answer, spoken, worded

LONGEST = 60
"""Letters, as new civil records have them (Permendagri 73/2022); older names are shorter still."""
LONGEST_WITH_SIGNS = 100
SIGNS = frozenset(" '’‘`ʼʻ´.,-‐‑–/")
LINK = re.compile(r"://|@|\bwww\b|\w\.(?:com|net|org|info|xyz|link)\b", re.IGNORECASE)
WORD = re.compile(r"[^\s.\-‐‑–/,]+")
SMALL = frozenset({"bin", "binti", "van", "al"})
CALM_DEGREES = {
    "s.pd": "S.Pd",
    "s.ag": "S.Ag",
    "s.sos": "S.Sos",
    "s.kom": "S.Kom",
    "s.kep": "S.Kep",
    "a.md": "A.Md",
}
DEGREE = re.compile(r"(?i)\b[sa]\.(?:pd|ag|sos|kom|kep|md)\b")


@dataclass(frozen=True, slots=True)
class FullName(Kind):
    """Stored as typed, in single spaces; shown without the shouting of capitals."""

    name = "full_name"

    def read(self, said: str, asking: Asking) -> Reading:
        del asking
        text = _without_lead(_without_pictures(clean(said)))
        return _wrong(text) or Accepted(text)

    def stored(self, value: JsonValue) -> JsonValue:
        if not isinstance(value, str) or value != clean(value) or _wrong(value):
            raise ValueError("not a name that was accepted")
        return value

    def show(self, value: JsonValue, asking: Asking) -> str:
        del asking
        return calm(str(value))


def calm(name: str) -> str:
    """The same name without shouting: `SITI MA'RUFAH BINTI H. UMAR, S.PD` is `Siti Ma'rufah binti H. Umar, S.Pd`."""
    if not (name.isupper() or name.islower()):
        return name
    calmed = WORD.sub(lambda found: _calm_word(found[0]), name)
    return DEGREE.sub(lambda found: CALM_DEGREES[found[0].lower()], calmed)


def _calm_word(word: str) -> str:
    small = word.lower()
    return small if small in SMALL else small[:1].upper() + small[1:]


def _without_pictures(text: str) -> str:
    """Emoji and their like dropped: they mean well, and no card has them."""
    kept = (sign for sign in text if unicodedata.category(sign) not in {"So", "Sk"} or sign in SIGNS)
    return clean("".join(kept).replace("\ufe0f", ""))


def _without_lead(text: str) -> str:
    """`nama saya Siti Aminah` is the name Siti Aminah."""
    words = text.split()
    while len(words) > 1 and worded(words[0]) in spoken("kinds.full_name.lead"):
        words = words[1:]
    return " ".join(words).strip(":=- ")


def _wrong(text: str) -> Problem | None:
    letters = sum(sign.isalpha() for sign in text)
    if any(sign.isdigit() for sign in text):
        return Problem("has_digits")
    if LINK.search(text):
        return Problem("a_link")
    if is_no_answer(text):
        return Problem("a_question")
    if strange := next((sign for sign in text if not _is_of_a_name(sign)), None):
        return Problem("odd_sign", {"sign": strange})
    if letters > LONGEST or len(text) > LONGEST_WITH_SIGNS:
        return Problem("too_long", {"limit": str(LONGEST)})
    return None if letters else Problem("not_text")


def _is_of_a_name(sign: str) -> bool:
    return sign in SIGNS or (sign.isalpha() and unicodedata.name(sign, "").startswith("LATIN"))
