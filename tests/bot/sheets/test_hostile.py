"""Files meant to harm: each is refused by name, soon, and in little memory, by a process of which nothing is left."""

import json
import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.sheets.apart import PROGRAM, SheetNotMadeError, making, reading
from bot.sheets.bounds import MEMORY_BYTES
from bot.sheets.columns import read_mapping
from bot.sheets.refusing import SheetRefusedError
from conversations.texts import LANGUAGES, load
from tests.bot.sheets import fuzzing
from tests.bot.sheets.hostile import HOSTILE, plain, shared_strings

NAMES = read_mapping().answer
CASES = pytest.mark.parametrize(("make", "code"), HOSTILE.values(), ids=HOSTILE.keys())
WATCHING = Path(__file__).with_name("watching.py")
MOST_SECONDS, MOST_BYTES = 2.0, 100_000_000


@dataclass(frozen=True, slots=True)
class Used:
    """What a child said first, and what it cost."""

    head: dict[str, str]
    seconds: float
    memory_bytes: int


def judged(content: bytes, folder: Path) -> Used:
    """The same child that the bot starts, watched from a small process: memory is counted from whoever begot one."""
    asked = folder / "asked"
    asked.write_bytes(json.dumps({"names": NAMES, "chosen": {}}).encode() + b"\n" + content)
    told = subprocess.check_output([sys.executable, str(WATCHING), str(asked)])  # noqa: S603 - our own
    head, seconds, memory_bytes = json.loads(told)
    return Used(head, seconds, memory_bytes)


@CASES
def test_a_hostile_file_is_refused_by_name_soon_and_in_little_memory(
    make: Callable[[], bytes], code: str, tmp_path: Path
) -> None:
    used = judged(make(), tmp_path)
    assert used.head == {"refused": code}
    assert used.seconds < MOST_SECONDS
    # Only what is small on disk and large once it is read grows until the bounds end it.
    assert used.memory_bytes < (MEMORY_BYTES if make is shared_strings else MOST_BYTES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_way_of_being_refused_has_a_sentence(language: str) -> None:
    for _, code in HOSTILE.values():
        assert load(language).find(f"core_answer.refused.{code}")


async def test_who_asked_hears_of_it_and_the_next_file_is_read() -> None:
    for name in ("two far corners", "macros"):
        make, code = HOSTILE[name]
        with pytest.raises(SheetRefusedError) as refused:
            async with reading(make(), NAMES, {}):
                pass
        assert refused.value.code == code
    async with reading(b"NOMOR SASAR;KPJ\nSSR-TEST-01;12345678901\n", NAMES, {}) as read:
        (rows,) = [rows async for rows in read.in_parts(10)]
    assert [(row.reference, row.card_number) for row in rows] == [("SSR-TEST-01", "12345678901")]


async def test_a_child_that_dies_in_the_middle_is_no_file() -> None:
    async with making("masked", read_mapping().columns, "") as file:
        await file.add([["1"] * 16])
        os.kill(file.pid, signal.SIGKILL)
        with pytest.raises(SheetNotMadeError):
            await file.finish()


def test_a_writer_whose_master_dies_leaves_no_file_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    head = {"form": "masked", "columns": [{"title": "NIK", "source": "nik"}], "password": ""}
    written = "\n".join(map(json.dumps, (head, [["3202"]])))
    assert subprocess.check_output([*PROGRAM, "write"], input=written.encode()) == b""  # noqa: S603
    assert list(tmp_path.iterdir()) == []


def test_whatever_is_changed_in_a_file_it_is_read_or_refused() -> None:
    seed = secrets.randbelow(10**9)
    told = subprocess.check_output([sys.executable, "-m", fuzzing.__name__, str(seed), "60"], text=True)  # noqa: S603
    assert told.split()[-1] == "60", f"seed {seed}: {told}"


def test_a_plain_file_is_not_hostile(tmp_path: Path) -> None:
    assert judged(plain(), tmp_path).head == {"refused": "empty"}
