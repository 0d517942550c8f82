"""Trouble on order: which call is to fail, how, and how often."""

from dataclasses import dataclass
from enum import StrEnum


class FaultKind(StrEnum):
    """How a call fails. Only `DELAY`, `DROP_AFTER` and `TRUNCATE` execute it."""

    DELAY = "delay"
    DROP_BEFORE = "drop_before"
    DROP_AFTER = "drop_after"
    FLOOD = "429"
    BROKEN = "500"
    GATEWAY = "502"
    FORBIDDEN = "403"
    BAD_REQUEST = "400"
    TRUNCATE = "truncate"


DESCRIPTIONS = {
    FaultKind.FLOOD: "Too Many Requests: retry after {}",
    FaultKind.BROKEN: "Internal Server Error",
    FaultKind.GATEWAY: "Bad Gateway",
    FaultKind.FORBIDDEN: "Forbidden: bot was blocked by the user",
    FaultKind.BAD_REQUEST: "Bad Request: ordered by the test",
}


@dataclass(slots=True)
class Fault:
    """One order: for `method` ("*" for every one, "file" for downloads), in `chat` when said, `times` times.

    `seconds` is real time to wait first; `retry_after` is what a 429 says.
    """

    kind: FaultKind
    method: str = "*"
    chat: int | None = None
    times: int | None = None
    seconds: float = 0.0
    retry_after: int = 1
    description: str = ""

    def meets(self, method: str, chat_id: int | None) -> bool:
        return (
            self.times != 0 and self.method in {"*", method} and (self.chat is None or self.chat == chat_id)
        )

    def words(self) -> str:
        return self.description or DESCRIPTIONS.get(self.kind, "").format(self.retry_after)


class Faults:
    """The orders, the oldest first."""

    def __init__(self) -> None:
        self.orders: list[Fault] = []

    def add(self, fault: Fault) -> None:
        fault.method = fault.method.lower()
        self.orders.append(fault)

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        """The first order that meets this call, used up by one."""
        for fault in self.orders:
            if fault.meets(method.lower(), chat_id):
                if fault.times is not None:
                    fault.times -= 1
                return fault
        return None
