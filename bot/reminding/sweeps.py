"""The clock's work about money, under the schedule's lease: reminders, mornings of branches, faults, forgetting."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.batch import Household
from bot.reminding.branches import brief_branches
from bot.reminding.faults import report_faults
from bot.reminding.rounds import remind
from bot.schedule import Sweep
from storage.database import Database
from storage.postponing import postpone
from storage.reminders import Reminders

OFTEN = timedelta(minutes=10)
DAY = timedelta(days=1)


def reminding_sweeps(database: Database, household: Household) -> tuple[Sweep, ...]:
    """What reminds people and branches by itself."""
    regions = household.place.regions
    return (
        Sweep("postponing", OFTEN, _postponing(database)),
        Sweep("reminders", OFTEN, lambda now: remind(database, now)),
        Sweep("mornings of branches", OFTEN, lambda now: brief_branches(database, regions, now)),
        Sweep("faults", OFTEN, lambda now: report_faults(database, now)),
        Sweep("old reminders", DAY, _forgetting(database)),
    )


def _postponing(database: Database) -> Callable[[datetime], Awaitable[None]]:
    async def keep_back(now: datetime) -> None:
        async with database.unit() as unit:
            await postpone(unit, now)

    return keep_back


def _forgetting(database: Database) -> Callable[[datetime], Awaitable[None]]:
    async def forget(now: datetime) -> None:
        async with database.unit() as unit:
            await Reminders(unit).forget_old(now)

    return forget
