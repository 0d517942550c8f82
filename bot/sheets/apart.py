"""Files are made and read in a process of their own: beside the chats, without our secrets, and within bounds."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bot.sheets.columns import Column
from bot.sheets.refusing import SheetRefusedError
from conversations.core_answers import AnswerRow, Columns

PROGRAM = (sys.executable, "-m", "bot.sheets")
ENVIRONMENT = {"PYTHONPATH": str(Path(__file__).parents[2]), "PATH": os.defpath, "LANG": "C.UTF-8"}
"""All that the child knows of us: no token, no keys, no address of a database."""
LINE_BYTES = 2**20
PATIENCE = 90.0
"""Seconds until the first word of a child; its processor time is bounded more narrowly (bot/sheets/bounds.py)."""


class SheetNotMadeError(RuntimeError):
    """The child that was to make a file died; the file is made again."""


@dataclass(frozen=True, slots=True)
class Child:
    """A process that does one thing for us: what it is asked, and what it tells."""

    pid: int
    asked: asyncio.StreamWriter
    told: asyncio.StreamReader


@dataclass(frozen=True, slots=True)
class Read:
    """A file that was read: its titles, the columns that are known, and its rows as they come from the child."""

    titles: Sequence[str]
    columns: Columns
    row_count: int
    lines: asyncio.StreamReader

    async def in_parts(self, size: int, *, after: int = 0) -> AsyncIterator[Sequence[AnswerRow]]:
        """The rows behind the first `after`, so many at a time; raises `SheetRefusedError` when the child dies."""
        rows: list[AnswerRow] = []
        for number in range(self.row_count):
            if not (line := await self.lines.readline()).endswith(b"\n"):
                raise SheetRefusedError("too_big")
            if number >= after:
                rows.append(_row(line))
            if len(rows) == size:
                yield rows
                rows = []
        if rows:
            yield rows


@asynccontextmanager
async def reading(content: bytes, names: Mapping[str, Sequence[str]], chosen: Columns) -> AsyncIterator[Read]:
    """Read the core system's answer; `names` and `chosen` are those of `find_columns`.

    Raises `SheetRefusedError`, also for a file over which the child ran out of memory or time.
    """
    async with _child("read") as child:
        feeding = asyncio.create_task(_feed(child.asked, {"names": names, "chosen": chosen}, content))
        try:
            async with asyncio.timeout(PATIENCE):
                first = await child.told.readline()
        except TimeoutError:
            first = b""
        finally:
            feeding.cancel()
            await asyncio.gather(feeding, return_exceptions=True)
        head: dict[str, Any] = json.loads(first) if first.endswith(b"\n") else {"refused": "too_big"}
        if "refused" in head:
            raise SheetRefusedError(str(head["refused"]))
        yield Read(head["titles"], head["columns"], head["row_count"], child.told)


async def _feed(asked: asyncio.StreamWriter, head: Mapping[str, object], content: bytes) -> None:
    with suppress(ConnectionError):  # a child that has seen enough listens no more
        await _say(asked, head)
        for part in _parts(content):
            asked.write(part)
            await asked.drain()
        asked.close()


def _parts(content: bytes) -> Sequence[memoryview]:
    whole = memoryview(content)
    return [whole[start : start + LINE_BYTES] for start in range(0, len(whole), LINE_BYTES)]


def _row(line: bytes) -> AnswerRow:
    told = json.loads(line)
    paid_until = told["paid_until"] and date.fromisoformat(told["paid_until"])
    return AnswerRow(**{**told, "paid_until": paid_until, "problems": tuple(told["problems"])})


class Making:
    """A file that a child writes, row by row; `pid` is the child's."""

    def __init__(self, child: Child) -> None:
        self.pid, self._asked, self._told = child.pid, child.asked, child.told

    async def add(self, rows: Sequence[Sequence[str]]) -> None:
        """Write more rows."""
        await _say(self._asked, rows)

    async def finish(self) -> bytes:
        """The whole file; raises `SheetNotMadeError`."""
        await _say(self._asked, None)
        self._asked.close()
        head = await self._told.readline()
        content = await self._told.read()
        if not head.endswith(b"\n") or len(content) != int(head):
            raise SheetNotMadeError("the process that made a file died")
        return content


@asynccontextmanager
async def making(form: str, columns: Sequence[Column], password: str) -> AsyncIterator[Making]:
    """Write a file in one of the forms of `bot.sheets.forms`; an empty password leaves it open.

    Raises `SheetNotMadeError` when the child dies.
    """
    async with _child("write") as child:
        try:
            await _say(
                child.asked, {"form": form, "columns": [asdict(one) for one in columns], "password": password}
            )
            yield Making(child)
        except ConnectionError as error:
            raise SheetNotMadeError("the process that made a file died") from error


async def _say(asked: asyncio.StreamWriter, said: object) -> None:
    asked.write(json.dumps(said, ensure_ascii=False).encode() + b"\n")
    await asked.drain()


@asynccontextmanager
async def _child(word: str) -> AsyncIterator[Child]:
    """A child that does one thing; whatever happens here, it is gone afterwards."""
    pipe, silence = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
    child = await asyncio.create_subprocess_exec(
        *PROGRAM,
        word,
        stdin=pipe,
        stdout=pipe,
        stderr=silence,
        env=ENVIRONMENT,
        limit=LINE_BYTES,
        start_new_session=True,  # a Ctrl-C is for us, and we end it
    )
    assert child.stdin and child.stdout  # noqa: S101, PT018 - both were asked for
    try:
        yield Child(child.pid, child.stdin, child.stdout)
    finally:
        child.stdin.close()
        with suppress(ProcessLookupError):
            child.kill()
        await child.communicate()
