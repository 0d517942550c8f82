"""A few words of one's own."""

from dataclasses import dataclass

from pydantic import JsonValue

from conversations.kinds.kind import Accepted, Asking, Kind, Problem, Reading
from conversations.kinds.written import clean


@dataclass(frozen=True, slots=True)
class FreeText(Kind):
    """Any text of 1 to `max_length` characters, stored without control signs."""

    max_length: int = 500

    name = "free_text"

    def read(self, said: str, asking: Asking) -> Reading:
        del asking
        text = clean(said)
        return self._wrong(text) or Accepted(text)

    def stored(self, value: JsonValue) -> JsonValue:
        if not isinstance(value, str) or value != clean(value) or self._wrong(value):
            raise ValueError("not a text that was accepted")
        return value

    def show(self, value: JsonValue, asking: Asking) -> str:
        del asking
        return str(value)

    def _wrong(self, text: str) -> Problem | None:
        if not text:
            return Problem("not_text")
        if len(text) > self.max_length:
            return Problem("too_long", {"limit": str(self.max_length)})
        return None
