"""Where somebody lives within the village: street, hamlet, house, RT and RW."""

import re
from dataclasses import dataclass

from pydantic import JsonValue

from conversations.kinds.kind import Accepted, Asking, Kind, Problem, Reading
from conversations.kinds.rt_rw import NAMED, written
from conversations.kinds.written import clean, is_no_answer

SHORTEST, LONGEST = 4, 200


@dataclass(frozen=True, slots=True)
class Address(Kind):
    """Stored as one line; RT and RW in it, however written, become `RT 003/RW 005`."""

    name = "address"

    def read(self, said: str, asking: Asking) -> Reading:
        del asking
        text = NAMED.sub(_normal, clean(said))
        return _wrong(text) or Accepted(text)

    def stored(self, value: JsonValue) -> JsonValue:
        if not isinstance(value, str) or value != clean(value) or _wrong(value):
            raise ValueError("not an address that was accepted")
        return value

    def show(self, value: JsonValue, asking: Asking) -> str:
        del asking
        return str(value)


def _normal(found: re.Match[str]) -> str:
    rt, _, rw = written(found).partition("/")
    return f"RT {rt}/RW {rw}"


def _wrong(text: str) -> Problem | None:
    if len(text) > LONGEST:
        return Problem("too_long", {"limit": str(LONGEST)})
    if is_no_answer(text):
        return Problem("a_question")
    is_enough = len(text) >= SHORTEST and any(sign.isalpha() for sign in text)
    return None if is_enough else Problem("not_an_address")
