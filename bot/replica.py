"""This process among others: the name under which it holds rows and leases, and the lock of the only one."""

import fcntl
import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.sorry import Sorry

ONLY_ONE = "only"  # on SQLite there is one process, so after a crash the next one finds its own rows at once


class AlreadyRunning(Sorry):
    """Another process works on this SQLite database."""


def replica_name(*, is_only_one: bool) -> str:
    """The name in rows and leases; among many it is new at every start."""
    return ONLY_ONE if is_only_one else f"{socket.gethostname()[:40]}-{os.getpid()}-{secrets.token_hex(3)}"


@contextmanager
def only_one(database: Path) -> Iterator[None]:
    """Hold the lock beside an SQLite file; the system gives it back even after kill -9."""
    database.parent.mkdir(parents=True, exist_ok=True)
    with database.with_name(database.name + ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(
                f"Another sasar already works on {database}. Stop it first; for several at once use PostgreSQL."
            ) from None
        yield
