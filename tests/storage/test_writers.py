"""Two writers at once lose nothing on SQLite, and what may pass is known from what will not."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from storage.database import Database
from storage.engines import is_transient
from storage.tables import lease, seen_update
from tests.databases import KEYS, fresh_address, fresh_database
from tests.storage.people import LATER, NOW


async def count_up(database: Database, times: int) -> None:
    for _ in range(times):
        async with database.unit() as unit:
            [row] = await unit.fetch(select(lease.c.fence))
            await asyncio.sleep(0)
            await unit.connection.execute(update(lease).values(fence=row["fence"] + 1))


async def test_of_two_hundred_read_then_write_turns_on_sqlite_none_is_lost(tmp_path: Path) -> None:
    async with fresh_address("sqlite", tmp_path) as address:
        databases = [await Database.open(address, KEYS, kind="live") for _ in range(2)]
        async with databases[0].unit() as unit:
            await unit.take_lease("count", "all", now=NOW, until=LATER)
        async with asyncio.timeout(60):
            await asyncio.gather(*(count_up(databases[turn % 2], 25) for turn in range(8)))
        async with databases[0].reading() as unit:
            [row] = await unit.fetch(select(lease.c.fence))
        for database in databases:
            await database.close()
    assert row["fence"] == 201


async def test_a_reader_on_sqlite_sees_the_last_commit_while_somebody_writes(tmp_path: Path) -> None:
    async with fresh_database("sqlite", tmp_path) as database, database.unit() as unit:
        unit.mark_seen([1], NOW)
        await unit.flush()
        async with database.reading() as reading:
            assert await reading.seen([1]) == set()


async def test_an_update_is_marked_once(database: Database) -> None:
    async def take() -> None:
        async with database.unit() as unit:
            unit.mark_seen([1], NOW)

    await take()
    with pytest.raises(IntegrityError):
        await take()
    async with database.reading() as unit:
        assert len(await unit.fetch(select(seen_update))) == 1


async def test_what_postgresql_asks_to_try_again_is_tried_again(database: Database) -> None:
    if database.is_sqlite:
        pytest.skip("speaks of SQLSTATEs")
    for state, expected in (
        ("40001", True),
        ("40P01", True),
        ("57P01", True),
        ("08006", True),
        ("23505", False),
    ):
        with pytest.raises(DBAPIError) as caught:
            await fail_with(database, state)
        assert is_transient(caught.value) is expected
    async with database.unit() as unit:
        assert await unit.seen([1]) == set()


async def fail_with(database: Database, state: str) -> None:
    async with database.unit() as unit:
        await unit.connection.execute(
            text(f"DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{state}'; END $$")
        )


async def test_a_connection_to_a_server_that_turned_read_only_is_dropped(database: Database) -> None:
    if database.is_sqlite:
        pytest.skip("has no other server to fail over to")
    with pytest.raises(DBAPIError) as caught:
        await fail_with(database, "25006")
    assert caught.value.connection_invalidated
    assert is_transient(caught.value)
    await database.health()


def test_a_busy_sqlite_is_tried_again_and_a_mistake_is_not() -> None:
    busy = OperationalError(
        "", None, type("Busy", (Exception,), {"sqlite_errorname": "SQLITE_BUSY_SNAPSHOT"})()
    )
    assert is_transient(busy)
    assert is_transient(ConnectionRefusedError())
    assert not is_transient(OperationalError("", None, Exception("no such table")))
    assert not is_transient(ValueError())


async def test_tries_are_counted_outside_of_the_try(database: Database) -> None:
    assert [await database.count_try(8) for _ in range(3)] == [1, 2, 3]
    assert await database.count_try(9) == 1
