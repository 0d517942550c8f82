"""Copies of an SQLite database while it runs, and the way back.

PostgreSQL brings its own: `pg_dump --format=custom --file=copy.dump ADDRESS`, and for the way back
`pg_restore --clean --if-exists --dbname=ADDRESS copy.dump`. Before that, keep what `SELECT salt_id FROM tombstone`
gives, and hand it to `rebury` afterwards.
"""

import asyncio
import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlalchemy import select, update

from storage.database import Database
from storage.engines import is_sqlite, parsed
from storage.errors import BackupBroken
from storage.step import Step
from storage.tables import contact, conversation, outbox, person, registration, salt, tombstone
from storage.unit import Unit


async def backup(database_url: str, copy: Path) -> None:
    """Copy the whole database, consistent even while others write, and check the copy; `copy` must not exist yet.

    The copy holds only sealed values, and is worth nothing without the keys, which are not in it.
    """
    await asyncio.to_thread(_copy, _file_of(database_url), copy)


async def restore(database_url: str, copy: Path) -> tuple[str, ...]:
    """Put a copy in the place of the database, which nobody may have open; returns the salts that must be buried again.

    Who was erased after the copy was made is in the database that is replaced: give what this returns to `rebury`.
    Raises `BackupBroken`, and then nothing was touched.
    """
    return await asyncio.to_thread(_restore, _file_of(database_url), copy)


async def rebury(database: Database, salt_ids: Iterable[str], now: datetime) -> int:
    """Erase again whoever was erased before; returns how many salts the copy had brought back."""
    async with database.unit() as unit:
        known = await unit.fetch(select(tombstone.c.salt_id))
        dead = {*salt_ids, *(row["salt_id"] for row in known)}
        risen = [row["id"] for row in await unit.fetch(select(salt.c.id).where(unit.among(salt.c.id, dead)))]
        await _rebury(unit, risen, now)
    return len(risen)


async def _rebury(unit: Unit, risen: list[str], now: datetime) -> None:
    found = select(registration).join(person).where(unit.among(person.c.salt_id, risen))
    rows = await unit.fetch(found.where(registration.c.state != "erased"))
    await unit.erase_registrations(rows, Step("erased", 0, now))
    await unit.forget_drafts(unit.among(conversation.c.salt_id, risen), now)
    left = update(contact).where(unit.among(contact.c.salt_id, risen))
    await unit.connection.execute(left.values(erased_at=now))
    words = update(outbox).where(unit.among(outbox.c.salt_id, risen))
    await unit.connection.execute(words.values(body=None, state="cancelled"))
    await unit.bury_salts(risen, now)


def _file_of(database_url: str) -> Path:
    url = parsed(database_url)
    if not is_sqlite(url) or not url.database:
        raise ValueError("This is no SQLite file; for PostgreSQL use pg_dump and pg_restore.")
    return Path(url.database)


def _copy(source: Path, copy: Path) -> None:
    if copy.exists():
        raise FileExistsError(f"{copy} is there already; a backup never overwrites another.")
    os.close(os.open(copy, os.O_CREAT | os.O_EXCL, 0o600))
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(copy)) as new:
        old.backup(new)
    _check(copy)


def _check(copy: Path) -> None:
    with closing(sqlite3.connect(f"file:{copy}?mode=ro", uri=True)) as opened:
        try:
            found = opened.execute("PRAGMA integrity_check").fetchone()[0]
            opened.execute("SELECT version_num FROM alembic_version")
        except sqlite3.DatabaseError as error:
            raise BackupBroken(f"{copy} is no backup of Sasar, or is damaged.") from error
    if found != "ok":
        raise BackupBroken(f"{copy} is damaged: {found}")


def _restore(target: Path, copy: Path) -> tuple[str, ...]:
    _check(copy)
    buried = _tombstones(target) if target.exists() else ()
    with closing(sqlite3.connect(copy)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
    return buried


def _tombstones(target: Path) -> tuple[str, ...]:
    """A broken database is no reason not to restore: what can be read of it is."""
    with closing(sqlite3.connect(target)) as opened:
        try:
            return tuple(row[0] for row in opened.execute("SELECT salt_id FROM tombstone"))
        except sqlite3.DatabaseError:
            return ()
