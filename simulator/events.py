"""What a phone would show as it happens: numbered events, replayed to whoever comes back after a break."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Collection, Iterator
from dataclasses import dataclass

from simulator.wire import Json

_REMEMBERED = 5_000


@dataclass(frozen=True, slots=True)
class Event:
    """One thing a phone shows; `phone` is None when every phone does."""

    n: int
    phone: int | None
    kind: str
    what: Json

    def is_for(self, phones: Collection[int]) -> bool:
        return self.phone is None or not phones or self.phone in phones


class Events:
    """The last events and those who listen."""

    def __init__(self) -> None:
        self.last: deque[Event] = deque(maxlen=_REMEMBERED)
        self.count = 0
        self._listeners: set[asyncio.Queue[Event | None]] = set()

    def tell(self, phone: int | None, kind: str, what: Json) -> None:
        self.count += 1
        event = Event(self.count, phone, kind, what)
        self.last.append(event)
        for listener in self._listeners:
            listener.put_nowait(event)

    def end(self) -> None:
        """Send every listener home."""
        for listener in self._listeners:
            listener.put_nowait(None)

    def after(self, n: int, phones: Collection[int]) -> Iterator[Event]:
        """What is remembered above number `n`."""
        return (event for event in self.last if event.n > n and event.is_for(phones))

    async def listen(
        self, phones: Collection[int], after: int | None, beat_seconds: float
    ) -> AsyncIterator[Event | None]:
        """Events for these phones (for all when empty), first the missed ones; None on each quiet beat."""
        queue: asyncio.Queue[Event | None] = asyncio.Queue()
        missed = list(self.after(after, phones)) if after is not None else []
        self._listeners.add(queue)
        try:
            yield None
            for event in missed:
                yield event
            while True:
                try:
                    news = await asyncio.wait_for(queue.get(), beat_seconds)
                except TimeoutError:
                    yield None
                else:
                    if news is None:
                        return
                    if news.is_for(phones):
                        yield news
        finally:
            self._listeners.discard(queue)
