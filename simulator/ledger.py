"""What was executed, call by call: duplicates and losses are counted here, whatever the caller believed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from simulator.wire import Json, without_nothing


@dataclass(slots=True)
class Entry:
    """One call. `at` is Unix seconds; `status` the HTTP status meant for the caller, 0 when the line was cut."""

    n: int
    at: float
    method: str
    chat_id: int | None
    params: Mapping[str, object]
    is_executed: bool = False
    status: int = 0
    message_id: int | None = None

    def as_json(self) -> Json:
        return without_nothing(
            {
                "n": self.n,
                "at": self.at,
                "method": self.method,
                "chat_id": self.chat_id,
                "params": dict(self.params),
                "executed": self.is_executed,
                "status": self.status,
                "message_id": self.message_id,
            }
        ) | {"chat_id": self.chat_id}


class Ledger:
    """All calls since the start, numbered from 1."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def open(self, at: float, method: str, chat_id: int | None, params: Mapping[str, object]) -> Entry:
        entry = Entry(len(self.entries) + 1, at, method, chat_id, params)
        self.entries.append(entry)
        return entry

    def since(self, n: int) -> Iterator[Entry]:
        """Entries numbered above `n`."""
        return iter(self.entries[max(n, 0) :])
