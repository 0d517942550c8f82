"""The time of day inside this Telegram, which practice and tests may move."""

import time


class Clock:
    """Unix seconds, real time plus an offset.

    Message dates and every expiry follow it; waiting (long polls, delays) is always real.
    """

    def __init__(self) -> None:
        self.offset = 0.0

    def now(self) -> float:
        return time.time() + self.offset

    def advance(self, seconds: float) -> None:
        self.offset += seconds

    def set(self, unix: float) -> None:
        self.offset = unix - time.time()

    def reset(self) -> None:
        self.offset = 0.0
