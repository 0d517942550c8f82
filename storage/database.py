"""The door to what is kept: opens a database, refuses a wrong one, and hands out units of work."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from typing import Self

from sqlalchemy import URL, func, update

from storage.engines import is_sqlite, parsed, reading_engine, writing_engine
from storage.keys import Keys
from storage.meta import Kind, check_index, check_keys, check_kind, check_schema
from storage.sealing import Sealer
from storage.tables import meta, tried_update
from storage.unit import Unit
from storage.upserts import insert_for


class Database:
    """One database with its keys; made by `Database.open`, ended by `close`."""

    def __init__(self, url: URL, keys: Keys) -> None:
        self.url = url
        self.sealer = Sealer(keys)
        self._writing = writing_engine(url)
        self._reading = reading_engine(url, self._writing)

    @classmethod
    async def open(cls, url: str, keys: Keys | None, *, kind: Kind, is_reindexing: bool = False) -> Self:
        """Open a migrated database; `is_reindexing` to change its index key to the first of these.

        Raises:
            SchemaDiffers: `upgrade` it first.
            WrongKind: it is for practice and this is a live start, or the other way round.
            KeysMissing, KeysDiffer: the keys are not those that sealed it.
            Reindexing: a change of the index key was begun and not ended.
        """
        # Without keys nothing is ever sealed: `check_keys` refuses before anybody gets a unit.
        database = cls(parsed(url), keys or Keys.create())
        try:
            async with database._writing.begin() as connection:
                await check_schema(connection)
                await check_kind(connection, kind)
                await check_keys(connection, keys)
                indexed = await check_index(connection, keys or Keys.create(), is_reindexing=is_reindexing)
                database.sealer = Sealer(indexed)
        except BaseException:
            await database.close()
            raise
        return database

    @property
    def is_sqlite(self) -> bool:
        return is_sqlite(self.url)

    @asynccontextmanager
    async def unit(self) -> AsyncIterator[Unit]:
        """One transaction: flushed and committed where the block ends, undone whole when it raises."""
        async with self._writing.begin() as connection:
            unit = Unit(connection, self.sealer)
            yield unit
            await unit.finish()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Unit]:
        """A transaction that only reads: the database itself refuses any write in it."""
        async with self._reading.connect() as connection:
            yield Unit(connection, self.sealer)

    async def count_try(self, update_id: int) -> int:
        """Count one more try of an update, in a transaction of its own that outlives the try; returns how many."""
        async with self._writing.begin() as connection:
            first = insert_for(connection, tried_update).values(update_id=update_id, tries=1, at=func.now())
            again = first.on_conflict_do_update(
                index_elements=["update_id"], set_={"tries": tried_update.c.tries + 1, "at": func.now()}
            )
            return int((await connection.execute(again.returning(tried_update.c.tries))).scalar_one())

    async def health(self) -> None:
        """Raise whatever keeps the database from taking a write just now, by writing what is there already."""
        async with self._writing.begin() as connection:
            await connection.execute(update(meta).where(meta.c.name == "kind").values(value=meta.c.value))

    async def compact(self) -> None:
        """On SQLite, fold the log into the file, so that what was erased does not live on in it."""
        if self.is_sqlite:
            await asyncio.to_thread(_fold_log, str(self.url.database))

    async def close(self) -> None:
        await self._writing.dispose()
        if self.is_sqlite:
            await self._reading.dispose()


def _fold_log(file: str) -> None:
    with closing(sqlite3.connect(file)) as opened:
        opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")
