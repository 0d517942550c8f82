"""The place of birth, as it stands on the identity card: a name of a place, no code."""

import re
from dataclasses import dataclass

from pydantic import JsonValue

from conversations.kinds.full_name import calm
from conversations.kinds.kind import Accepted, Asking, Kind, Problem, Reading
from conversations.kinds.written import clean, is_no_answer, spoken, worded

LONGEST = 60
FROM_THE_DATE_ON = re.compile(r"[\s,.:/-]{0,5}[0-9].{0,100}")
SIGNS = frozenset(" '’‘`.,-/()\"")


@dataclass(frozen=True, slots=True)
class BirthPlace(Kind):
    """Stored as typed, without a date that was typed after it (`Sukabumi, 17-08-1970`)."""

    name = "birth_place"

    def read(self, said: str, asking: Asking) -> Reading:
        del asking
        text = FROM_THE_DATE_ON.sub("", _without_lead(clean(said)), count=1).strip(" ,.:;-")
        return _wrong(text) or Accepted(text)

    def stored(self, value: JsonValue) -> JsonValue:
        if not isinstance(value, str) or value != clean(value) or _wrong(value):
            raise ValueError("not a place that was accepted")
        return value

    def show(self, value: JsonValue, asking: Asking) -> str:
        del asking
        return calm(str(value))


def _without_lead(text: str) -> str:
    """`lahir di Sukabumi` is the place Sukabumi."""
    words = text.split()
    while len(words) > 1 and worded(words[0]) in spoken("kinds.birth_place.lead"):
        words = words[1:]
    return " ".join(words)


def _wrong(text: str) -> Problem | None:
    if is_no_answer(text):
        return Problem("a_question")
    if len(text) > LONGEST:
        return Problem("too_long", {"limit": str(LONGEST)})
    if strange := next((sign for sign in text if not (sign.isalpha() or sign in SIGNS)), None):
        return Problem("odd_sign", {"sign": strange})
    return None if sum(sign.isalpha() for sign in text) > 1 else Problem("not_a_place")
