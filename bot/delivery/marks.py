"""What became of each sent row, written back together and not one by one."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.crash import reach
from bot.delivery.refusals import ContactState
from bot.logs import log_failure
from bot.metrics import SENDS
from bot.outgoing import Recipient

FLUSH_SECONDS = 0.05
PAUSE_SECONDS = 1.0
log = logging.getLogger(__name__)


class Sent(StrEnum):
    """How a row ends; `queued` is one that goes back, surely unsent."""

    SENT = "sent"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    CANCELLED = "cancelled"
    QUEUED = "queued"


@dataclass(frozen=True, slots=True)
class Mark:
    """The end of one row of the outbox, or of a ledger; `reason` is a code, `contact` what it says of `contact_id`.

    `moved` are the old and the new number of its group, when Telegram told them in a refusal.
    """

    row_id: int
    state: Sent
    message_id: int | None = None
    reason: str = ""
    contact_id: int | None = None
    contact: ContactState = ContactState.UNCHANGED
    moved: tuple[int, int] | None = None
    recipient: Recipient | None = None


Write = Callable[[Sequence[Mark]], Awaitable[None]]


class Marks:
    """Collects marks and writes them 50 ms later, or `seconds`, unless a batch took them along in its own."""

    def __init__(self, write: Write, *, seconds: float | None = None) -> None:
        self._write, self._seconds = write, seconds
        self._waiting: list[Mark] = []
        self._flushing: asyncio.Task[None] | None = None

    def add(self, mark: Mark) -> None:
        """Remember how a row ended."""
        self._waiting.append(mark)
        SENDS.labels(mark.state.value).inc()
        self._flush_later()

    def _flush_later(self) -> None:
        if self._flushing is None:
            self._flushing = asyncio.create_task(self._flush_soon())

    def take(self) -> list[Mark]:
        """Everything that waits, for whoever has a transaction open; if that fails, `give_back`."""
        taken, self._waiting = self._waiting, []
        return taken

    def give_back(self, marks: list[Mark]) -> None:
        """Marks whose transaction came to nothing."""
        self._waiting[:0] = marks
        self._flush_later()

    async def written(self) -> None:
        """Return when nothing waits."""
        while self._flushing:
            await asyncio.wait((self._flushing,))

    async def _flush_soon(self) -> None:
        try:
            # Waited for before each: what comes while some are written would else be written one by one.
            while self._waiting:
                await asyncio.sleep(FLUSH_SECONDS if self._seconds is None else self._seconds)
                await self._flush()
        finally:
            self._flushing = None

    async def _flush(self) -> None:
        marks = self.take()
        try:
            await self._write(marks)
        except Exception as error:  # noqa: BLE001 - kept until the store is back
            self._waiting[:0] = marks
            log_failure(log, "marks of sent messages wait for the store", error, rows=len(marks))
            await asyncio.sleep(PAUSE_SECONDS)
        else:
            reach("send-mark")
