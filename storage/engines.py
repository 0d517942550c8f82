"""Connections to either database, set up so that no write is lost and none is half."""

from typing import Any

from sqlalchemy import URL, Connection, ExceptionContext, event, make_url
from sqlalchemy.exc import DBAPIError, InterfaceError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

READERS = 4
READING = {"sasar_reading": True}
"""Marks a connection whose transactions only read."""
BUSY_FOR_MS = 5000
READ_ONLY_SERVER = "25006"
"""PostgreSQL refuses to write: after a failover the old primary still answers reads, so the connection must go."""

_SQLITE_PRAGMAS = (
    "journal_mode=WAL",
    # What Telegram was told to forget must survive a power cut; NORMAL may lose the last commits.
    "synchronous=FULL",
    f"busy_timeout={BUSY_FOR_MS}",
    "foreign_keys=ON",
    # A deleted salt must not stay behind in a free page.
    "secure_delete=ON",
)
# Serialization failure, deadlock, connection lost, server going down or coming up, read-only server.
_TRANSIENT_STATES = ("40001", "40P01", "08", "57P", READ_ONLY_SERVER)
_SQLITE_BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED")


def writing_engine(url: URL) -> AsyncEngine:
    """The engine of all changes: on SQLite one connection, whose transactions begin IMMEDIATE."""
    if is_sqlite(url):
        return _sqlite_engine(url, "BEGIN IMMEDIATE", size=1)
    return _postgres_engine(url)


def reading_engine(url: URL, writing: AsyncEngine) -> AsyncEngine:
    """The engine of reads: on SQLite its own connections, which refuse to write."""
    if is_sqlite(url):
        return _sqlite_engine(url, "BEGIN", size=READERS, more=("query_only=ON",)).execution_options(
            **READING
        )
    return writing.execution_options(postgresql_readonly=True, **READING)


def is_sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def parsed(url: str) -> URL:
    """The database's address; a bare `sqlite:` or `postgresql:` gets its asynchronous driver."""
    address = make_url(url)
    drivers = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}
    return address.set(drivername=drivers.get(address.drivername, address.drivername))


def is_transient(error: BaseException) -> bool:
    """Whether the same transaction may well succeed when it is tried again from its start."""
    if isinstance(error, OSError):
        return True
    if not isinstance(error, DBAPIError):
        return False
    lost = error.connection_invalidated or isinstance(error, InterfaceError)
    name = str(getattr(error.orig, "sqlite_errorname", ""))
    return lost or _sqlstate(error.orig).startswith(_TRANSIENT_STATES) or name.startswith(_SQLITE_BUSY)


def _sqlstate(error: BaseException | None) -> str:
    return str(getattr(error, "sqlstate", None) or "-")


def _sqlite_engine(url: URL, begin: str, *, size: int, more: tuple[str, ...] = ()) -> AsyncEngine:
    # The driver's own transactions begin late and lose writes; ours begin where the block begins.
    engine = create_async_engine(
        url,
        pool_size=size,
        max_overflow=0,
        # Errors end up in logs, and parameters are people's own words.
        hide_parameters=True,
        connect_args={"isolation_level": None, "timeout": BUSY_FOR_MS / 1000},
    )

    @event.listens_for(engine.sync_engine, "connect")
    def set_up(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        for pragma in (*_SQLITE_PRAGMAS, *more):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin_now(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _postgres_engine(url: URL) -> AsyncEngine:
    engine = create_async_engine(
        url,
        hide_parameters=True,
        pool_pre_ping=True,
        pool_recycle=1800,
        isolation_level="READ COMMITTED",
        connect_args={"target_session_attrs": "read-write"},
    )

    @event.listens_for(engine.sync_engine, "handle_error")
    def drop_read_only_server(context: ExceptionContext) -> None:
        is_reading = context.connection and context.connection.get_execution_options().get("sasar_reading")
        if not is_reading and _sqlstate(context.original_exception) == READ_ONLY_SERVER:
            context.is_disconnect = True

    return engine
