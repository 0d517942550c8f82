"""What a replica of a broadcast test runs: the whole house with the feeder as its only sweep."""

import asyncio
from datetime import timedelta

from bot import schedule
from bot.batch import Household
from bot.broadcasts.overseeing import Overseer
from bot.clock import SystemClock
from bot.foundation import leases_of, open_database
from bot.house import House
from bot.replica import replica_name
from bot.running import stopping_on_signals
from bot.schedule import Sweep
from bot.settings import read_settings
from bot.web import bind
from conversations.facts import Notice
from tests.bot.country import PLACE
from tests.bot.replica_body import arm, be_brisk

OFTEN = timedelta(seconds=0.3)


async def live() -> None:
    """Live until SIGTERM."""
    settings = read_settings(None)
    database = await open_database(settings, kind="live")
    owner = replica_name(is_only_one=database.is_sqlite)
    household = Household(PLACE, Notice("Contoh", "Contoh", "Contoh", "Contoh"), owner, keeps_quiet=False)
    overseer = Overseer(database, household)
    sweeps = (Sweep("broadcasts", OFTEN, overseer.run),)
    house = House(settings, database, household, SystemClock(), leases_of(database, owner), sweeps=sweeps)
    with stopping_on_signals() as stop:
        await house.live(bind(settings.host, settings.port), stop, lambda _name: None)
    await database.close()


def run(crash: str) -> None:
    """The body of the process."""
    be_brisk()
    schedule.LOOK_SECONDS = 0.1
    arm(crash)
    asyncio.run(live())
