"""A process that is killed at any moment leaves whole batches or nothing of them."""

import asyncio
import signal
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select

from storage.database import Database
from storage.keys import Keys
from storage.migrate import upgrade
from storage.tables import outbox, registration, seen_update
from tests.storage.people import VILLAGE

WRITER = """
import asyncio, sys
from pathlib import Path
from storage.database import Database
from storage.keys import Keys
from tests.storage.people import NOW, form, register

async def write(address, keys):
    database = await Database.open(address, keys, kind="live")
    async with database.reading() as unit:
        number = max(await unit.seen(range(10_000)), default=0)
    while True:
        async with database.unit() as unit:
            for number in range(number + 1, number + 6):
                await register(unit, number, form(number))
                unit.say(number, str(number), "sendMessage", {"text": "Terima kasih"}, now=NOW)
                unit.mark_seen([number], NOW)
        print(number, flush=True)

asyncio.run(write(sys.argv[1], Keys.load(Path(sys.argv[2]))))
"""


@pytest.mark.kill
async def test_kills_at_any_moment_lose_no_commit_and_leave_no_half_of_one(tmp_path: Path) -> None:
    address, keys = f"sqlite:///{tmp_path / 'sasar.db'}", Keys.create()
    keys.save(tmp_path / "keys.json")
    await upgrade(address, kind="live")
    committed = 0
    for batches in (1, 3, 6):
        command = (sys.executable, "-c", WRITER, address, str(tmp_path / "keys.json"))
        writer = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
        assert writer.stdout
        for _ in range(batches):
            committed = int(await writer.stdout.readline())
        writer.send_signal(signal.SIGKILL)
        await writer.communicate()
        await whole_batches_are_there(address, keys, committed)


async def whole_batches_are_there(address: str, keys: Keys, committed: int) -> None:
    database = await Database.open(address, keys, kind="live")
    async with database.unit() as unit:
        counts = [
            (await unit.fetch(select(func.count().label("many")).select_from(table)))[0]["many"]
            for table in (seen_update, registration, outbox)
        ]
        assert len(set(counts)) == 1
        assert counts[0] >= committed
        assert counts[0] % 5 == 0
        assert await unit.load_tallies([VILLAGE]) == await unit.recount()
    await database.close()
