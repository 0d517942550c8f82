"""Real processes of the bot for tests that kill them; each is forked from a server that has the heavy parts loaded."""

import asyncio
import multiprocessing
import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from multiprocessing.process import BaseProcess

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.bot.country"])


def live(environment: dict[str, str]) -> None:
    """One live house with these settings, until SIGTERM."""
    os.environ.update(environment)
    # Loaded only now: crash points are read from the environment when they are loaded.
    import_module("tests.bot.replica_body").run()


@contextmanager
def replica(environment: dict[str, str], crash: str = "") -> Iterator[BaseProcess]:
    """A running process; killed at the end if it still runs."""
    process = FORKS.Process(target=live, args=({**environment, "SASAR_CRASH": crash},), daemon=True)
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
