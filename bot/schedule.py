"""What must happen again and again, done by whichever replica holds the lease."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.logs import log_failure
from bot.tenure import LEASE_SECONDS, Tenure

LOOK_SECONDS = 2.0
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sweep:
    """One thing to do every so often; doing it twice, or being killed in the middle, must be harmless."""

    name: str
    every: timedelta
    run: Callable[[datetime], Awaitable[None]]


class Schedule:
    """Runs sweeps when they are due by `clock`; one that fails is logged and comes again at its next time."""

    def __init__(self, sweeps: Sequence[Sweep], tenure: Tenure, clock: Clock) -> None:
        self._sweeps, self._tenure, self._clock = sweeps, tenure, clock
        self._due_at: dict[str, datetime] = {}

    async def run(self) -> None:
        """Look for due sweeps until cancelled."""
        try:
            while True:
                await self.look()
                await asyncio.sleep(LOOK_SECONDS)
        finally:
            await self._tenure.end()

    async def look(self) -> None:
        """Run what is due now, if it is ours to run."""
        try:
            if not await self._tenure.is_held():
                return
        except Exception as error:  # noqa: BLE001 - the store is away; it is asked again
            log_failure(log, "the schedule could not ask for its lease", error)
            return
        now = self._clock.now()
        for sweep in self._sweeps:
            if self._due_at.get(sweep.name, now) <= now:
                self._due_at[sweep.name] = now + sweep.every
                await self._run(sweep, now)

    async def _run(self, sweep: Sweep, now: datetime) -> None:
        keeping = asyncio.create_task(self._keep_lease())
        try:
            await sweep.run(now)
        except Exception as error:  # noqa: BLE001 - one sweep must not stop the others
            log_failure(log, f"the sweep {sweep.name} failed and comes again", error)
        finally:
            keeping.cancel()

    async def _keep_lease(self) -> None:
        """While a sweep takes its time, the lease must not run out: another replica would begin the same."""
        while True:
            await asyncio.sleep(LEASE_SECONDS / 2)
            with suppress(Exception):
                await self._tenure.is_held()
