"""`sasar village key` and `revoke`: whether the system of a village may ask which of its people are protected."""

import asyncio
from argparse import Namespace
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.clock import SystemClock
from bot.foundation import open_database
from bot.settings import Settings
from bot.sorry import Sorry
from conversations.regions import Regions
from storage.meta import Kind
from storage.staff import HOUSE
from storage.village_keys import VillageKeys


class NoSuchVillage(Sorry):
    """The code names no village, or no key was made for it."""


def admit(options: Namespace, settings: Settings) -> str:
    """Make the key of a village and print its secret, this once."""
    code = _code(options.village)
    secret = asyncio.run(_made(code, settings))
    shut = (
        ""
        if settings.village_status
        else "\nThe door is shut: set VILLAGE_STATUS=true, then start the bot again."
    )
    return f"{secret}\nThis is shown once. An older key of {code} opens nothing any more.{shut}"


def revoke(options: Namespace, settings: Settings) -> str:
    """End the key of a village."""
    code = _code(options.village)
    if not asyncio.run(_revoked(code, settings)):
        raise NoSuchVillage(f"There is no key for {code}.")
    return f"The key of {code} opens nothing any more."


def _code(written: str) -> str:
    """The code without its dots; raises `NoSuchVillage`."""
    code = written.replace(".", "")
    if Regions.load().find_village(code) is None:
        raise NoSuchVillage(f"{written} is no village. A code has ten digits: 32.02.29.2003")
    return code


async def _made(code: str, settings: Settings) -> str:
    async with _village_keys(settings) as keys:
        return await keys.make(code, by=HOUSE)


async def _revoked(code: str, settings: Settings) -> bool:
    async with _village_keys(settings) as keys:
        return await keys.revoke(code, by=HOUSE)


@asynccontextmanager
async def _village_keys(settings: Settings) -> AsyncIterator[VillageKeys]:
    """The keys of villages in one unit of work of their own."""
    database = await open_database(settings, kind=_kind(settings))
    try:
        async with database.unit() as unit:
            yield VillageKeys(unit, SystemClock().now())
    finally:
        await database.close()


def _kind(settings: Settings) -> Kind:
    return "practice" if settings.is_practice else "live"
