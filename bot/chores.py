"""What an operator does by hand: tables, regions and keys."""

import asyncio
import getpass
import os
from argparse import Namespace
from contextlib import nullcontext
from pathlib import Path

import conversations.regions
from bot import regions_command
from bot.clock import SystemClock
from bot.foundation import find_keys, load_regions, open_database
from bot.replica import only_one
from bot.settings import Settings
from bot.sorry import Sorry
from conversations.regions import Regions
from storage.backup import backup, rebury, restore
from storage.database import Database
from storage.key_copies import export_keys
from storage.keys import Keys
from storage.meta import Kind
from storage.migrate import differences, upgrade
from storage.reindexing import begin_reindexing, end_reindexing, reindex
from storage.rotation import reseal, retire_old_keys

RESEALED_AT_ONCE = 500


class Different(Sorry):
    """Something is not as it should be."""


def upgrade_tables(_options: Namespace, settings: Settings) -> str:
    """Bring the tables and the list of regions up to this program."""
    return asyncio.run(_upgraded(settings))


async def _upgraded(settings: Settings) -> str:
    await find_keys(settings)  # before there are tables: beside tables no keys are ever made
    await upgrade(settings.database_url.get_secret_value(), kind=_kind(settings))
    database = await open_database(settings, kind=_kind(settings))
    try:
        written = await load_regions(database, Regions.load())
    finally:
        await database.close()
    return f"The tables are up to date, and {written or 'no new'} regions were written."


def check_tables(_options: Namespace, settings: Settings) -> str:
    """Compare the tables with what this program expects; raises `Different` when they differ."""
    found = asyncio.run(differences(settings.database_url.get_secret_value()))
    if found:
        raise Different("The tables differ from what this program expects:\n" + "\n".join(found))
    return "The tables are as they should be."


def import_regions(options: Namespace, _settings: Settings) -> str:
    """Replace the list of regions that this program ships with by a newer edition; `db upgrade` then writes it."""
    target = Path(conversations.regions.__file__).with_name("regions.tsv.gz")
    try:
        return str(regions_command.import_regions(Path(options.source), target))
    except ValueError as error:
        raise Different(str(error)) from error


def new_keys(_options: Namespace, settings: Settings) -> str:
    """Make keys where there are none."""
    if settings.keys_file.exists():
        raise Different(f"{settings.keys_file} is there already; keys that are in use are never replaced.")
    Keys.create().save(settings.keys_file)
    return f"New keys are in {settings.keys_file}. Make a copy now: sasar keys export copy.json"


def export_copy(options: Namespace, settings: Settings) -> str:
    """Write a copy of the keys that a passphrase protects."""
    keys = Keys.load(settings.keys_file, settings.keys.get_secret_value())
    copy = export_keys(keys, os.environ.get("SASAR_PASSPHRASE") or getpass.getpass("Passphrase: "))
    target = Path(options.file)
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(copy)
    if not settings.keys:
        keys.exported().save(settings.keys_file)
    return f"The copy is in {target}. Keep it away from this machine, and the passphrase away from the copy."


def rotate_keys(options: Namespace, settings: Settings) -> str:
    """Put a new master key in front, and seal everything anew with it; it can be stopped and started again.

    With `index` it is the index key that is changed, and what is found by it.
    """
    keys = Keys.load(settings.keys_file, settings.keys.get_secret_value())
    if settings.keys:
        raise Different(
            "KEYS holds the keys inline: write them into KEYS_FILE first, so that they can be changed."
        )
    if options.index:
        return _index_rotated(settings, keys)
    if len(keys.master) == 1:
        keys = keys.rotated()
        keys.save(settings.keys_file)
    asyncio.run(_resealed(settings, keys))
    return "Everything is sealed with the new key. Restart every replica, then: sasar keys export copy.json"


def _index_rotated(settings: Settings, keys: Keys) -> str:
    """The new key is saved behind the old one first: whatever the moment of a kill, the file has what counts."""
    with only_one(settings.sqlite_file) if settings.sqlite_file else nullcontext():
        if len(keys.index) == 1:
            keys = keys.with_new_index()
            keys.save(settings.keys_file)
        asyncio.run(_reindexed(settings, keys))
    return (
        "Everything is indexed with the new key. PINs are chosen anew, badges drawn anew, open invitations given anew; "
        "slips are confirmed by a visit. Start every replica, then: sasar keys export copy.json"
    )


async def _reindexed(settings: Settings, keys: Keys) -> None:
    # In the file the newest stands last, and to index by it, it goes first.
    newest = keys.indexing_with(keys.index[-1].id)
    url = settings.database_url.get_secret_value()
    database = await Database.open(url, newest, kind=_kind(settings), is_reindexing=True)
    try:
        async with database.unit() as unit:
            await begin_reindexing(unit, SystemClock().now())
        while await _reindexed_some(database):
            pass
        async with database.unit() as unit:
            kept = await end_reindexing(unit, newest)
        kept.save(settings.keys_file)
    finally:
        await database.close()


async def _reindexed_some(database: Database) -> int:
    async with database.unit() as unit:
        return await reindex(unit, limit=RESEALED_AT_ONCE)


async def _resealed(settings: Settings, keys: Keys) -> None:
    database = await Database.open(settings.database_url.get_secret_value(), keys, kind=_kind(settings))
    try:
        while await _resealed_some(database):
            pass
        async with database.unit() as unit:
            kept = await retire_old_keys(unit, keys)
        kept.save(settings.keys_file)
    finally:
        await database.close()


async def _resealed_some(database: Database) -> int:
    async with database.unit() as unit:
        return await reseal(unit, limit=RESEALED_AT_ONCE)


def back_up(options: Namespace, settings: Settings) -> str:
    """Copy an SQLite database while it runs."""
    if not (file := _need_sqlite(settings)).exists():
        raise Different(f"There is no database at {file} yet.")
    asyncio.run(backup(settings.database_url.get_secret_value(), Path(options.file)))
    return f"The copy is in {options.file}. It is worth nothing without the keys: keep a copy of those elsewhere."


def put_back(options: Namespace, settings: Settings) -> str:
    """Put a copy in the place of the database; whoever was erased since is erased again."""
    file = _need_sqlite(settings)
    with only_one(file):
        risen = asyncio.run(_restored(settings, Path(options.file)))
    return f"The database is that of {options.file}. Erased again, as they had asked: {risen}."


async def _restored(settings: Settings, copy: Path) -> int:
    salts = await restore(settings.database_url.get_secret_value(), copy)
    database = await open_database(settings, kind=_kind(settings))
    try:
        return await rebury(database, salts, SystemClock().now())
    finally:
        await database.close()


def _need_sqlite(settings: Settings) -> Path:
    if settings.sqlite_file is None:
        raise Different("This is PostgreSQL: use pg_dump and pg_restore, then start; see docs.")
    return settings.sqlite_file


def _kind(settings: Settings) -> Kind:
    return "practice" if settings.is_practice else "live"
