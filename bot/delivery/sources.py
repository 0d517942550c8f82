"""Rows from two places as if they were from one: what the outbox holds, and whom broadcasts go to."""

import time
from collections.abc import Sequence

from bot.delivery.marks import Mark, Marks
from bot.delivery.rounds import OutboxRows
from bot.outgoing import Lane, Outgoing

ASK_SECONDS = 0.5
"""So long an outbox without bulk is not asked for it: each question takes a turn at the writer from somebody."""


class Sources:
    """Both, the outbox in front: a reminder is not kept waiting by a broadcast for more than a moment."""

    def __init__(self, outbox: OutboxRows, recipients: OutboxRows) -> None:
        self._outbox, self._recipients = outbox, recipients
        self._ask_at = float("-inf")

    async def claim(self, lane: Lane, limit: int) -> Sequence[Outgoing]:
        """Take rows of `lane` that are due."""
        if lane is Lane.LIVE:
            return await self._outbox.claim(lane, limit)
        rows = await self._claim_reminders(limit)
        if len(rows) < limit:
            rows = [*rows, *await self._recipients.claim(lane, limit - len(rows))]
        return rows

    async def renew(self) -> None:
        """Keep what is ours for another lease."""
        await self._outbox.renew()
        await self._recipients.renew()

    async def take_over(self) -> Sequence[Outgoing]:
        """Take rows whose holder is gone."""
        return [*await self._outbox.take_over(), *await self._recipients.take_over()]

    async def _claim_reminders(self, limit: int) -> Sequence[Outgoing]:
        now = time.monotonic()
        if now < self._ask_at:
            return ()
        rows = await self._outbox.claim(Lane.BULK, limit)
        if len(rows) < limit:
            self._ask_at = now + ASK_SECONDS
        return rows


class SortedMarks:
    """Marks of recipients go to their ledgers, in transactions of their own: a living turn never waits for them."""

    def __init__(self, rows: Marks, recipients: Marks) -> None:
        self._rows, self._recipients = rows, recipients

    def add(self, mark: Mark) -> None:
        """Remember how a row ended."""
        (self._rows if mark.recipient is None else self._recipients).add(mark)

    async def written(self) -> None:
        """Return when nothing waits."""
        await self._rows.written()
        await self._recipients.written()
