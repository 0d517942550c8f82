"""Writing many rows that may be there already, in one statement on either database."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Column, ColumnElement, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

Row = Mapping[str, Any]
"""Column to value; what goes in here never leaves the room untyped."""

Upsert = sqlite.Insert | postgresql.Insert


def insert_for(connection: AsyncConnection, table: Table) -> Upsert:
    """An INSERT that can say what happens on a conflict, in the dialect of this connection."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


async def insert_or_leave(connection: AsyncConnection, table: Table, rows: Sequence[Row]) -> None:
    """Insert the rows that are not there."""
    if rows:
        await connection.execute(insert_for(connection, table).on_conflict_do_nothing(), list(rows))


async def insert_or_replace(connection: AsyncConnection, table: Table, rows: Sequence[Row]) -> None:
    """Insert the rows; where the primary key is there, overwrite every column that the rows name."""
    if not rows:
        return
    statement = insert_for(connection, table)
    keys = {column.name for column in table.primary_key}
    changes = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    await connection.execute(
        statement.on_conflict_do_update(index_elements=sorted(keys), set_=changes), list(rows)
    )


async def add_counts(connection: AsyncConnection, table: Table, rows: Sequence[Row]) -> None:
    """Add each row's `count` to the row with the same primary key."""
    if not rows:
        return
    statement = insert_for(connection, table)
    total: ColumnElement[int] = table.c.count + statement.excluded["count"]
    keys: list[Column[Any]] = list(table.primary_key)
    await connection.execute(
        statement.on_conflict_do_update(index_elements=keys, set_={"count": total}), list(rows)
    )
