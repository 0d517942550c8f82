"""The number of the paper slip that stays with a person, or the wish for a new one."""

import re
from dataclasses import dataclass

from pydantic import JsonValue

from conversations.kinds.kind import Accepted, Asking, Kind, Option, Problem, Reading
from conversations.kinds.written import clean, spoken, worded

NEW = "new"
NUMBER = re.compile(r"\D{0,12}([0-9]{1,6})\D{0,3}")
STORED = re.compile(r"[0-9]{4,6}")


@dataclass(frozen=True, slots=True)
class SlipNumber(Kind):
    """Stored as at least four digits, `0042`, or `new` for the next free number of the village."""

    name = "slip_number"

    def read(self, said: str, asking: Asking) -> Reading:
        del asking
        if worded(said) in spoken("kinds.slip_number.new"):
            return Accepted(NEW)
        found = NUMBER.fullmatch(clean(said))
        return Accepted(f"{int(found[1]):04}") if found and int(found[1]) else Problem("no_slip_number")

    def stored(self, value: JsonValue) -> JsonValue:
        if value != NEW and not (isinstance(value, str) and STORED.fullmatch(value) and int(value)):
            raise ValueError("not the number of a slip")
        return value

    def show(self, value: JsonValue, asking: Asking) -> str:
        return asking.texts.fill("kinds.slip_number.button.new") if value == NEW else str(value)

    def options(self, asking: Asking) -> tuple[Option, ...]:
        return (Option(NEW, asking.texts.fill("kinds.slip_number.button.new")),)
