"""Fresh databases for tests of any room: migrated once, then copied or emptied, on SQLite and on PostgreSQL."""

import asyncio
import atexit
import os
import secrets
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import lru_cache
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy.engine import make_url

from storage.database import Database
from storage.keys import Keys
from storage.meta import Kind
from storage.migrate import upgrade

KINDS = ("sqlite", "postgres")
KEYS = Keys.create()
SERVER = os.environ.get("SASAR_TEST_POSTGRES", "postgresql+asyncpg://postgres@127.0.0.1:5432/postgres")
_MARK = f"sasar_test_{os.getpid()}"
_free: dict[Kind, list[str]] = {"live": [], "practice": []}


@asynccontextmanager
async def fresh_database(
    kind: str, folder: Path, *, keys: Keys = KEYS, purpose: Kind = "live"
) -> AsyncIterator[Database]:
    """An open, empty, migrated database; `kind` is one of `KINDS`, `folder` takes the file of SQLite."""
    async with fresh_address(kind, folder, purpose=purpose) as address:
        database = await Database.open(address, keys, kind=purpose)
        try:
            yield database
        finally:
            await database.close()


@asynccontextmanager
async def fresh_address(kind: str, folder: Path, *, purpose: Kind = "live") -> AsyncIterator[str]:
    """The address of an empty, migrated database that nobody has opened yet."""
    if kind == "sqlite":
        file = folder / f"{secrets.token_hex(4)}.db"
        shutil.copy(await _sqlite_template(purpose), file)
        yield f"sqlite+aiosqlite:///{file}"
        return
    async with _postgres_reused(purpose) as address:
        yield address


@asynccontextmanager
async def empty_address(kind: str, folder: Path) -> AsyncIterator[str]:
    """The address of a database without any table."""
    if kind == "sqlite":
        yield f"sqlite+aiosqlite:///{folder / secrets.token_hex(4)}.db"
        return
    async with _postgres_bare() as address:
        yield address


@lru_cache(maxsize=1)
def _folder() -> Path:
    folder = tempfile.mkdtemp(prefix="sasar-templates-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


async def _sqlite_template(purpose: Kind) -> Path:
    file = _folder() / f"{purpose}.db"
    if not file.exists():
        await upgrade(f"sqlite+aiosqlite:///{file}", kind=purpose)
    return file


@asynccontextmanager
async def _postgres_reused(purpose: Kind) -> AsyncIterator[str]:
    """A database that an earlier test has left, emptied: ten times as quick as making one."""
    free = _free[purpose]
    name = free.pop() if free else await _postgres_made(purpose)
    try:
        yield _address(name)
    finally:
        await _empty(name)
        free.append(name)


async def _postgres_made(purpose: Kind) -> str:
    await _need_postgres()
    name = f"{_MARK}_{secrets.token_hex(4)}"
    await _on_server(f"CREATE DATABASE {name} TEMPLATE template0")
    atexit.register(_drop, name)
    await upgrade(_address(name), kind=purpose)
    return name


async def _empty(name: str) -> None:
    """Take every row out, whatever triggers and references say, and put the triggers back."""
    server = await asyncpg.connect(_plain(_address(name)), timeout=20)
    try:
        await server.execute(_EMPTY)
    finally:
        await server.close()


_EMPTY = """
    SET session_replication_role = replica;
    SET lock_timeout = '20s';
    DO $$ DECLARE one record; BEGIN
        FOR one IN SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' LOOP
            IF one.name = 'meta' THEN
                DELETE FROM meta WHERE name <> 'kind';
            ELSIF one.name <> 'alembic_version' THEN
                EXECUTE format('DELETE FROM %I', one.name);
            END IF;
        END LOOP;
        FOR one IN SELECT sequencename AS name FROM pg_sequences WHERE schemaname = 'public' LOOP
            EXECUTE format('ALTER SEQUENCE %I RESTART', one.name);
        END LOOP;
    END $$;
    ALTER TABLE audit ENABLE TRIGGER ALL;
    ALTER TABLE audit_link ENABLE TRIGGER ALL;
"""


@asynccontextmanager
async def _postgres_bare() -> AsyncIterator[str]:
    await _need_postgres()
    name = f"{_MARK}_{secrets.token_hex(4)}"
    await _on_server(f"CREATE DATABASE {name} TEMPLATE template0")
    try:
        yield _address(name)
    finally:
        await _on_server(f"DROP DATABASE {name} WITH (FORCE)")


def _drop(name: str) -> None:
    asyncio.run(_on_server(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))


async def _on_server(command: str) -> None:
    server = await asyncpg.connect(_plain(SERVER), timeout=20)
    try:
        await server.execute(command)
    finally:
        await server.close()


async def _need_postgres() -> None:
    """On a laptop without PostgreSQL its half is skipped; where the build runs, it must be there."""
    try:
        await _on_server("SELECT 1")
    except OSError:
        if os.environ.get("CI"):
            raise
        pytest.skip("no PostgreSQL at SASAR_TEST_POSTGRES")


def _address(name: str) -> str:
    return make_url(SERVER).set(database=name).render_as_string(hide_password=False)


def _plain(address: str) -> str:
    return make_url(address).set(drivername="postgresql").render_as_string(hide_password=False)
