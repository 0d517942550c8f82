"""The mark by which a house is found again, before anybody agreed to be written down."""

import re
from dataclasses import dataclass

from pydantic import JsonValue

from conversations.kinds.kind import Accepted, Asking, Kind, Problem, Reading
from conversations.kinds.written import clean, leaving_out, spoken

# Two letters and three figures are too few for a name or a telephone number.
MARK = re.compile(r"[\s.]*([A-Za-z]{0,2})[\s.\-/]?([0-9]{1,3})[\s.\-/]?([A-Za-z]?)")
STORED = re.compile(r"(?:[A-Z]{1,2}-)?[1-9][0-9]{0,2}[A-Z]?")


@dataclass(frozen=True, slots=True)
class HouseMark(Kind):
    """Stored as `R-12`, `14` or `7B`; read from `rumah no 14`, `r12` and their like."""

    name = "house_mark"

    def read(self, said: str, asking: Asking) -> Reading:
        del asking
        found = MARK.fullmatch(leaving_out(clean(said), spoken("kinds.house_mark.small_words")))
        if found is None or not int(found[2]):
            return Problem("not_a_mark")
        front = f"{found[1].upper()}-" if found[1] else ""
        return Accepted(f"{front}{int(found[2])}{found[3].upper()}")

    def stored(self, value: JsonValue) -> JsonValue:
        if not isinstance(value, str) or not STORED.fullmatch(value):
            raise ValueError("not the mark of a house")
        return value

    def show(self, value: JsonValue, asking: Asking) -> str:
        del asking
        return str(value)
