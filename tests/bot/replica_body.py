"""What a replica of a test runs: the whole house, with the country it was forked with."""

import asyncio

from bot.batch import Household
from bot.clock import SystemClock
from bot.foundation import leases_of, open_database
from bot.house import House
from bot.replica import replica_name
from bot.running import stopping_on_signals
from bot.settings import read_settings
from bot.web import bind
from conversations.facts import Notice
from tests.bot.country import PLACE


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


def run() -> None:
    """The body of the process."""
    asyncio.run(live())
