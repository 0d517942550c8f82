"""Measures broadcasts: the rate that is held, memory, and what living conversations feel of it."""

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from bisect import bisect_right
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from statistics import fmean, median, quantiles
from typing import Self

from bot.bench.broadcast_body import FIRST_READER
from bot.bench.crowd import BOT, FIRST_ID
from bot.bench.lines import ApiLine, Parameters, WebhookLines
from bot.bench.machine import cpu_seconds_of, memory_of, pinned_to, two_cores
from bot.bench.worker import SECRET, Site
from bot.delivery.pace import FREE_LIMIT
from bot.web import bind

RUNS = ((100_000, 1000, 50), (1_500, 25, 2))
"""Recipients, the rate that is allowed, callers: with Telegram's paid rate, and with what it gives for nothing.

Of the latter, 30 a second, bulk gets only what living conversations leave.
"""
THINK_SECONDS = 0.5
QUIET_SECONDS = 60.0
WINDOW = 1000
"""Answers in one window: the 99th of a hundred is taken in each, and the median of the windows counts."""
TRIED_FIRST = 30
"""The first few dozen are waited for before the others follow (conversations/broadcast.toml)."""
HEAD = (
    "| recipients | allowed/s | held/s | of it | most in one second | twice | CPU µs/message | CPU of Telegram's part "
    "| memory MB: before, most, after | live p50, p99 ms without | with | times |\n| " + "--: | " * 12 + "\n"
)


@dataclass(slots=True)
class Town:
    """Readers of a broadcast, and callers who talk with the bot meanwhile; plays Telegram for both."""

    lines: WebhookLines
    got: Counter[int] = field(default_factory=Counter)
    at: list[float] = field(default_factory=list)
    live_at: list[float] = field(default_factory=list)
    waits: dict[int, float] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    numbers: count = field(default_factory=lambda: count(1))  # type: ignore[type-arg]

    def hear(self, method: str, parameters: Parameters) -> object:
        """What the bot has called; gives the `result` that Telegram would."""
        if method == "getMe":
            return BOT
        if not method.startswith("sendMessage"):
            return True
        chat_id, now = int(parameters["chat_id"]), time.perf_counter()
        if chat_id >= FIRST_READER:
            self.got[chat_id] += 1
            self.at.append(now)
        else:
            self.live_at.append(now)
            if asked_at := self.waits.pop(chat_id, None):
                self.seconds.append(now - asked_at)
        chat = {"id": chat_id, "type": "private"}
        return {"message_id": next(self.numbers), "date": int(time.time()), "chat": chat, "text": ""}

    async def call(self, number: int, of: int) -> None:
        """One caller, for ever: asks for help, waits for it, thinks."""
        one = FIRST_ID + number
        await asyncio.sleep(THINK_SECONDS * number / of)
        while True:
            self.waits[one] = time.perf_counter()
            self.lines.post({"update_id": next(self.numbers), "message": message_of(one, next(self.numbers))})
            await asyncio.sleep(THINK_SECONDS)

    def take_seconds(self) -> list[float]:
        """The answers since the last time."""
        taken, self.seconds = self.seconds, []
        return taken


def message_of(one: int, number: int) -> Parameters:
    """Somebody asks for help."""
    sender = {"id": one, "is_bot": False, "first_name": "Siti", "language_code": "id"}
    entities = [{"type": "bot_command", "offset": 0, "length": 8}]
    about = {"message_id": number, "date": int(time.time()), "text": "/bantuan", "entities": entities}
    return {"from": sender, "chat": {"id": one, "type": "private"}, **about}


@dataclass(frozen=True, slots=True)
class Measured:
    """One broadcast: sends by `time.perf_counter`, seconds of live answers, bytes of memory.

    `cpu_seconds` are all of the bot's, those of its answers included; `driver_share` is how busy whoever plays
    Telegram was.
    """

    recipients: int
    setting: int
    at: tuple[float, ...]
    live_at: tuple[float, ...]
    twice: int
    cpu_seconds: float
    driver_share: float
    memory: tuple[int, int, int]
    before: tuple[float, ...]
    during: tuple[float, ...]

    @property
    def per_second(self) -> float:
        """From the first message after those that were tried, to the last."""
        after = self.at[TRIED_FIRST:]
        return (len(after) - 1) / (after[-1] - after[0])

    @property
    def allowed(self) -> float:
        """What the bulk lane may take in that time (bot/delivery/pace.py): looked at in tenths of a second."""
        if self.setting > FREE_LIMIT:
            return self.setting
        begun, over = self.at[TRIED_FIRST], self.at[-1]
        moments = [begun + tenth / 10 for tenth in range(1 + int((over - begun) * 10))]
        rooms = (FREE_LIMIT - _between(self.live_at, moment - 1, moment) for moment in moments)
        return fmean(max(0, min(self.setting, room)) for room in rooms)

    @property
    def most_in_a_second(self) -> int:
        return max(Counter(int(moment) for moment in self.at).values())

    def row(self) -> str:
        """One line of the table."""
        without, with_it = (_percentiles(one) for one in (self.before, self.during))
        cells = (
            f"{self.recipients:,}",
            f"{self.allowed:,.1f}",
            f"{self.per_second:,.1f}",
            f"{self.per_second / self.allowed:.1%}",
            f"{self.most_in_a_second:,}",
            f"{self.twice}",
            f"{self.cpu_seconds / self.recipients * 1e6:,.0f}",
            f"{self.driver_share:.0%}",
            ", ".join(f"{one / 2**20:.0f}" for one in self.memory),
            f"{without[0]:.1f}, {without[1]:.1f}",
            f"{with_it[0]:.1f}, {with_it[1]:.1f}",
            f"{with_it[1] / without[1]:.2f}",
        )
        return f"| {' | '.join(cells)} |\n"


def _between(moments: Sequence[float], after: float, until: float) -> int:
    return bisect_right(moments, until) - bisect_right(moments, after)


def _percentiles(seconds: Sequence[float]) -> tuple[float, float]:
    """Median and 99th of a hundred, in milliseconds; the latter of the middle one of the windows."""
    count = max(1, len(seconds) // WINDOW)
    size = len(seconds) // count
    windows = [seconds[place * size : (place + 1) * size] for place in range(count)]
    return median(seconds) * 1000, median(quantiles(one, n=100)[98] for one in windows) * 1000


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time, in seconds: by the clock, of the bot's processor, of ours."""

    seconds: float
    cpu: float
    own_cpu: float

    @classmethod
    def begun(cls, pid: int) -> Self:
        return cls(time.perf_counter(), cpu_seconds_of(pid), time.process_time())

    def ended(self, pid: int) -> Self:
        """What has passed since it was begun."""
        now = self.begun(pid)
        return replace(
            self,
            seconds=now.seconds - self.seconds,
            cpu=now.cpu - self.cpu,
            own_cpu=now.own_cpu - self.own_cpu,
        )


@asynccontextmanager
async def town(folder: Path) -> AsyncIterator[tuple[Site, Town]]:
    """A bot's place and the people around it."""
    with bind("127.0.0.1", 0) as free:
        port: int = free.getsockname()[1]
    lines = WebhookLines(port, SECRET)
    people = Town(lines)
    server = await asyncio.get_running_loop().create_server(lambda: ApiLine(people.hear), "127.0.0.1", 0)
    yield Site(folder, port, "http://{}:{}".format(*server.sockets[0].getsockname())), people
    lines.close()
    server.close()


async def measure(recipients: int, setting: int, callers: int) -> Measured:
    """One broadcast to so many at this rate, with callers before it and while it runs."""
    os.environ["BULK_PER_SECOND"] = str(setting)
    with tempfile.TemporaryDirectory(prefix="sasar-bench-") as folder:
        async with town(Path(folder)) as (place, people):
            await _do(place, "seed", str(recipients))
            with place.running(("-m", "bot.bench.broadcast_body", "live")) as bot:
                await place.is_up(bot)
                await people.lines.open()
                calling = [asyncio.create_task(people.call(number, callers)) for number in range(callers)]
                await asyncio.sleep(3)
                people.take_seconds()
                await asyncio.sleep(QUIET_SECONDS)
                before, memory = people.take_seconds(), memory_of(bot.pid)
                await _do(place, "begin")
                while len(people.got) < TRIED_FIRST:  # noqa: ASYNC110 - of another process
                    await asyncio.sleep(0.1)
                # Not what was felt while a process began on our core, and statements were put together.
                people.take_seconds()
                busy = Stretch.begun(bot.pid)
                most = await _until_all_have_it(people, recipients, bot.pid)
                during, busy = people.take_seconds(), busy.ended(bot.pid)
                await asyncio.sleep(5)
                after = memory_of(bot.pid)
                for caller in calling:
                    caller.cancel()
    twice = sum(many > 1 for many in people.got.values())
    return Measured(
        recipients,
        setting,
        at=tuple(people.at),
        live_at=tuple(people.live_at),
        twice=twice,
        cpu_seconds=busy.cpu,
        driver_share=busy.own_cpu / busy.seconds,
        memory=(memory, most, after),
        before=tuple(before),
        during=tuple(during),
    )


async def _do(place: Site, *words: str) -> None:
    """Let the body do one thing and end."""
    program = (sys.executable, "-m", "bot.bench.broadcast_body", *words)
    done = await asyncio.create_subprocess_exec(
        *program, cwd=place.folder, env=place.environment, stdout=subprocess.DEVNULL
    )
    if await done.wait():
        raise RuntimeError(f"the body could not {words[0]}")


async def _until_all_have_it(people: Town, recipients: int, pid: int) -> int:
    """Wait for the last message; gives the most memory seen."""
    most, before, still = 0, 0, 0
    while len(people.got) < recipients and still < 30:  # noqa: PLR2004 - seconds without any message
        await asyncio.sleep(1)
        still = 0 if len(people.at) > before else still + 1
        most, before = max(most, memory_of(pid)), len(people.at)
    return most


def run() -> str:
    """The whole measurement as Markdown; takes about seven minutes."""
    pinned_to(two_cores()[1])
    rows = [asyncio.run(measure(*one)) for one in RUNS]
    return (
        HEAD
        + "".join(one.row() for one in rows)
        + f"\n{RUNS[0][2]} and {RUNS[1][2]} people ask for help every {THINK_SECONDS} s, before it and during it. "
        f"The rate, and what is felt, are those after the first {TRIED_FIRST}, which are waited for. "
        "What is allowed is the setting, or, "
        f"where nothing is paid, {FREE_LIMIT} less the live sends of each last second, if that is less. "
        f"The p99 is the median of windows of {WINDOW} answers; CPU is all of the bot, its answers included.\n"
    )
