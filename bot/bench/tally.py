"""Measures summaries of a village, a regency and the nation, with up to a hundred workers a village."""

import asyncio
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from platform import python_version
from statistics import median
from time import perf_counter

from conversations.actor import Actor, Role
from conversations.periods import week_of
from conversations.regions import Regions
from storage.database import Database
from storage.filling import count_plainly, fill, fresh_database_on, prepare, tidy
from storage.keys import Keys
from storage.migrate import upgrade
from storage.recount import find_differences
from storage.summaries import Summaries
from storage.unit import Unit

SERVER = os.environ.get("SASAR_BENCH_POSTGRES", "postgresql+asyncpg://postgres@127.0.0.1:5432/postgres")
SIZES = tuple(int(size) for size in os.environ.get("SASAR_BENCH_WORKERS", "1,10,100").split(","))
"""Workers a village: 84 thousand, 840 thousand and 8.4 million over the country."""
NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)
EVERYBODY = Actor(1, frozenset({Role.ADMINISTRATOR}))
PLACES = {"village": 10, "regency": 4, "nation": 0}
TIMES = {"village": 31, "regency": 31, "nation": 1}
TRIES = {"village": 25, "regency": 25, "nation": 9}
"""So often each place is read; its quickest counts, as other work on the machine only ever slows down."""
MOST_SECONDS = 20.0
"""What takes so long altogether is not read again."""
NOTE = """\
CPython {python} on {cores} cores; load average {before} when it began, {after} when it was over.
Where that is above {cores}, other work had a share of the machine.
The place in the middle of 31 spread over the country, each by its quickest of 25; the nation by its quickest of nine.
Every village has had every heap of its tally, as after some months.
The indexes that neither reading needs were left out.
`/ringkasan` is everything that a summary reads (four small statements).
`COUNT … GROUP BY` is one statement over the registrations.

"""
END = """
What a summary costs does not grow with the people in it; what counting costs does.
For a single village counting would be quick enough at any size: the tallies are there for whatever lies above it.
The recount runs once a night and reads everything; it is there to shout.
"""
HEAD = "| what | {sizes} | largest to smallest |\n| --- |" + " --: |" * (len(SIZES) + 1) + "\n"


@dataclass(frozen=True, slots=True)
class Timed:
    """Milliseconds of one thing at each size."""

    name: str
    milliseconds: tuple[float, ...]

    def row(self) -> str:
        """One line of the table."""
        cells = " | ".join(f"{one:,.2f}" for one in self.milliseconds)
        return f"| {self.name} | {cells} | ×{self.milliseconds[-1] / self.milliseconds[0]:.2f} |\n"


def run() -> str:
    """Both databases as Markdown; ten minutes on an idle machine, and 4 GB of disk while it runs."""
    before = _load()
    measured = asyncio.run(_run())
    seen = {"python": python_version(), "cores": os.cpu_count(), "before": before, "after": _load()}
    return f"{NOTE.format(**seen)}{measured}{END}"


def _load() -> str:
    """How busy the machine was over the last five minutes."""
    return f"{os.getloadavg()[1]:.1f}"


async def _run() -> str:
    regions = Regions.load()
    parts = []
    with tempfile.TemporaryDirectory() as folder:
        parts.append(await _measured("SQLite", f"sqlite+aiosqlite:///{Path(folder) / 'bench.db'}", regions))
    async with fresh_database_on(SERVER) as address:
        parts.append(await _measured("PostgreSQL", address, regions))
    return "\n".join(parts)


async def _measured(name: str, address: str, regions: Regions) -> str:
    codes = [village.code for village in regions]
    async with _opened(address) as database:
        await prepare(database, codes, NOW.date())
        columns: list[dict[str, float]] = []
        for before, size in zip((0, *SIZES), SIZES, strict=False):
            await fill(database, before, size, NOW)
            await tidy(database)
            await database.compact()
            columns.append(await _timed(database, regions, codes))
            # It takes minutes: whoever waits sees how far it is.
            print(name, f"{size * len(codes):,}", columns[-1], file=sys.stderr)
    rows = (Timed(what, tuple(column[what] for column in columns)).row() for what in columns[0])
    sizes = " | ".join(f"{size * len(codes):,} workers" for size in SIZES)
    return f"**{name}**, ms\n\n{HEAD.format(sizes=sizes)}{''.join(rows)}"


@asynccontextmanager
async def _opened(address: str) -> AsyncIterator[Database]:
    await upgrade(address, kind="practice")
    database = await Database.open(address, Keys.create(), kind="practice")
    try:
        yield database
    finally:
        await database.close()


async def _timed(database: Database, regions: Regions, codes: list[str]) -> dict[str, float]:
    found: dict[str, float] = {}
    async with database.reading() as unit:
        for place, digits in PLACES.items():
            chosen = _spread(codes, digits, TIMES[place])
            summary, plain = _readers(unit, regions)
            found[f"{place}: `/ringkasan`"] = await _median(summary, chosen, TRIES[place])
            found[f"{place}: `COUNT … GROUP BY`"] = await _median(plain, chosen, TRIES[place])
        start = perf_counter()
        if await find_differences(unit):
            raise RuntimeError("the tallies are not what counting gives")
        found["recount of everything"] = (perf_counter() - start) * 1000
    return found


def _spread(codes: list[str], digits: int, times: int) -> list[str]:
    """Places all over the country, the same at each size."""
    step = len(codes) // times
    return [code[:digits] for code in codes[step // 2 :: step]][:times]


Read = Callable[[str], Awaitable[object]]


def _readers(unit: Unit, regions: Regions) -> tuple[Read, Read]:
    week = week_of(NOW.date())
    summaries = Summaries(unit, EVERYBODY, regions, NOW.date())
    return lambda code: summaries.load(code, week), lambda code: count_plainly(unit, code)


async def _median(read: Read, codes: list[str], tries: int) -> float:
    """Milliseconds of the place in the middle, each by its quickest try."""
    return median([await _quickest(read, code, tries) for code in codes]) * 1000


async def _quickest(read: Read, code: str, tries: int) -> float:
    seconds: list[float] = []
    while len(seconds) < tries and sum(seconds) < MOST_SECONDS:
        start = perf_counter()
        await read(code)
        seconds.append(perf_counter() - start)
    return min(seconds)
