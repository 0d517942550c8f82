"""How fast a bot may speak, when that is switched on: so many messages a second in all and to one chat."""

import math
from dataclasses import dataclass

from simulator import rulebook as rules
from simulator.clock import Clock
from simulator.rulebook import Refused

_BURST = 3


@dataclass(slots=True)
class _Bucket:
    """Permits that come back at `rate` a second, at most `most` of them."""

    rate: float
    most: float
    left: float
    at: float

    def wait(self, now: float) -> float:
        """Seconds until there is a permit."""
        self.left = min(self.most, self.left + (now - self.at) * self.rate)
        self.at = now
        return max(0.0, (1 - self.left) / self.rate)


class Flood:
    """Telegram's limits on messages, as its FAQ for bots states them. Off unless `is_on`."""

    def __init__(self, clock: Clock, *, is_on: bool = False) -> None:
        self.clock = clock
        self.is_on = is_on
        self._buckets: dict[int, _Bucket] = {}

    def check(self, chat_id: int) -> None:
        """Take one permit for a message to this chat; raises 429 with `retry_after` in whole seconds."""
        if not self.is_on:
            return
        buckets = self._to(chat_id), self._to(0)
        wait = max(bucket.wait(self.clock.now()) for bucket in buckets)
        if wait > 0:
            seconds = math.ceil(wait)
            raise Refused(rules.FLOOD, seconds, retry_after=seconds)
        for bucket in buckets:
            bucket.left -= 1

    def _to(self, chat_id: int) -> _Bucket:
        """The bucket of a chat; chat 0 stands for all."""
        if chat_id not in self._buckets:
            self._buckets[chat_id] = self._new(chat_id)
        return self._buckets[chat_id]

    def _new(self, chat_id: int) -> _Bucket:
        now = self.clock.now()
        if chat_id == 0:
            most = float(rules.MESSAGES_A_SECOND.most)
            return _Bucket(most, most, most, now)
        if chat_id < 0:
            most = float(rules.MESSAGES_A_MINUTE_TO_A_GROUP.most)
            return _Bucket(most / 60, most, most, now)
        return _Bucket(float(rules.MESSAGES_A_SECOND_TO_ONE.most), _BURST, _BURST, now)
