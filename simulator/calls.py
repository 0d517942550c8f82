"""One call of the Bot API: its parameters, whatever dress they came in, and the files that came along."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from simulator.rulebook import CHAT_EMPTY, CHAT_NOT_FOUND, Refusal, Refused


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a call."""

    name: str
    content: bytes
    mime_type: str = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Call:
    """A method and what it was given. In forms everything is text, in JSON bodies it has its own type."""

    method: str
    params: Mapping[str, object]
    uploads: Mapping[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """The parameter as text, empty when it is missing."""
        value = self.params.get(name)
        return "" if value is None else str(value)

    def integer(self, name: str, default: int = 0) -> int:
        """The parameter as a number; `default` when it is missing or no number."""
        try:
            return int(self.text(name) or default)
        except ValueError:
            return default

    def decimal(self, name: str) -> float | None:
        """The parameter as a decimal number; None when it is missing or no number."""
        try:
            return float(self.text(name))
        except ValueError:
            return None

    def is_true(self, name: str) -> bool:
        return self.text(name).lower() in {"true", "1", "yes"}

    def find_json(self, name: str, unreadable: Refusal) -> object | None:
        """The parameter as parsed JSON; None when it is missing. Raises `unreadable` for broken JSON."""
        value = self.params.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            parsed: object = json.loads(value)
        except ValueError:
            raise Refused(unreadable) from None
        return parsed

    def find_chat_id(self, name: str = "chat_id") -> int | None:
        """The chat that the call is about, if it names one by number."""
        try:
            return int(self.text(name))
        except ValueError:
            return None

    def chat_id(self, name: str = "chat_id") -> int:
        """The chat that the call is about; raises as Telegram does when it names none."""
        if not self.text(name):
            raise Refused(CHAT_EMPTY)
        found = self.find_chat_id(name)
        if found is None:
            raise Refused(CHAT_NOT_FOUND)
        return found
