"""Overseeing broadcasts: begun when it is time, judged, ended, and shown to their authors as they go."""

from dataclasses import dataclass
from datetime import datetime

from bot.batch import Household
from bot.broadcasts.progress import show_progress, tell_end
from conversations.broadcast import quiet_provinces
from conversations.ledger import BroadcastState, Ledger, RecipientState
from storage.broadcast_course import Course
from storage.database import Database

AT_ONCE = 50
"""Rows in one transaction: answers to people must never wait long for the writer."""


@dataclass(frozen=True, slots=True)
class Overseer:
    """Moves every broadcast on; who sends to their recipients is in `sending.py`. Harmless when repeated or killed."""

    database: Database
    household: Household
    at_once: int = AT_ONCE

    async def run(self, now: datetime) -> None:
        """One round over everything that is under way."""
        async with self.database.reading() as unit:
            has_due = await Course(unit, now).has_due()
        if has_due:
            async with self.database.unit() as unit:
                await Course(unit, now).begin_due()
        async with self.database.reading() as unit:
            open_ones = await Course(unit, now).list_open()
        for one in open_ones:
            if one.state is BroadcastState.CANCELLED:
                await self._drop(one, now)
            await self._judge(one, now)

    async def _drop(self, one: Ledger, now: datetime) -> None:
        while True:
            async with self.database.unit() as unit:
                if not await Course(unit, now).drop_waiting(one.id, limit=self.at_once):
                    return

    async def _judge(self, one: Ledger, now: datetime) -> None:
        async with self.database.unit() as unit:
            course = Course(unit, now)
            became = await course.judge(await course.hold(one.id))
            now_is = await course.get(one.id)
            rests = (
                now_is.left and self._is_night(now) and not await course.has(one.id, RecipientState.SENDING)
            )
            await show_progress(unit, now_is, self.household, now, rests=bool(rests))
            if became is not None:
                await tell_end(unit, now_is, self.household, now)

    def _is_night(self, now: datetime) -> bool:
        return self.household.keeps_quiet and bool(quiet_provinces(now))
