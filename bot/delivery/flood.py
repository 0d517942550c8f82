"""The gate after "Too Many Requests": first the chat, then bulk, then everything rests for as long as asked."""

from collections import deque

NEAR_SECONDS = 5.0
BULK_AFTER, ALL_AFTER = 2, 3


class FloodGate:
    """Counts 429 answers by chat; every instant is in seconds of one monotonic clock.

    One chat's 429 says that the chat is too fast. Two chats within 5 s say that we are, so bulk rests; a third
    means Telegram has had enough of us, and nothing goes out until its `retry_after`.
    """

    def __init__(self) -> None:
        self._recent: deque[tuple[float, int]] = deque()
        self.bulk_until = 0.0
        self.all_until = 0.0

    def hears(self, chat_id: int, retry_after: float, now: float) -> None:
        """Count a 429 of `chat_id` that asked for `retry_after` seconds."""
        self._recent.append((now, chat_id))
        while self._recent[0][0] < now - NEAR_SECONDS:
            self._recent.popleft()
        chats = len({chat for _, chat in self._recent})
        if chats >= BULK_AFTER:
            self.rest_bulk(retry_after, now)
        if chats >= ALL_AFTER:
            self.rest(retry_after, now)

    def rest(self, seconds: float, now: float) -> None:
        """Let everything rest."""
        self.all_until = max(self.all_until, now + seconds)
        self.rest_bulk(seconds, now)

    def rest_bulk(self, seconds: float, now: float) -> None:
        """Let bulk rest."""
        self.bulk_until = max(self.bulk_until, now + seconds)
