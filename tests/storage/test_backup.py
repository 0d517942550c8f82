"""A copy made while others write is whole, and whoever was erased stays erased after a restore."""

from datetime import timedelta
from pathlib import Path

import pytest

from conversations.conversation import Conversation
from conversations.outcomes import Erasure
from storage.backup import backup, rebury, restore
from storage.database import Database
from storage.deliveries import Mark
from storage.errors import BackupBroken
from storage.tallies import Heap
from tests.databases import KEYS, fresh_address
from tests.storage.people import LATER, NOW, SITI, VILLAGE, form, meet, register

BUDI = 4_002
DRAFT = Conversation("c", "check", "1", answers={"age": 40})


async def opened(address: str) -> Database:
    return await Database.open(address, KEYS, kind="live")


async def test_an_erased_person_stays_erased_when_an_older_backup_returns(tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    async with fresh_address("sqlite", tmp_path) as address:
        database = await opened(address)
        async with database.unit() as unit:
            await register(unit)
            await register(unit, BUDI, form(2))
            unit.save_conversation(SITI, DRAFT, revision=0, now=NOW)
            unit.say(SITI, "before", "sendMessage", {"text": "Bu Siti"}, now=NOW)
        await backup(address, copy)
        async with database.unit() as unit:
            await meet(unit, SITI)
            await unit.keep(SITI, Erasure(), update_id=1, now=LATER)
            await register(unit, BUDI, form(3))
        await database.close()

        buried = await restore(address, copy)
        database = await opened(address)
        assert await rebury(database, buried, LATER) == 3
        assert await rebury(database, (), LATER) == 0
        async with database.unit() as unit:
            cases = await unit.load_cases([SITI, BUDI])
            assert (cases[SITI], [one.reference for one in cases[BUDI]]) == ((), ["SR-000002"])
            assert await unit.load_tallies([VILLAGE]) == await unit.recount()
            assert (await unit.recount())[Heap(VILLAGE, "erased")] == 1
            await meet(unit, SITI)
            unit.save_conversation(SITI, DRAFT, revision=0, now=LATER)
            unit.say(SITI, "after", "sendMessage", {"text": "Halo"}, now=LATER)
        async with database.unit() as unit:
            rows = await unit.claim("me", lane="live", limit=5, now=LATER, lease_until=LATER)
            assert [row.key for row in rows] == ["after"]
        async with database.unit() as unit:
            await unit.sweep(LATER + timedelta(days=2))
            assert SITI in await unit.load_contacts([SITI])  # she talks with us again
            await unit.load_conversations([SITI])
            unit.end_conversation(DRAFT.id, revision=1)
        async with database.unit() as unit:
            await unit.mark([Mark(row.id, "sent") for row in rows], owner="me", now=LATER)
            assert (await unit.sweep(LATER + timedelta(days=2)))["erased contacts"] == 1
        await database.close()


async def test_a_backup_holds_a_commit_that_is_still_in_the_log(tmp_path: Path) -> None:
    async with fresh_address("sqlite", tmp_path) as address:
        database = await opened(address)
        async with database.unit() as unit:
            await register(unit)
        await backup(address, tmp_path / "copy.db")
        await database.close()
    assert (tmp_path / "copy.db").stat().st_mode & 0o777 == 0o600
    copy = await opened(f"sqlite:///{tmp_path / 'copy.db'}")
    async with copy.reading() as unit:
        assert len((await unit.load_cases([SITI]))[SITI]) == 1
    await copy.close()


async def test_a_damaged_backup_changes_nothing(tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    async with fresh_address("sqlite", tmp_path) as address:
        database = await opened(address)
        async with database.unit() as unit:
            await register(unit)
        await database.close()
        await backup(address, copy)
        whole = copy.read_bytes()
        for broken in (b"nothing", whole[:4096] + bytes(8192) + whole[12288:]):
            copy.write_bytes(broken)
            with pytest.raises(BackupBroken):
                await restore(address, copy)
        database = await opened(address)
        async with database.reading() as unit:
            assert len((await unit.load_cases([SITI]))[SITI]) == 1
        await database.close()


async def test_a_backup_never_overwrites_another_and_is_for_sqlite(tmp_path: Path) -> None:
    async with fresh_address("sqlite", tmp_path) as address:
        await backup(address, tmp_path / "copy.db")
        with pytest.raises(FileExistsError):
            await backup(address, tmp_path / "copy.db")
    with pytest.raises(ValueError, match="pg_dump"):
        await backup("postgresql://nowhere/sasar", tmp_path / "other.db")
