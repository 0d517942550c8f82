"""What the house does by the clock, each named for the log."""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.batch import Household
from bot.broadcasts.sweeps import broadcast_sweeps
from bot.mornings import say_good_morning
from bot.recounting import recount_sweep
from bot.reminding.sweeps import reminding_sweeps
from bot.schedule import Sweep
from bot.silences import AT_ONCE, break_silences
from conversations.facts import FALLBACK_ZONE
from storage.book_sweep import forget
from storage.database import Database
from storage.review import forget_review

MOST_UNITS = 1000
"""So many bites of a thousand people in one sweep: what was promised to go must keep up with a whole country."""

log = logging.getLogger(__name__)


def sweeps_of(database: Database, household: Household) -> tuple[Sweep, ...]:
    """Everything that must happen again and again."""
    return (
        Sweep("silences", timedelta(minutes=1), _silences(database, household)),
        Sweep("audit sealing", timedelta(minutes=5), _sealing(database)),
        Sweep("retention", timedelta(hours=6), _retention(database)),
        recount_sweep(database),
        Sweep("village book", timedelta(hours=1), _village_book(database)),
        Sweep("review", timedelta(hours=1), _review(database)),
        Sweep("mornings", timedelta(minutes=10), _mornings(database, household)),
        *broadcast_sweeps(database, household),
        *reminding_sweeps(database, household),
    )


def _silences(database: Database, household: Household) -> Callable[[datetime], Awaitable[None]]:
    async def break_them(now: datetime) -> None:
        while await break_silences(database, household, now) == AT_ONCE:
            pass

    return break_them


def _sealing(database: Database) -> Callable[[datetime], Awaitable[None]]:
    async def seal(now: datetime) -> None:
        async with database.unit() as unit:
            heads = await unit.seal_audit(now)
        for head in heads:
            # Written where the database cannot reach: only so a chain that was cut is noticed.
            log.info(
                "audit head", extra={"month": head.month, "position": head.position, "chain_hash": head.hash}
            )

    return seal


def _retention(database: Database) -> Callable[[datetime], Awaitable[None]]:
    async def sweep(now: datetime) -> None:
        for _ in range(MOST_UNITS):
            async with database.unit() as unit:
                went = await unit.sweep(now)
            if not went:
                break
            log.info("over its time and gone", extra={"went": went})

    return sweep


def _village_book(database: Database) -> Callable[[datetime], Awaitable[None]]:
    async def sweep(now: datetime) -> None:
        async with database.unit() as unit:
            went = await forget(unit, today=now.astimezone(ZoneInfo(FALLBACK_ZONE)).date(), now=now)
        if went:
            log.info("forgotten by the village book", extra={"went": went})

    return sweep


def _mornings(database: Database, household: Household) -> Callable[[datetime], Awaitable[None]]:
    async def greet(now: datetime) -> None:
        await say_good_morning(database, household.place.regions, now)

    return greet


def _review(database: Database) -> Callable[[datetime], Awaitable[None]]:
    async def sweep(now: datetime) -> None:
        async with database.unit() as unit:
            await forget_review(unit, now)

    return sweep
