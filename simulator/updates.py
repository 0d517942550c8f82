"""The queue of updates of one bot: numbered, kept until confirmed, gone when too old."""

import asyncio
import random
from collections import deque
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from itertools import takewhile

from simulator.clock import Clock
from simulator.rulebook import (
    POLLED_TWICE,
    TAP_WAITING_SECONDS,
    UPDATES_A_POLL,
    WAITING_SECONDS,
    Refused,
)
from simulator.wire import Json

_ONLY_WHEN_ASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class Waiting:
    """One update that the bot has not confirmed: its kind, whose queue it stands in, until when it lives.

    With more `copies` a confirmation gets lost: the same update comes again, that many times in all.
    """

    update: Json
    kind: str
    lane: tuple[str, int]
    expires_at: float
    copies: int = 1

    @property
    def id(self) -> int:
        return int(self.update["update_id"])


class Updates:
    """What the bot has yet to hear. Ids rise one by one from a random start, as after a quiet week."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.waiting: dict[int, Waiting] = {}
        self.delivered: dict[int, float] = {}
        self.expired: deque[int] = deque(maxlen=_REMEMBERED)
        self.confirmed_offset = 0
        self.allowed: frozenset[str] | None = None
        self.offer: Callable[[Waiting], None] | None = None
        self._next_id = random.randrange(100_000_000, 900_000_000)  # noqa: S311  a number, not a secret
        self._poll: asyncio.Future[None] | None = None

    @property
    def is_polled(self) -> bool:
        """Whether a poll is waiting for news right now."""
        return self._poll is not None and not self._poll.done()

    def push(self, kind: str, content: object, lane: tuple[str, int], *, copies: int = 1) -> int:
        """Queue an update of `kind`; returns its id, also when the bot did not ask for that kind."""
        update_id = self._next_id
        self._next_id += 1
        if self._is_wanted(kind):
            lives = TAP_WAITING_SECONDS if kind == "callback_query" else WAITING_SECONDS
            update = {"update_id": update_id, kind: content}
            self._queue(Waiting(update, kind, lane, self.clock.now() + lives.most, copies))
        return update_id

    def _queue(self, waiting: Waiting) -> None:
        self.waiting[waiting.id] = waiting
        self.wake()
        if self.offer:
            self.offer(waiting)

    def wake(self) -> None:
        """Let the waiting poll look again."""
        if self._poll and not self._poll.done():
            self._poll.set_result(None)

    def conflict(self, refused: Refused) -> None:
        """End the waiting poll with 409."""
        if self._poll and not self._poll.done():
            self._poll.set_exception(refused)

    async def poll(self, offset: int, limit: int, seconds: float) -> list[Json]:
        """Confirm everything below `offset`, then wait up to `seconds` (real time) for the rest."""
        self.conflict(Refused(POLLED_TWICE))
        self.confirm(offset)
        if not self.ready() and seconds > 0:
            await self._wait(seconds)
        batch = self.ready()[: min(max(limit, 1), UPDATES_A_POLL.most)]
        for waiting in batch:
            self._note(waiting)
        return [waiting.update for waiting in batch]

    async def _wait(self, seconds: float) -> None:
        mine = self._poll = asyncio.get_running_loop().create_future()
        timer = asyncio.get_running_loop().call_later(seconds, self.wake)
        try:
            await mine
        finally:
            timer.cancel()

    def confirm(self, offset: int) -> None:
        """Forget what is below `offset`; a negative one keeps only that many of the newest."""
        if offset < 0:
            ready = self.ready()
            offset = ready[offset].id if len(ready) >= -offset else 0
        if offset <= 0:
            return
        self.confirmed_offset = offset
        for waiting in list(takewhile(lambda waiting: waiting.id < offset, self.waiting.values())):
            self._forget(waiting)

    def take(self, waiting: Waiting) -> None:
        """A webhook took this one."""
        self._note(waiting)
        self.confirmed_offset = max(self.confirmed_offset, waiting.id + 1)
        self._forget(waiting)

    def _note(self, waiting: Waiting) -> None:
        """Remember when the bot first got it, in Unix seconds."""
        self.delivered.setdefault(waiting.id, self.clock.now())

    def _forget(self, waiting: Waiting) -> None:
        if waiting.copies > 1:
            self.waiting[waiting.id] = replace(waiting, copies=waiting.copies - 1)
        else:
            self.waiting.pop(waiting.id, None)

    def ready(self) -> list[Waiting]:
        """What lives, in order of its numbers."""
        now = self.clock.now()
        for waiting in [waiting for waiting in self.waiting.values() if waiting.expires_at <= now]:
            self.expire(waiting)
        return list(self.waiting.values())

    def expire(self, waiting: Waiting) -> None:
        if self.waiting.pop(waiting.id, None):
            self.expired.append(waiting.id)

    def lives(self, waiting: Waiting) -> bool:
        """Whether this very delivery still waits; one that grew too old is counted as expired."""
        if waiting.expires_at <= self.clock.now():
            self.expire(waiting)
        return waiting.id in self.waiting

    def want(self, kinds: Collection[str] | None) -> None:
        """Which kinds to queue from now on: none said keeps the choice, an empty list means the usual ones."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or None

    def _is_wanted(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in _ONLY_WHEN_ASKED

    def clear(self) -> None:
        self.waiting.clear()
        self.delivered.clear()
        self.expired.clear()
        self.confirmed_offset = 0
        self.allowed = None
