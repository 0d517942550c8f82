"""What a replica of a test runs: the whole house, with the country it was forked with."""

import asyncio
import sys
from datetime import timedelta

import aiosqlite
import asyncpg
import sqlalchemy.dialects.postgresql.asyncpg

from bot import batch, tenure
from bot import crash as crash_points
from bot.batch import Household
from bot.broadcasts import sending
from bot.clock import SystemClock
from bot.delivery import marks, rounds, stored
from bot.foundation import leases_of, open_database
from bot.house import House
from bot.intake import polling
from bot.replica import replica_name
from bot.running import stopping_on_signals
from bot.settings import read_settings
from bot.web import bind
from conversations.facts import Notice
from tests.bot.country import PLACE

LOADED_BEFORE = (aiosqlite, asyncpg, sqlalchemy.dialects.postgresql.asyncpg)


def be_brisk() -> None:
    """Let leases end in seconds: what a dead replica held comes free while a test can wait for it."""
    batch.LEASE = stored.LEASE = sending.LEASE = timedelta(seconds=1)
    rounds.LEASE_SECONDS, rounds.RENEW_SECONDS, rounds.LOOK_SECONDS = 1.0, 0.2, 0.1
    tenure.LEASE_SECONDS, polling.WAIT_SECONDS = 1.0, 1
    marks.FLUSH_SECONDS = 0.01


async def live() -> None:
    """Live until SIGTERM."""
    settings = read_settings(None)
    database = await open_database(settings, kind="live")
    owner = replica_name(is_only_one=database.is_sqlite)
    household = Household(PLACE, Notice("Contoh", "Contoh", "Contoh", "Contoh"), owner)
    house = House(settings, database, household, SystemClock(), leases_of(database, owner))
    with stopping_on_signals() as stop:
        await house.live(bind(settings.host, settings.port), stop, lambda _name: None)
    await database.close()


def arm(crash: str) -> None:
    """Let every module that was loaded before the fork know the crash point of this process."""
    unarmed, armed = crash_points.reach, crash_points.reacher(crash)
    for module in list(sys.modules.values()):
        if getattr(module, "reach", None) is unarmed:
            module.reach = armed  # type: ignore[attr-defined]


def run(crash: str) -> None:
    """The body of the process."""
    be_brisk()
    arm(crash)
    asyncio.run(live())
