"""Our own address with one door open, and an office behind it."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

import aiohttp

from bot.clock import Clock
from bot.doors.asking import Asking
from bot.doors.collecting import Collecting
from bot.web import build_web
from storage.database import Database
from tests.bot.office import Office
from tests.bot.test_webhook import healthy, served


@dataclass(frozen=True, slots=True)
class OfficeClock:
    """The time of an office."""

    office: Office

    def now(self) -> datetime:
        return self.office.now


@asynccontextmanager
async def at_the_door(
    office: Office, door: Callable[[Database, Clock], Collecting | Asking]
) -> AsyncIterator[aiohttp.ClientSession]:
    """Somebody outside who can reach this door."""
    route = door(office.database, OfficeClock(office)).route()
    async with served(build_web(healthy, doors=[route])) as http:
        yield http
