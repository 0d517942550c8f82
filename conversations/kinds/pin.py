"""A PIN of six digits, chosen or shown; it leaves the chat and is never read back to anybody."""

import re
from dataclasses import dataclass

from pydantic import JsonValue

from conversations.kinds.kind import Accepted, Asking, Kind, Problem, Reading
from conversations.kinds.written import clean

SHAPE = re.compile(r"[0-9]{6}")
UP, DOWN = "01234567890", "09876543210"


@dataclass(frozen=True, slots=True)
class Pin(Kind):
    """Stored as six digits. A new one (`is_new`) must not be easy to guess; `repeats` names the step it must equal."""

    is_new: bool = False
    repeats: str = ""

    name = "pin"
    is_secret = True

    def read(self, said: str, asking: Asking) -> Reading:
        digits = clean(said).replace(" ", "")
        if not SHAPE.fullmatch(digits):
            return Problem("six_digits")
        if self.is_new and _is_easy(digits):
            return Problem("easy")
        if self.repeats and asking.answers.get(self.repeats) != digits:
            return Problem("differs")
        return Accepted(digits)

    def stored(self, value: JsonValue) -> JsonValue:
        if not isinstance(value, str) or not SHAPE.fullmatch(value):
            raise ValueError("not a PIN")
        return value

    def show(self, value: JsonValue, asking: Asking) -> str:
        del value, asking
        return "••••••"


def _is_easy(digits: str) -> bool:
    """One digit, a run, or a part repeated: what is tried first."""
    return digits in UP or digits in DOWN or digits == digits[:3] * 2 or digits == digits[:2] * 3
