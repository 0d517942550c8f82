"""Delivery by webhook: one queue per chat and per tapping person, each strictly in order and held by its head."""

import asyncio
from collections import deque
from dataclasses import dataclass
from urllib.parse import urlsplit

import aiohttp

from simulator import rulebook as rules
from simulator.updates import Updates, Waiting
from simulator.wire import Json, encode, without_nothing

_FIRST_PAUSE = 1.0
_LONGEST_PAUSE = 60.0
_LONGEST_ASKED = 3600.0
_ANSWER_SECONDS = 60.0
_GONE = 410


@dataclass(frozen=True, slots=True)
class Answer:
    """What the address said: HTTP status (0: no answer), and the pause it asked for, in seconds."""

    status: int
    why: str = ""
    retry_after: float | None = None

    @property
    def is_taken(self) -> bool:
        return 200 <= self.status < 300  # noqa: PLR2004  HTTP's own bounds of success


class Webhook:
    """Where updates go when the bot does not poll. `pace` scales every pause between two tries."""

    def __init__(self, updates: Updates, pace: float) -> None:
        self.updates = updates
        self.pace = pace
        self.url = ""
        self.secret = ""
        self.connections = rules.WEBHOOK_CONNECTIONS_UNSAID.most
        self.last_error: tuple[int, str] | None = None
        self._gone_since: float | None = None
        self._lanes: dict[tuple[str, int], deque[Waiting]] = {}
        self._workers: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession | None = None
        self._free = asyncio.Semaphore(self.connections)

    def start(self, url: str, secret: str, connections: int) -> None:
        """Deliver to `url` from now on, first what waits already; the same choice twice changes nothing."""
        if (url, secret, connections) == (self.url, self.secret, self.connections):
            return
        self.stop()
        self.url, self.secret, self.connections = url, secret, connections
        self._free = asyncio.Semaphore(connections)
        self.updates.offer = self.offer
        for waiting in self.updates.ready():
            self.offer(waiting)

    def redirect(self, url: str) -> None:
        """The same queues go to another address from their next try on."""
        self.url = url

    def stop(self) -> None:
        """Keep the updates and deliver no more."""
        self.url = self.secret = ""
        self.updates.offer = None
        self.last_error = self._gone_since = None
        self._lanes.clear()
        for worker in self._workers:
            worker.cancel()

    async def close(self) -> None:
        self.stop()
        await asyncio.gather(*self._workers, return_exceptions=True)
        if self._session:
            await self._session.close()
            self._session = None

    def offer(self, waiting: Waiting) -> None:
        """Queue one update behind what its chat (or person) still has to get."""
        lane = self._lanes.get(waiting.lane)
        if lane is not None:
            lane.append(waiting)
            return
        self._lanes[waiting.lane] = deque([waiting])
        worker = asyncio.get_running_loop().create_task(self._work(waiting.lane))
        self._workers.add(worker)
        worker.add_done_callback(self._workers.discard)

    async def _work(self, name: tuple[str, int]) -> None:
        lane = self._lanes[name]
        while lane:
            waiting = lane[0]
            for _ in range(waiting.copies):
                await self._deliver(waiting)
            lane.popleft()
        self._lanes.pop(name, None)

    async def _deliver(self, waiting: Waiting) -> None:
        """Try until it is taken or too old: at once, at once again, then after pauses that double."""
        pause = 0.0
        while self.updates.lives(waiting):
            async with self._free:
                answer = await self._post(waiting.update)
            if answer.is_taken:
                self._gone_since = None
                self.updates.take(waiting)
                return
            self._note(answer)
            seconds = pause if answer.retry_after is None else min(answer.retry_after, _LONGEST_ASKED)
            if self.updates.clock.now() + seconds * self.pace > waiting.expires_at:
                self.updates.expire(waiting)
            await asyncio.sleep(seconds * self.pace)
            pause = min(max(pause * 2, _FIRST_PAUSE), _LONGEST_PAUSE)

    async def _post(self, update: Json) -> Answer:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_ANSWER_SECONDS))
        headers = {"Content-Type": "application/json"}
        if self.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self.secret
        try:
            async with self._session.post(self.url, data=encode(update), headers=headers) as response:
                asked = response.headers.get("Retry-After", "")
                return Answer(
                    response.status,
                    f"Wrong response from the webhook: {response.status} {response.reason}",
                    float(asked) if asked.isdigit() else None,
                )
        except TimeoutError:
            return Answer(0, "Read timeout expired")
        except aiohttp.ClientError:
            return Answer(0, "Connection refused")

    def _note(self, answer: Answer) -> None:
        """Remember the trouble; an address that is gone for 23 hours loses its webhook."""
        now = self.updates.clock.now()
        self.last_error = int(now), answer.why
        if answer.status != _GONE:
            self._gone_since = None
        elif self._gone_since is None:
            self._gone_since = now
        elif now - self._gone_since >= rules.WEBHOOK_GONE_SECONDS.most:
            self.stop()

    def as_json(self) -> Json:
        """The state as the Bot API's `WebhookInfo`."""
        date, message = self.last_error or (None, None)
        allowed = sorted(self.updates.allowed) if self.updates.allowed else None
        return without_nothing(
            {
                "url": self.url,
                "has_custom_certificate": False,
                "pending_update_count": len(self.updates.ready()),
                "ip_address": urlsplit(self.url).hostname if self.url else None,
                "last_error_date": date,
                "last_error_message": message,
                "max_connections": self.connections if self.url else None,
                "allowed_updates": allowed,
            }
        )
