"""Keys are made once, kept closely, and never mistaken for others."""

from pathlib import Path

import pytest

from storage import key_copies
from storage.database import Database
from storage.errors import KeysDiffer, KeysMissing, KeysUnreadable, WrongKind
from storage.key_copies import export_keys, import_keys
from storage.keys import Keys
from storage.migrate import upgrade
from storage.opening import find_or_create_keys
from tests.databases import KEYS
from tests.storage.people import SITI, register

PASSPHRASE = "padi menguning di sawah"


def test_a_keys_file_is_for_its_owner_alone_and_reads_back(tmp_path: Path) -> None:
    keys, file = Keys.create(), tmp_path / "var" / "keys.json"
    keys.save(file)
    assert file.stat().st_mode & 0o777 == 0o600
    assert Keys.load(file) == Keys.load(inline=file.read_text()) == keys
    assert [one.name for one in file.parent.iterdir()] == ["keys.json"]


@pytest.mark.parametrize("text", ["", "{}", "nonsense", '{"master": {"00": "AA=="}, "index": {}}'])
def test_what_is_no_keys_file_is_refused(text: str) -> None:
    with pytest.raises(KeysUnreadable):
        Keys.read(text)


def test_keys_never_show_in_words() -> None:
    keys = Keys.create()
    assert keys.master[0].secret.hex() not in repr(keys)
    assert repr(keys.master[0].secret) not in repr(keys)


def test_a_passphrase_copy_opens_with_its_passphrase_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_copies, "COST", 2**12)
    keys = Keys.create()
    copy = export_keys(keys, PASSPHRASE)
    with pytest.raises(KeysUnreadable):
        import_keys(copy, PASSPHRASE + "!")
    with pytest.raises(KeysUnreadable):
        import_keys(copy[:-9], PASSPHRASE)
    assert import_keys(copy, PASSPHRASE) == keys.exported()


def test_a_short_passphrase_is_refused() -> None:
    with pytest.raises(ValueError, match="12"):
        export_keys(Keys.create(), "rahasia")


async def test_a_database_refuses_other_keys_and_none(address: str) -> None:
    database = await Database.open(address, KEYS, kind="live")
    async with database.unit() as unit:
        await register(unit)
    await database.close()
    for keys, refusal in (
        (Keys.create(), KeysDiffer),
        (Keys(KEYS.master, Keys.create().index), KeysMissing),
        (None, KeysMissing),
    ):
        with pytest.raises(refusal):
            await Database.open(address, keys, kind="live")
    again = await Database.open(address, KEYS, kind="live")
    await again.close()


async def test_a_new_master_key_is_taken_beside_the_old_one_which_stays_needed(address: str) -> None:
    database = await Database.open(address, KEYS, kind="live")
    async with database.unit() as unit:
        await register(unit)
    await database.close()
    rotated = KEYS.rotated()
    database = await Database.open(address, rotated, kind="live")
    async with database.unit() as unit:
        assert len((await unit.load_cases([SITI]))[SITI]) == 1
    await database.close()
    with pytest.raises(KeysMissing, match=rotated.master[0].id):
        await Database.open(address, KEYS, kind="live")


async def test_practice_and_live_never_open_the_same_database(address: str) -> None:
    with pytest.raises(WrongKind):
        await Database.open(address, KEYS, kind="practice")
    await upgrade(address, kind="practice")
    with pytest.raises(WrongKind):
        await Database.open(address, KEYS, kind="practice")
    database = await Database.open(address, KEYS, kind="live")
    await database.close()


async def test_keys_are_made_only_for_an_sqlite_database_that_is_empty(tmp_path: Path) -> None:
    address, file = f"sqlite:///{tmp_path / 'sasar.db'}", tmp_path / "keys.json"
    keys = await find_or_create_keys(address, keys_file=file)
    assert await find_or_create_keys(address, keys_file=file) == keys
    await upgrade(address, kind="live")
    file.unlink()
    with pytest.raises(KeysMissing):
        await find_or_create_keys(address, keys_file=file)
    with pytest.raises(KeysMissing):
        await find_or_create_keys("postgresql://nowhere/x", keys_file=file)
    assert await find_or_create_keys(address, keys_file=file, inline=keys.written()) == keys
