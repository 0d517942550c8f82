"""A whole number between two bounds, in figures or in words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from conversations.kinds.counting import tokens, whole
from conversations.kinds.kind import Accepted, Asking, Kind, Offer, Option, Problem, Reading
from conversations.kinds.written import clean, spoken

MOST_OFFERED = 6
NEGATIVE = re.compile(r"\W*[-−–]\s?[0-9]")


@dataclass(frozen=True, slots=True)
class Number(Kind):
    """Stored as an integer from `low` to `high`, both included; `umur 45 th` and `empat puluh lima` are read."""

    low: int
    high: int

    name = "number"

    def read(self, said: str, asking: Asking) -> Reading:
        del asking
        text = clean(said)
        words = [word for word in tokens(text) if word not in spoken("kinds.number.small_words")]
        found = None if NEGATIVE.match(text) else whole(words)
        return self._offered(words) if found is None else self._judged(found)

    def pick(self, value: str, asking: Asking) -> Reading:
        del asking
        is_number = value.isascii() and value.isdigit() and len(value) <= len(str(self.high))
        return self._judged(int(value)) if is_number else Problem("not_on_offer")

    def stored(self, value: JsonValue) -> JsonValue:
        if not isinstance(value, int) or isinstance(value, bool) or not self._holds(value):
            raise ValueError("not a number within the bounds")
        return value

    def show(self, value: JsonValue, asking: Asking) -> str:
        return asking.texts.number(int(str(value)))

    def _offered(self, words: Sequence[str]) -> Reading:
        """Several numbers may be an estimate, `40 atau 45`; anything else beside them is not understood."""
        found = {whole([word]) for word in words}
        fitting = sorted(number for number in found if number is not None and self._holds(number))
        if len(found) == 1 or len(fitting) < max(len(found), 1):
            return Problem("not_a_number")
        return Offer(tuple(Option(str(number), str(number)) for number in fitting[:MOST_OFFERED]))

    def _holds(self, number: int) -> bool:
        return self.low <= number <= self.high

    def _judged(self, number: int) -> Reading:
        if self._holds(number):
            return Accepted(number)
        return Problem("out_of_range", {"low": str(self.low), "high": str(self.high)})
