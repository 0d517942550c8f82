"""Fills an empty practice database with an office that looks lived in; a second time changes nothing."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.seeds.doors import seed_doors
from bot.seeds.people import PAYMENTS_KNOWN, seed_people
from bot.seeds.staff import HEAD, OFFICER, SUKAMANAH, seed_staff
from conversations.facts import FALLBACK_ZONE
from storage.coverage import Coverage
from storage.database import Database
from storage.staff import Staff
from storage.unit import Unit

Seed = Callable[[Unit, datetime], Awaitable[None]]
"""Writes one part of the practice world, unless it is there; parts before it in `SEEDS` are there by then."""


async def _doors(unit: Unit, now: datetime) -> None:
    officers = await Staff(unit).load_actors([OFFICER], now)
    today = now.astimezone(ZoneInfo(FALLBACK_ZONE)).date()
    await seed_doors(unit, tuple(officers.values()), SUKAMANAH, today=today, now=now)


async def _people(unit: Unit, now: datetime) -> None:
    actors = await Staff(unit).load_actors([HEAD], now)
    await seed_people(unit, actors[HEAD], now)


SEEDS: tuple[Seed, ...] = (seed_staff, _doors, _people)


async def seed(database: Database, now: datetime) -> None:
    """Write every part in its order, each in a transaction of its own."""
    for part in SEEDS:
        async with database.unit() as unit:
            await part(unit, now)


async def keep_payments_known(database: Database, now: datetime) -> None:
    """Let every branch have told us of payments a few days ago, as a working office does."""
    async with database.unit() as unit:
        for branch in await Staff(unit).list_branches():
            await Coverage(unit).note_import(branch["id"], (now - PAYMENTS_KNOWN).date(), now)
