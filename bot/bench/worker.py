"""Measures registrations: many people at once, beside the usual ConversationHandler form in the same run."""

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

import aiohttp

from bot.bench.crowd import Crowd
from bot.bench.lines import ApiLine, WebhookLines
from bot.bench.machine import cpu_seconds_of, memory_of, pinned_to, two_cores
from bot.sorry import Sorry
from bot.web import bind

CORES = two_cores()
ROUNDS, STARTS = 3, 5
WARM_SECONDS, SECONDS = 1.5, 5.0
STARTING_SECONDS, LEAVING_SECONDS = 120.0, 30.0
LEAST_ANSWERS = 20
FAR_SECONDS = 0.05
CASES = ((100, 0.0), (20, 0.0), (100, FAR_SECONDS))
"""People, and how far away Telegram is: beside the bot, which shows the processor, and as far as it really is."""
SECRET = "secret-of-a-bench"  # noqa: S105 - it opens a bot that lives for seconds
TOKEN = "4200000042:AAinvented-token_of-a-bench"  # noqa: S105 - invented
ROOT = Path(__file__).parents[2]
PEER = Path(__file__).parent / "peers" / "conversation_handler.py"
BOTS: Mapping[str, tuple[str, ...]] = {
    "Sasar": ("-m", "bot", "run"),
    "ConversationHandler": (str(PEER),),
}
CONDITIONS = (
    "the bot on one core, the people on another, everybody answering at once. "
    f"Medians of {ROUNDS} interleaved runs of {SECONDS:.0f} s. Both bots hear the same fifteen things of each person. "
    "SQLite with `synchronous=FULL`; ours answers Telegram after the commit, the other form before."
)
HEAD = (
    "| bot | people | Telegram ms away | updates/s | p50 ms | p95 ms | p99 ms | CPU µs/update | memory MB | registered "
    "| lost, strayed, refused |\n| --- " + "| --: " * 9 + "| --- |\n"
)


class NothingMeasured(Sorry):
    """A run of a bot came to nothing; says at what, and what the bot's log said last."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One run: seconds of each answer, of the whole, of the processor; bytes of memory."""

    answers: tuple[float, ...]
    seconds: float
    cpu_seconds: float
    memory_bytes: int
    registered: int
    lost: int
    strayed: int
    refused: int

    @property
    def updates_per_second(self) -> float:
        return len(self.answers) / self.seconds

    @property
    def cpu_us(self) -> float:
        """Microseconds of processor for one update."""
        return self.cpu_seconds / max(1, len(self.answers)) * 1e6

    def percentile_ms(self, percent: int) -> float:
        """Milliseconds within which so many percent of the answers came."""
        return quantiles(self.answers, n=100)[percent - 1] * 1000


@dataclass(frozen=True, slots=True)
class Site:
    """Where a bot of a bench lives: its folder, its port, the Bot API it talks to, its database unless it is SQLite."""

    folder: Path
    port: int
    api_url: str
    database_url: str = ""

    @property
    def environment(self) -> dict[str, str]:
        """The settings of a live bot here; both bots read the same."""
        place = f"127.0.0.1:{self.port}"
        return os.environ | {
            "PYTHONPATH": str(ROOT),
            "FOLDER": str(self.folder),
            "BOT_TOKEN": TOKEN,
            "BOT_API_URL": self.api_url,
            "DATABASE_URL": self.database_url or f"sqlite+aiosqlite:///{self.folder}/bench.db",
            "KEYS_FILE": str(self.folder / "keys.json"),
            "RECEIVE": "webhook",
            "LISTEN": place,
            "WEBHOOK_URL": f"http://{place}",
            "WEBHOOK_SECRET": SECRET,
            "LOG_LEVEL": "WARNING",
            **dict.fromkeys(("CONTROLLER", "CONTROLLER_CONTACT", "PROCESSOR", "STORED_IN"), "invented"),
        }

    @contextmanager
    def running(self, program: tuple[str, ...]) -> Iterator[subprocess.Popen[bytes]]:
        """The program as a process of its own on the first core; SIGTERM ends it."""
        with (self.folder / "bot.log").open("ab") as log:
            bot = subprocess.Popen(  # noqa: S603 - our own programs
                (sys.executable, *program),
                cwd=self.folder,
                env=self.environment,
                stdout=log,
                stderr=log,
                preexec_fn=lambda: pinned_to(CORES[0]),  # noqa: PLW1509 - no threads yet
            )
        try:
            yield bot
        finally:
            bot.send_signal(signal.SIGTERM)
            try:
                bot.wait(LEAVING_SECONDS)
            except subprocess.TimeoutExpired:
                bot.kill()
                bot.wait()

    async def is_up(self, bot: subprocess.Popen[bytes], patience: float = STARTING_SECONDS) -> float:
        """Wait for the first good `/health`; gives the moment by `time.perf_counter`."""
        until = time.perf_counter() + patience
        async with aiohttp.ClientSession() as http:
            while time.perf_counter() < until and bot.poll() is None:
                try:
                    async with http.get(f"http://127.0.0.1:{self.port}/health") as answer:
                        if answer.status == 200:  # noqa: PLR2004 - good
                            return time.perf_counter()
                except aiohttp.ClientError:
                    pass
                await asyncio.sleep(0.005)
        raise self.nothing("before it answered /health", bot)

    def nothing(self, when: str, bot: subprocess.Popen[bytes]) -> NothingMeasured:
        """What to raise when a run came to nothing; on a busy machine the log alone may well be empty."""
        ended = bot.poll()
        state = "it still ran" if ended is None else f"it had ended with {ended}"
        last_words = (self.folder / "bot.log").read_text("utf-8")[-2000:].strip()
        return NothingMeasured(f"Nothing measured {when}; {state}. Its log: {last_words or 'empty.'}")


@asynccontextmanager
async def site(size: int, away_seconds: float = 0.0) -> AsyncIterator[tuple[Site, Crowd]]:
    """A fresh folder, a free port, and a crowd that the bot there will meet."""
    with bind("127.0.0.1", 0) as free:
        port: int = free.getsockname()[1]
    lines = WebhookLines(port, SECRET)
    crowd = Crowd(lines, size)
    server = await asyncio.get_running_loop().create_server(
        lambda: ApiLine(crowd.hear, away_seconds), "127.0.0.1", 0
    )
    api_url = "http://{}:{}".format(*server.sockets[0].getsockname())
    try:
        with tempfile.TemporaryDirectory(prefix="sasar-bench-") as folder:
            yield Site(Path(folder), port, api_url), crowd
    finally:
        lines.close()
        server.close()


async def measure(program: tuple[str, ...], size: int, away_seconds: float = 0.0) -> Measured:
    """One run of one bot with so many people, and Telegram so far away."""
    async with site(size, away_seconds) as (place, crowd):
        with place.running(program) as bot:
            await place.is_up(bot)  # a first life, which makes keys and tables
        with place.running(program) as bot:
            await place.is_up(bot)
            await crowd.lines.open()
            await asyncio.sleep(0.5)
            crowd.begin()
            await asyncio.sleep(WARM_SECONDS)
            before, cpu, began_at = len(crowd.seconds), cpu_seconds_of(bot.pid), time.perf_counter()
            await asyncio.sleep(SECONDS)
            seconds, cpu = time.perf_counter() - began_at, cpu_seconds_of(bot.pid) - cpu
            answers, memory = tuple(crowd.seconds[before:]), memory_of(bot.pid)
            lost = await crowd.stop()
            if bot.poll() is not None or len(answers) < LEAST_ANSWERS:
                raise place.nothing(f"of {size} people after {len(answers)} answers", bot)
    return Measured(answers, seconds, cpu, memory, crowd.registered, lost, crowd.strayed, crowd.lines.refused)


async def starts() -> tuple[list[float], list[float]]:
    """Seconds to the first good `/health`: with an empty folder, and with what an earlier life left."""
    first: list[float] = []
    later: list[float] = []
    for _ in range(STARTS):
        async with site(0) as (place, _crowd):
            for kept in (first, later):
                began_at = time.perf_counter()
                with place.running(BOTS["Sasar"]) as bot:
                    kept.append(await place.is_up(bot) - began_at)
    return first, later


async def measure_twice_at_most(program: tuple[str, ...], size: int, away_seconds: float = 0.0) -> Measured:
    """One run, and a second one where the first came to nothing: others may have taken the machine just then."""
    try:
        return await measure(program, size, away_seconds)
    except NothingMeasured as why:
        _note(f"{why} Once more.")
        return await measure(program, size, away_seconds)


def _note(words: str) -> None:
    """How far it is, beside what is printed at the end: four silent minutes look like a fault."""
    print(words, file=sys.stderr, flush=True)


Case = tuple[int, float]


def row(name: str, case: Case, runs: list[Measured]) -> str:
    """One line of the table: medians of the runs, sums of what went wrong."""
    size, away_seconds = case

    def middle(of: Callable[[Measured], float]) -> float:
        return median(map(of, runs))

    cells = (
        f"{away_seconds * 1000:.0f}",
        f"{middle(lambda one: one.updates_per_second):,.0f}",
        *(f"{median(one.percentile_ms(percent) for one in runs):.0f}" for percent in (50, 95, 99)),
        f"{middle(lambda one: one.cpu_us):,.0f}",
        f"{middle(lambda one: one.memory_bytes / 2**20):.0f}",
        f"{sum(one.registered for one in runs):,}",
        ", ".join(str(sum(getattr(one, name) for one in runs)) for name in ("lost", "strayed", "refused")),
    )
    return f"| {name} | {size} | {' | '.join(cells)} |\n"


async def measure_all() -> str:
    """All runs, interleaved, and the table of them."""
    runs: dict[tuple[str, Case], list[Measured]] = {(name, case): [] for case in CASES for name in BOTS}
    for number in range(1, ROUNDS + 1):
        for (name, case), kept in runs.items():
            kept.append(await measure_twice_at_most(BOTS[name], *case))
            _note(
                f"{name}, {_told(case)}, {number} of {ROUNDS}: {kept[-1].updates_per_second:,.0f} updates/s"
            )
    table = HEAD + "".join(row(name, case, kept) for (name, case), kept in runs.items())
    ratios = (f"{_ratio(runs, case):.1f} times with {_told(case)}" for case in CASES)
    first, later = await starts()
    return (
        f"{table}\nUpdates a second, beside the ConversationHandler form: {'; '.join(ratios)}.\n"
        f"From the start of the process to the first good `/health`: {median(later):.2f} s "
        f"({median(first):.2f} s the very first time, with keys, tables and villages to make); "
        f"medians of {STARTS}.\n"
    )


def _told(case: Case) -> str:
    size, away_seconds = case
    return f"{size} people" + (f" and Telegram {away_seconds * 1000:.0f} ms away" if away_seconds else "")


def _ratio(runs: Mapping[tuple[str, Case], list[Measured]], case: Case) -> float:
    ours, theirs = (median(one.updates_per_second for one in runs[name, case]) for name in BOTS)
    return ours / theirs


def run() -> str:
    """The whole measurement as Markdown; takes about four minutes on a machine that has nothing else to do."""
    pinned_to(CORES[1])
    before = os.getloadavg()[0]
    table = asyncio.run(measure_all())
    return f"{table}Load average of the machine: {before:.1f} before, {os.getloadavg()[0]:.1f} after; {CONDITIONS}\n"
