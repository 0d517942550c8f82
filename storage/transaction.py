"""One open transaction: its connection, its sealer, and the rows that wait to be written together."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Executable,
    RowMapping,
    Table,
    any_,
    bindparam,
    delete,
    insert,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import tables
from storage.columns import new_id
from storage.meta import HOUSE_SALT
from storage.sealing import Sealer, new_salt
from storage.upserts import Row, insert_or_leave


@dataclass(frozen=True, slots=True)
class Salt:
    """Somebody's row in the table of salts; without it nothing of theirs opens."""

    id: str
    secret: bytes = field(repr=False)


class Transaction:
    """What every part of the unit of work stands on.

    Rows are collected and leave in a few bulk statements: a batch of a hundred updates costs hardly more round
    trips than one.
    """

    def __init__(self, connection: AsyncConnection, sealer: Sealer) -> None:
        self.connection = connection
        self.sealer = sealer
        self._fresh: defaultdict[str, list[Row]] = defaultdict(list)

    @property
    def is_sqlite(self) -> bool:
        return self.connection.dialect.name == "sqlite"

    @property
    def is_reading(self) -> bool:
        return bool(self.connection.engine.get_execution_options().get("sasar_reading"))

    def add(self, table: Table, **values: Any) -> None:
        """Collect a new row; every row of one table names the same columns."""
        self._fresh[table.name].append(values)

    def create_salt(self, now: datetime) -> Salt:
        """A new salt, written with the rows that it seals."""
        salt = Salt(new_id(now), new_salt())
        self.add(tables.salt, id=salt.id, secret=salt.secret)
        return salt

    async def drop_salts(self, salt_ids: Iterable[str]) -> None:
        """Make everything sealed under these salts unreadable."""
        if gone := list(salt_ids):
            await self.connection.execute(delete(tables.salt).where(self.among(tables.salt.c.id, gone)))

    async def bury_salts(self, salt_ids: Iterable[str], now: datetime) -> None:
        """Drop salts, and remember it for the day that an older backup brings them back."""
        gone = list(salt_ids)
        await self.drop_salts(gone)
        await insert_or_leave(
            self.connection, tables.tombstone, [{"salt_id": one, "at": now} for one in gone]
        )

    async def house_salt(self) -> Salt:
        """The salt of what belongs to no contact."""
        rows = await self.fetch(select(tables.salt).where(tables.salt.c.id == HOUSE_SALT))
        return Salt(rows[0]["id"], rows[0]["secret"])

    async def flush(self) -> None:
        """Write everything that was collected."""
        raise NotImplementedError

    async def fetch(self, statement: Executable, given: Row | None = None) -> Sequence[RowMapping]:
        """The rows; `given` are the parameters of a statement that was put together before."""
        return (await self.connection.execute(statement, given)).mappings().all()

    def among(self, column: Column[Any], values: Iterable[object]) -> ColumnElement[bool]:
        """Whether the column is one of the values.

        PostgreSQL gets them as one array, so that one prepared statement serves every length.
        """
        listed = list(values)
        if self.is_sqlite:
            return column.in_(listed)
        return column == any_(bindparam(None, listed, type_=ARRAY(column.type), unique=True))

    async def _insert(self, *fresh: Table) -> None:
        for table in fresh:
            if rows := self._fresh.pop(table.name, None):
                await self.connection.execute(insert(table), rows)
