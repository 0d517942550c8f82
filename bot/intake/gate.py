"""The one gate that every update passes: what waits goes to the desk together, and comes back committed."""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from typing import Protocol

from pydantic import JsonValue

from bot.chat_queue import ChatQueue
from bot.logs import log_failure
from bot.metrics import BATCH, COMMIT_SECONDS, REFUSED, UPDATES
from bot.outgoing import Outgoing

JsonObject = dict[str, JsonValue]
Deliver = Callable[[Sequence[Outgoing]], None]
log = logging.getLogger(__name__)


class StoreDown(Exception):  # noqa: N818 - it names what happened
    """These updates are not committed; whoever brought them must bring them again."""


class Desk(Protocol):
    """Works a batch of updates off in one transaction and gives back what must be sent."""

    async def work(self, updates: Sequence[JsonObject]) -> Sequence[Outgoing]: ...


class Arrival:
    """Updates that came together, and whoever waits for them."""

    __slots__ = ("_left", "committed")

    def __init__(self, count: int) -> None:
        self._left = count
        self.committed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def one_is_in(self) -> None:
        """Count one update as committed."""
        self._left -= 1
        if not self._left and not self.committed.done():
            self.committed.set_result(None)

    def fails(self) -> None:
        """Tell whoever waits that at least one update was not committed."""
        if not self.committed.done():
            self.committed.set_exception(StoreDown())


Waiting = tuple[JsonObject, Arrival]


class Gate:
    """Group commit without added waiting: while `workers` batches are in the database, the next one collects.

    Updates of one chat stay in order and never sit in two batches at once; a batch holds `batch` updates at most.
    """

    def __init__(self, desk: Desk, deliver: Deliver, *, workers: int = 1, batch: int = 64) -> None:
        self._desk, self._deliver = desk, deliver
        self._workers, self._batch = workers, batch
        self._queue: ChatQueue[int, Waiting] = ChatQueue()
        self._tasks: set[asyncio.Task[None]] = set()
        self._working = 0

    async def take(self, updates: Sequence[JsonObject]) -> None:
        """Return when all `updates` are committed; raises `StoreDown` when any of them is not."""
        if not updates:
            return
        arrival = Arrival(len(updates))
        for update in updates:
            self._queue.put(chat_of(update), (update, arrival))
        self._wake()
        await arrival.committed

    @property
    def is_busy(self) -> bool:
        """Whether somebody waits for an answer that is being worked out."""
        return self._working > 0

    async def drained(self) -> None:
        """Return when nothing is waiting or being worked on."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    def _wake(self) -> None:
        if self._queue.is_ready and self._working < self._workers:
            self._working += 1
            task = asyncio.create_task(self._work_off())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _work_off(self) -> None:
        try:
            while batch := self._queue.take(self._batch):
                self._wake()  # what did not fit may go to another worker
                await self._work(batch)
        finally:
            # No await since the queue was seen empty: an update that comes now finds a worker's place free.
            self._working -= 1

    async def _work(self, batch: list[tuple[int, Waiting]]) -> None:
        begun_at = time.perf_counter()
        try:
            outgoing = await self._desk.work([update for _, (update, _) in batch])
        except Exception as error:  # noqa: BLE001 - whatever it was, the updates are not committed
            log_failure(log, "a batch was not committed", error, updates=len(batch))
            self._refuse(batch)
        else:
            COMMIT_SECONDS.observe(time.perf_counter() - begun_at)
            BATCH.observe(len(batch))
            UPDATES.inc(len(batch))
            self._deliver(outgoing)
            for _, (_, arrival) in batch:
                arrival.one_is_in()
        finally:
            for chat in {chat for chat, _ in batch}:
                self._queue.done(chat)

    def _refuse(self, batch: list[tuple[int, Waiting]]) -> None:
        # Later updates of these chats are refused too, or they would overtake the ones that come again.
        later = [waiting for chat in {chat for chat, _ in batch} for waiting in self._queue.drop(chat)]
        REFUSED.inc(len(batch) + len(later))
        for _, arrival in [*(waiting for _, waiting in batch), *later]:
            arrival.fails()


def chat_of(update: JsonObject) -> int:
    """The chat in which an update must stay in order; 0 for what has none."""
    for body in update.values():
        if isinstance(body, dict):
            message = body.get("message")
            held = message if isinstance(message, dict) else body
            place = held.get("chat") or body.get("from")
            number = place.get("id") if isinstance(place, dict) else 0
            return number if isinstance(number, int) else 0
    return 0
