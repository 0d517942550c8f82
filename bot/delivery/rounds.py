"""What a replica does beside answering: renews its hold on rows, picks up what waits, and paces bulk evenly."""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Protocol

from bot.delivery.courier import Courier
from bot.delivery.flood import FloodGate
from bot.delivery.pace import Pace
from bot.logs import log_failure
from bot.outgoing import Lane, Outgoing
from bot.tenure import Leases, Tenure

RENEW_SECONDS = 10.0
LEASE_SECONDS = 90.0
LOOK_SECONDS = 1.0
MOST_LIVE = 200
STEP_ASIDE_SECONDS = 0.002
LEAST_BULK, BITES = 10, 10
"""Bulk is claimed in tenths of a second: what a kill finds claimed and unsent stays uncertain for ever."""
log = logging.getLogger(__name__)


class OutboxRows(Protocol):
    """The outbox as this replica sees it; every row it gives is ours for `LEASE_SECONDS`."""

    async def claim(self, lane: Lane, limit: int) -> Sequence[Outgoing]:
        """Take rows of `lane` that are due, oldest first."""

    async def renew(self) -> None:
        """Keep what is ours for another lease."""

    async def take_over(self) -> Sequence[Outgoing]:
        """Take rows whose holder is gone: prompts once more, bulk stays uncertain and is not given."""


class Rounds:
    """Two endless rounds, each harmless when it is repeated or killed at any point.

    While it `is_busy` with somebody's answer, bulk steps aside for as long as its pace can make up for.
    """

    def __init__(
        self,
        rows: OutboxRows,
        courier: Courier,
        leases: Leases,
        *,
        flood: FloodGate,
        pace: Pace,
        monotonic: Callable[[], float] = time.monotonic,
        is_busy: Callable[[], bool] = lambda: False,
    ) -> None:
        self._rows, self._courier, self._leases = rows, courier, leases
        self._bulk_tenure = Tenure(leases, "bulk")
        self._flood, self._pace, self._monotonic = flood, pace, monotonic
        self._is_busy = is_busy
        self._renewed_at = float("-inf")
        self._bite: deque[Outgoing] = deque()
        self._fetching: asyncio.Task[Sequence[Outgoing]] | None = None

    def is_ours(self) -> bool:
        """Whether what we hold is surely still ours: a process that slept too long must not send it."""
        return self._monotonic() - self._renewed_at < LEASE_SECONDS - RENEW_SECONDS

    async def settle(self) -> None:
        """Before the first update: settle what an earlier life left half sent."""
        await self._renew()

    async def upkeep(self) -> None:
        """Renew, take over what others left behind, and pick up live rows whose time has come; for ever."""
        while True:
            await _safely(self._keep_up)
            await asyncio.sleep(LOOK_SECONDS)

    async def bulk(self) -> None:
        """Send bulk rows evenly in the room that conversations leave, while the lease is ours; for ever."""
        try:
            while True:
                if not await _safely(self._send_bulk):
                    await asyncio.sleep(LOOK_SECONDS)
        finally:
            await self._leave_bulk()
            await self._bulk_tenure.end()

    async def _keep_up(self) -> bool:
        if self._monotonic() - self._renewed_at > RENEW_SECONDS:
            await self._renew()
        await self._share_rest()
        self._courier.carry(await self._rows.claim(Lane.LIVE, MOST_LIVE))
        return True

    async def _renew(self) -> None:
        if not self.is_ours():
            # What waited while we slept may be another's by now; what is still ours is claimed again, in order.
            self._courier.give_back()
        # Renewed first: what comes free in the same moment may still be ours.
        await self._rows.renew()
        self._renewed_at = self._monotonic()
        self._courier.carry(await self._rows.take_over())

    async def _share_rest(self) -> None:
        """Let every replica rest when Telegram has had enough of one: a rest is a lease, held until it is over."""
        now = self._monotonic()
        if not await self._leases.hold("rest of bulk", max(0.0, self._flood.bulk_until - now)):
            self._flood.rest_bulk(2 * LOOK_SECONDS, now)
        if not await self._leases.hold("rest of all", max(0.0, self._flood.all_until - now)):
            self._flood.rest(2 * LOOK_SECONDS, now)

    async def _send_bulk(self) -> bool:
        """Send one bite while the next is fetched, so that the pace never waits for the store; False without any."""
        self._bite.extend(await self._fetched())
        if not self._bite:
            return False
        self._fetching = asyncio.create_task(self._fetch())
        while self._bite:
            await self._wait_for_turn()
            self._courier.carry((self._bite.popleft(),))
        return True

    async def _fetched(self) -> Sequence[Outgoing]:
        fetching, self._fetching = self._fetching, None
        return await (fetching or self._fetch())

    async def _fetch(self) -> Sequence[Outgoing]:
        now = self._monotonic()
        room = self._pace.per_second(now)
        if self._flood.bulk_until > now or not room or not await self._bulk_tenure.is_held():
            return ()
        return await self._rows.claim(Lane.BULK, min(room, max(LEAST_BULK, room // BITES)))

    async def _leave_bulk(self) -> None:
        """Give back what was claimed and not begun."""
        rest = list(self._bite)
        self._bite.clear()
        with suppress(Exception):
            rest += await self._fetched() if self._fetching else ()
        self._courier.leave(rest)

    async def _wait_for_turn(self) -> None:
        if (rest := self._flood.bulk_until - self._monotonic()) > 0:
            await asyncio.sleep(rest)
        await asyncio.sleep(self._pace.wait(self._monotonic()))
        while self._is_busy() and self._pace.may_dawdle(self._monotonic()):  # noqa: ASYNC110 - the pace is asked, too
            await asyncio.sleep(STEP_ASIDE_SECONDS)


async def _safely(work: Callable[[], Awaitable[bool]]) -> bool:
    """Do it; when the store is away, say so and come again."""
    try:
        return await work()
    except Exception as error:  # noqa: BLE001 - a round must outlive any outage
        log_failure(log, "a round of delivery failed and comes again", error)
        return False
