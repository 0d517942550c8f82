"""Real processes of the bot for tests that kill them; each is forked from a server that has the heavy parts loaded."""

import asyncio
import multiprocessing
import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from multiprocessing.process import BaseProcess

from bot.web import AddressTaken, bind

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.bot.replica_body"])


def free_port() -> int:
    """A port that nobody listens at, outside of those that the system hands out by itself."""
    while True:
        port = random.randrange(20_000, 30_000)  # noqa: S311 - no secret
        with suppress(AddressTaken), bind("127.0.0.1", port):
            return port


def live(environment: dict[str, str]) -> None:
    """One live house with these settings, until SIGTERM."""
    os.environ.update(environment)
    # Loaded before the fork, and named only now: what it loads must not be loaded by the test itself.
    import_module("tests.bot.replica_body").run(environment["SASAR_CRASH"])


@contextmanager
def replica(
    environment: dict[str, str], crash: str = "", *, body: Callable[[dict[str, str]], None] = live
) -> Iterator[BaseProcess]:
    """A running process; killed at the end if it still runs, or it would work on in the next test's database."""
    process = FORKS.Process(target=body, args=({**environment, "SASAR_CRASH": crash},), daemon=True)
    process.start()
    try:
        yield process
    finally:
        process.kill()
        process.join()


async def ended(process: BaseProcess, seconds: float = 10.0) -> int | None:
    """How the process ended."""
    await asyncio.to_thread(process.join, seconds)
    return process.exitcode
