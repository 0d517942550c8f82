"""How fast bulk may go: evenly, and only in the room that living conversations leave."""

from collections import deque

FREE_LIMIT = 30  # messages a second over all chats (Telegram, Bots FAQ)
CATCH_UP_SECONDS = 0.02
"""So much of a delay of our own making is made up for; the worst second holds two in a hundred more."""
DAWDLE_SECONDS = 0.75 * CATCH_UP_SECONDS
PAUSE_SECONDS = 1.0
"""After a longer silence nothing is made up for."""


class Pace:
    """An even schedule of at most `bulk_per_second`, or 30 less the live sends of the last second, whatever is less.

    Above 30 each message of bulk is paid for and free of that limit (Bot API, `allow_paid_broadcast`): living
    conversations leave it its rate. Every instant is in seconds of one monotonic clock.
    """

    def __init__(self, bulk_per_second: int = 25) -> None:
        self._most = bulk_per_second
        self._is_paid = bulk_per_second > FREE_LIMIT
        self._live: deque[float] = deque()
        self._next_at = 0.0

    def counts_live(self, now: float) -> None:
        """Count a live send; it is never held up."""
        self._live.append(now)
        self._forget(now)

    def per_second(self, now: float) -> int:
        """Bulk messages a second that fit now."""
        self._forget(now)
        return self._most if self._is_paid else max(0, min(self._most, FREE_LIMIT - len(self._live)))

    def wait(self, now: float) -> float:
        """Seconds until the next bulk message may go; asking takes the place. Without room it is one a second."""
        rate = max(1, self.per_second(now))
        is_late = now - self._next_at < PAUSE_SECONDS
        begins_at = max(now - CATCH_UP_SECONDS if is_late else now, self._next_at)
        self._next_at = begins_at + 1 / rate
        return max(0.0, begins_at - now)

    def may_dawdle(self, now: float) -> bool:
        """Whether the message that has its place now may still be kept back without any being lost."""
        return now - self._next_at < DAWDLE_SECONDS

    def _forget(self, now: float) -> None:
        while self._live and self._live[0] <= now - 1:
            self._live.popleft()
