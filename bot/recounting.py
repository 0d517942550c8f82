"""Counts everything anew at night, and shouts when the tallies say something else."""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.commands.command import Letter
from bot.reminding.posting import post
from bot.schedule import Sweep
from conversations.facts import FALLBACK_ZONE
from conversations.says import Say
from conversations.texts import load
from storage.database import Database
from storage.digests import find_administrators
from storage.recount import Difference, find_differences
from storage.unit import Unit

log = logging.getLogger(__name__)
HOUR = 2
"""By the clock of western Indonesia, when fewest people write."""
OFTEN = timedelta(minutes=30)


def recount_sweep(database: Database) -> Sweep:
    """The nightly recount; it is looked for twice in its hour, and to be done twice does no harm."""
    return Sweep("nightly recount", OFTEN, _at_night(database))


def _at_night(database: Database) -> Callable[[datetime], Awaitable[None]]:
    async def at_night(now: datetime) -> None:
        if now.astimezone(ZoneInfo(FALLBACK_ZONE)).hour == HOUR:
            await recount(database, now)

    return at_night


async def recount(database: Database, now: datetime) -> tuple[Difference, ...]:
    """Compare, log every difference as critical, and write to the administrators once a night."""
    async with database.reading() as unit:
        found = await find_differences(unit)
    for one in found:
        heap = one.heap
        log.critical(
            "a tally is wrong",
            extra={
                "village": heap.village_code,
                "state": heap.state,
                "paid": heap.paid_until,
                "tallied": one.tallied,
                "counted": one.counted,
            },
        )
    if found:
        async with database.unit() as unit:
            await _tell_administrators(unit, len(found), now)
    return found


async def _tell_administrators(unit: Unit, count: int, now: datetime) -> None:
    known = await unit.load_contacts(await find_administrators(unit, now))
    letters = (
        Letter(
            contact.chat_id,
            Say(load(contact.language).fill("summary.alarm", count=count)),
            f"recount:{now.date()}:{contact_id}",
        )
        for contact_id, contact in known.items()
    )
    await post(unit, letters, now)
