"""What stands under a running bot: keys, tables and the database, made or checked before anything else."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from bot.clock import Clock, SystemClock
from bot.settings import Settings
from bot.sorry import Sorry
from bot.tenure import Leases, NobodyElse
from conversations.regions import Regions
from storage.database import Database
from storage.errors import SchemaDiffers
from storage.keys import Keys
from storage.meta import Kind
from storage.migrate import upgrade
from storage.opening import find_or_create_keys
from storage.places import RegionRow

LEVELS = {2: 1, 4: 2, 6: 3, 10: 4}
"""Digits of a code to the level: province, regency, district, village."""


class PracticeTooOld(Sorry):
    """A practice database that no migration fits: nothing of worth is in it."""


async def open_database(settings: Settings, *, kind: Kind) -> Database:
    """Open the database; on SQLite, keys and tables that are not there yet are made on the way.

    Raises:
        StoreError: with a sentence that says what to do; on PostgreSQL nothing is made here.
    """
    url = settings.database_url.get_secret_value()
    keys = await find_keys(settings)
    if settings.sqlite_file is None:
        return await Database.open(url, keys, kind=kind)
    try:
        return await Database.open(url, keys, kind=kind)
    except SchemaDiffers:
        # Looked for first and made only then: the tool that makes tables takes a second to load.
        await _bring_up(url, kind, settings.sqlite_file)
        return await Database.open(url, keys, kind=kind)


async def _bring_up(url: str, kind: Kind, file: Path) -> None:
    try:
        await upgrade(url, kind=kind)
    except Exception as error:
        if kind == "live":
            raise
        raise PracticeTooOld(
            f"{file} is of another version and could not be brought up to this one. "
            f"Delete {file.with_suffix('.*')} and start again: only invented people are in it."
        ) from error


async def find_keys(settings: Settings) -> Keys:
    """The keys of this installation; new ones are made only for an SQLite database without any table."""
    url, inline = settings.database_url.get_secret_value(), settings.keys.get_secret_value()
    return await find_or_create_keys(url, keys_file=settings.keys_file, inline=inline)


def leases_of(database: Database, owner: str) -> Leases:
    """Leases among replicas; on SQLite there are none."""
    return NobodyElse() if database.is_sqlite else StoredLeases(database, owner)


class StoredLeases:
    """Leases as rows under the name `owner`, by the machine's clock: no practice ever moves them."""

    def __init__(self, database: Database, owner: str, clock: Clock | None = None) -> None:
        self._database, self._owner, self._clock = database, owner, clock or SystemClock()

    async def hold(self, name: str, seconds: float) -> bool:
        """Take or renew `name` for this replica; False when another one holds it."""
        now = self._clock.now()
        async with self._database.unit() as unit:
            until = now + timedelta(seconds=seconds)
            return await unit.take_lease(name, self._owner, now=now, until=until) is not None

    async def release(self, name: str) -> None:
        """Give `name` back, if it is ours."""
        async with self._database.unit() as unit:
            await unit.release_lease(name, self._owner, now=self._clock.now())


async def load_regions(database: Database, regions: Regions) -> int:
    """Write the regions that this program knows into the tables, unless they are there; gives how many were written."""
    last = regions.village(len(regions) - 1)
    async with database.reading() as unit:
        if await unit.find_region(last.code):
            return 0
    async with database.unit() as unit:
        return await unit.import_regions([*_areas(regions), *_villages(regions)])


def _areas(regions: Regions) -> Iterator[RegionRow]:
    for area in regions.areas:
        yield RegionRow(area.code, LEVELS[len(area.code)], area.code[:-2], area.name)


def _villages(regions: Regions) -> Iterator[RegionRow]:
    for village in regions:
        yield RegionRow(village.code, LEVELS[len(village.code)], village.code[:6], village.name)
