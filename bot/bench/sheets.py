"""Measures handing over: a locked workbook goes out and comes back answered, while people talk to the bot."""

import asyncio
import io
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles

import xlsxwriter
from msoffcrypto.format.ooxml import OOXMLFile
from python_calamine import CalamineWorkbook

from bot.bench.broadcast import THINK_SECONDS, Town, message_of
from bot.bench.crowd import FIRST_ID
from bot.bench.lines import ApiLine, Parameters, WebhookLines
from bot.bench.machine import children_of, memory_of, pinned_to, two_cores
from bot.bench.sheets_body import HEAD
from bot.bench.tally import SERVER
from bot.bench.worker import SECRET, Site
from bot.web import bind
from conversations.rules.dates import add_months
from storage.filling import fresh_database_on
from storage.keys import Keys

ROWS = int(os.environ.get("SASAR_BENCH_ROWS", "100000"))
CALLERS = 10
QUIET_SECONDS = 10.0
PATIENCE = 1800.0
AGAIN_SECONDS = 15.0
TITLES = ("NOMOR SASAR", "KPJ", "KODE IURAN", "LUNAS SAMPAI")
TABLE_HEAD = (
    "| what | seconds | rows/s | memory of the bot MB, most | of the process beside it | told how far "
    "| live p50, p99, longest ms |\n| --- " + "| --: " * 6 + "|\n"
)


@dataclass(slots=True)
class Branch(Town):
    """Callers who talk with the bot, and the screen of the branch head."""

    screen: list[str] = field(default_factory=list)
    edits: int = 0
    sent_file: bytes = b""
    files: dict[str, bytes] = field(default_factory=dict)

    def hear(self, method: str, parameters: Parameters) -> object:
        """What the bot has called; gives the `result` that Telegram would."""
        if method == "getFile":
            return {"file_id": "x", "file_unique_id": "x", "file_path": parameters["file_id"]}
        if method in self.files:
            return self.files[method]
        if method.startswith("sendDocument"):
            parts = bytes(parameters["parts"])
            self.sent_file = parts[parts.index(b"\xd0\xcf\x11\xe0") :]
            self.screen.append("file")
            return {"message_id": next(self.numbers), "date": 0, "chat": {"id": HEAD, "type": "private"}}
        if int(parameters.get("chat_id", 0)) == HEAD:
            self.edits += method.startswith("editMessage")
            self.screen.append(str(parameters.get("text", "")))
        return Town.hear(self, method, parameters)

    async def call(self, number: int, of: int) -> None:
        """The same, but who waits does not ask anew; after a while the question comes again, as Telegram brings it."""
        one, asked_at = FIRST_ID + number, 0.0
        await asyncio.sleep(THINK_SECONDS * number / of)
        while True:
            now = time.perf_counter()
            if one not in self.waits or now - asked_at > AGAIN_SECONDS:
                self.waits.setdefault(one, now)
                asked_at = now
                message = message_of(one, next(self.numbers))
                self.lines.post({"update_id": next(self.numbers), "message": message})
            await asyncio.sleep(THINK_SECONDS)

    async def sees(self, words: str) -> str:
        """Wait until the branch head is told something with these words; gives the whole of it."""
        until = time.perf_counter() + PATIENCE
        while time.perf_counter() < until:
            for text in self.screen:
                if words in text:
                    self.screen.clear()
                    return text
            await asyncio.sleep(0.05)
        raise RuntimeError(f"the branch head waits in vain for {words!r}: {self.screen}")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the way: seconds, most bytes of the bot and of the process beside it, edits, live answers."""

    name: str
    seconds: float
    memory: tuple[int, int]
    edits: int
    answers: tuple[float, ...]

    def row(self, rows: int) -> str:
        """One line of the table."""
        live = ", ".join(f"{one * 1000:.0f}" for one in spread(self.answers))
        bot, beside = (f"{one / 2**20:.0f}" for one in self.memory)
        pace = f"{rows / self.seconds:,.0f}" if rows else ""
        return f"| {self.name} | {self.seconds:.1f} | {pace} | {bot} | {beside} | {self.edits} | {live} |\n"


def spread(seconds: tuple[float, ...]) -> tuple[float, ...]:
    """The middle, the last but one of a hundred, and the longest; nothing of fewer than two."""
    if len(seconds) < 2:  # noqa: PLR2004 - nothing to divide
        return seconds
    cuts = quantiles(seconds, n=100)
    return cuts[49], cuts[98], max(seconds)


class Watch:
    """Measures one part after the other."""

    def __init__(self, branch: Branch, pid: int) -> None:
        self._branch, self._pid = branch, pid
        self._most = [0, 0]
        self.parts: list[Part] = []

    @asynccontextmanager
    async def part(self, name: str) -> AsyncIterator[None]:
        """Everything within is this part."""
        self._branch.take_seconds()
        self._most, edits, began_at = [0, 0], self._branch.edits, time.perf_counter()
        looking = asyncio.create_task(self._look())
        yield
        looking.cancel()
        seconds, edits = time.perf_counter() - began_at, self._branch.edits - edits
        answers = tuple(self._branch.take_seconds())
        self.parts.append(Part(name, seconds, (self._most[0], self._most[1]), edits, answers))

    async def _look(self) -> None:
        while True:
            self._most[0] = max(self._most[0], memory_of(self._pid))
            for child in children_of(self._pid):
                with suppress(OSError):
                    self._most[1] = max(self._most[1], memory_of(child))
            await asyncio.sleep(0.05)


@asynccontextmanager
async def branch(folder: Path, database_url: str) -> AsyncIterator[tuple[Site, Branch]]:
    """A bot's place and the people around it."""
    with bind("127.0.0.1", 0) as free:
        port: int = free.getsockname()[1]
    lines = WebhookLines(port, SECRET, CALLERS)  # a line that idles for seconds is closed
    people = Branch(lines)
    server = await asyncio.get_running_loop().create_server(lambda: ApiLine(people.hear), "127.0.0.1", 0)
    Keys.create().save(folder / "keys.json")
    yield Site(folder, port, "http://{}:{}".format(*server.sockets[0].getsockname()), database_url), people
    lines.close()
    server.close()


async def measure(rows: int, database_url: str = "") -> list[Part]:
    """The whole way there and back, on SQLite unless an address is given."""
    with tempfile.TemporaryDirectory(prefix="sasar-bench-") as folder:
        async with branch(Path(folder), database_url) as (place, people):
            await _body(place, "seed", str(rows))
            with place.running(("-m", "bot.bench.sheets_body", "live")) as bot:
                await place.is_up(bot)
                await people.lines.open()
                calling = [asyncio.create_task(people.call(number, CALLERS)) for number in range(CALLERS)]
                await asyncio.sleep(3)
                watch = Watch(people, bot.pid)
                await there_and_back(place, people, watch)
                for caller in calling:
                    caller.cancel()
    return watch.parts


async def there_and_back(place: Site, people: Branch, watch: Watch) -> None:
    """Each part in turn; raises RuntimeError when something does not come back as it went."""
    async with watch.part("nothing, for comparison"):
        await asyncio.sleep(QUIET_SECONDS)
    async with watch.part("batch and locked workbook"):
        await _body(place, "hand")
        word = await people.sees("Kata kunci")
    references = await asyncio.to_thread(read_back, people.sent_file, word)
    for name, mark in (("answer.xlsx", ""), ("again.xlsx", " ")):
        people.files[name] = await asyncio.to_thread(answered, references, mark)
    await people.lines.open()
    async with watch.part("answer tried dry"):
        await _body(place, "bring", "answer.xlsx")
        await told(people, f"{len(references)} baris membawa kabar baru")
    async with watch.part("answer taken"):
        await _body(place, "take")
        await people.sees("sudah dimuat")
    async with watch.part("the same file again"):
        await _body(place, "bring", "answer.xlsx")
        await people.sees("sudah pernah dimuat")
    async with watch.part("the same rows in another file"):
        await _body(place, "bring", "again.xlsx")
        await told(people, "0 baris membawa kabar baru")


async def told(people: Branch, words: str) -> None:
    """What a file would do, in these words and no others."""
    said = await people.sees("membawa kabar baru")
    if words not in said:
        raise RuntimeError(f"{words!r} was expected, not {said!r}")


def read_back(locked: bytes, word: str) -> list[str]:
    """The references in the workbook, opened with the password that came apart from it."""
    (password,) = re.findall(r"<code>(\S+)</code>", word)
    file, plain = OOXMLFile(io.BytesIO(locked)), io.BytesIO()
    file.load_key(password=password)
    file.decrypt(plain)
    plain.seek(0)
    titles, *rows = CalamineWorkbook.from_filelike(plain).get_sheet_by_index(0).to_python()
    place = titles.index("NOMOR SASAR")
    return [str(row[place]) for row in rows]


def answered(references: list[str], mark: str) -> bytes:
    """What the core system says of them: card numbers, payment codes and paid months; `mark` makes another file."""
    made, paid_until = io.BytesIO(), f"{add_months(datetime.now(UTC).date(), 2):%m-%Y}"
    with xlsxwriter.Workbook(made, {"constant_memory": True}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, (*TITLES, "CATATAN" + mark))
        for number, reference in enumerate(references):
            numbers = (f"{number:011d}", f"{number:010d}", paid_until)
            page.write_row(number + 1, 0, (reference, *numbers))
    return made.getvalue()


async def _body(place: Site, *words: str) -> None:
    """Let the body do one thing and end."""
    program = (sys.executable, "-m", "bot.bench.sheets_body", *words)
    done = await asyncio.create_subprocess_exec(
        *program, cwd=place.folder, env=place.environment, stdout=subprocess.DEVNULL
    )
    if await done.wait():
        raise RuntimeError(f"the body could not {words[0]}")


async def _on_both() -> dict[str, list[Part]]:
    found = {"SQLite": await measure(ROWS)}
    async with fresh_database_on(SERVER) as address:
        found["PostgreSQL"] = await measure(ROWS, address)
    return found


def table(name: str, parts: list[Part]) -> str:
    """One database as Markdown."""
    rows = (part.row(ROWS if number else 0) for number, part in enumerate(parts))
    return f"**{name}**, {ROWS:,} people\n\n{TABLE_HEAD}{''.join(rows)}\n"


def run() -> str:
    """Both databases as Markdown; some fifteen minutes."""
    pinned_to(two_cores()[1])
    before = os.getloadavg()[0]
    tables = "".join(table(*one) for one in asyncio.run(_on_both()).items())
    return (
        f"{tables}{CALLERS} people ask for help twice a second meanwhile. The process that writes or reads a sheet "
        f"shares the bot's core, behind it (nice 10). Load average of the machine: {before:.1f} before, "
        f"{os.getloadavg()[0]:.1f} after.\n"
    )
