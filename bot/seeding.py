"""Fills an empty practice database with an office that looks lived in; a second time changes nothing."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.seeds.doors import seed_doors
from bot.seeds.people import seed_people
from bot.seeds.staff import HEAD, OFFICER, SUKAMANAH, seed_staff
from conversations.facts import FALLBACK_ZONE
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
