"""One replica from its settings to its last sent message: `sasar run`, and practice mode with a page beside it."""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime

from starlette.types import ASGIApp

from bot.batch import Household
from bot.clock import Clock, SystemClock
from bot.foundation import leases_of, load_regions, open_database
from bot.house import Announce, House
from bot.memory import settle_python
from bot.replica import only_one, replica_name
from bot.schedule import Sweep
from bot.settings import Settings
from bot.sorry import Sorry
from bot.sweeps import sweeps_of
from bot.web import bind
from conversations.facts import Notice, Place
from conversations.regions import Regions, Search
from storage.database import Database
from storage.meta import Kind

Furnish = Callable[[Database, datetime], Awaitable[None]]
"""Writes what must be there before the first update is taken."""


@dataclass(frozen=True, slots=True)
class Scenery:
    """What practice has around the house: a page at `/`, what a database begins with, and sweeps before all others."""

    page: ASGIApp
    furnish: Furnish
    sweeps: tuple[Callable[[Database], Sweep], ...] = ()


class NotReady(Sorry):
    """A live start lacks what people must be told about their data."""


async def run(settings: Settings, announce: Announce) -> None:
    """Run live until SIGTERM or SIGINT."""
    if missing := settings.missing_for_live():
        raise NotReady(
            f"A live start needs {', '.join(missing)}: people are told who answers for their data."
        )
    with stopping_on_signals() as stop:
        await keep_house(settings, SystemClock(), stop, announce)


async def keep_house(
    settings: Settings,
    clock: Clock,
    stop: asyncio.Event,
    announce: Announce,
    scenery: Scenery | None = None,
) -> None:
    """Build the house, live in it until `stop`, and leave it tidy; it is for practice where there is scenery."""
    kind: Kind = "practice" if scenery else "live"
    file = settings.sqlite_file
    async with AsyncExitStack() as stack:
        if file:
            stack.enter_context(only_one(file))
        listening = stack.enter_context(bind(settings.host, settings.port))
        database = await open_database(settings, kind=kind)
        stack.push_async_callback(database.close)
        owner = replica_name(is_only_one=file is not None)
        household = make_household(settings, owner, is_practice=kind == "practice")
        if file:
            await load_regions(database, household.place.regions)
        if scenery:
            await scenery.furnish(database, clock.now())
        own = tuple(make(database) for make in scenery.sweeps) if scenery else ()
        leases, sweeps = leases_of(database, owner), (*own, *sweeps_of(database, household))
        page = scenery.page if scenery else None
        house = House(settings, database, household, clock, leases, sweeps=sweeps, page=page)
        settle_python()
        await house.live(listening, stop, announce)


def make_household(settings: Settings, owner: str, *, is_practice: bool) -> Household:
    """What every turn is told: the country, and who answers for the data."""
    regions = Regions.load()
    example = "contoh" if is_practice else ""
    notice = Notice(
        controller=settings.controller or example,
        controller_contact=settings.controller_contact or example,
        processor=settings.processor or example,
        stored_in=settings.stored_in or example,
    )
    return Household(
        Place(regions, Search(regions)),
        notice,
        owner,
        is_practice,
        administrators=frozenset(settings.admin_ids),
    )


@contextmanager
def stopping_on_signals() -> Iterator[asyncio.Event]:
    """An event that SIGTERM and SIGINT set; a second one ends us the hard way, which loses nothing either."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def hear(number: signal.Signals) -> None:
        stop.set()
        loop.remove_signal_handler(number)

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, hear, number)
    try:
        yield stop
    finally:
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)
