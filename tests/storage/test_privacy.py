"""What people tell us is nowhere to be read, and what is erased is gone from every copy."""

import asyncio
import shutil
from pathlib import Path

import pytest
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from conversations.conversation import Conversation
from conversations.outcomes import Erasure, HandOver
from storage import tables
from storage.database import Database
from storage.errors import Unreadable
from storage.meta import HOUSE_SALT
from storage.updates import Poison
from tests.databases import KEYS, fresh_database
from tests.storage.people import LATER, NOW, SITI, form, meet, register

CANARIES = {
    "full_name": "Kenari Bersiul",
    "nik": "3273014199887766",
    "phone": "+6281298765432",
    "address": "Gang Murai Batu 99",
    "birth_place": "Tanjung Kutilang",
}
SPOKEN = "Cucak rawa berkicau"

_is_theirs = tables.salt.c.id == tables.person.c.salt_id


async def tell_everything(database: Database) -> None:
    """Put every canary wherever a person's words may end up."""
    words = " ".join((*CANARIES.values(), SPOKEN))
    async with database.unit() as unit:
        witnessed = form().consent.model_copy(update={"witness": words, "slip": words})
        await register(unit, SITI, form(1, **CANARIES, consent=witnessed))
        draft = Conversation(id="d", flow="check", version="1", answers=dict(CANARIES))
        unit.save_conversation(SITI, draft, revision=0, now=NOW)
        other = Conversation(id="e", flow="check", version="1", subject="wife", answers={"said": words})
        unit.save_conversation(SITI, other, revision=0, status="parked", now=NOW)
        unit.say(SITI, "1", "sendMessage", {"text": words}, now=NOW)
        await unit.keep(SITI, HandOver(topic="claim", question=words), update_id=1, now=NOW)
        await unit.quarantine(Poison(5, SITI, words.encode(), "ValueError", "REF1"), NOW)
        await unit.quarantine(Poison(6, None, words.encode(), "ValueError", "REF2"), NOW)


async def everything_kept(database: Database) -> bytes:
    """All that lies on the disk: SQLite's files with the log, or PostgreSQL's own dump."""
    if database.is_sqlite:
        file = Path(str(database.url.database))
        return b"".join(await asyncio.gather(*(asyncio.to_thread(one.read_bytes) for one in _files(file))))
    if shutil.which("pg_dump") is None:
        pytest.skip("no pg_dump here")
    address = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    dump = await asyncio.create_subprocess_exec("pg_dump", address, stdout=asyncio.subprocess.PIPE)
    return (await dump.communicate())[0]


def _files(file: Path) -> list[Path]:
    return list(file.parent.glob(file.name + "*"))


async def test_no_word_of_a_person_lies_open_on_the_disk(database: Database) -> None:
    await tell_everything(database)
    kept = await everything_kept(database)
    assert b"registration" in kept
    for canary in (*CANARIES.values(), SPOKEN):
        for shape in (canary.encode(), canary.encode().hex().encode(), canary.encode("utf-16-le")):
            assert shape not in kept
    async with database.reading() as unit:
        [case] = (await unit.load_cases([SITI]))[SITI]
        assert {name: case.answers[name] for name in CANARIES} == CANARIES


async def test_errors_of_the_database_repeat_nothing_of_a_person(database: Database) -> None:
    async def write_in_twice() -> None:
        async with database.unit() as unit:
            unit.meet(SITI, SITI, language=SPOKEN, now=NOW)

    await write_in_twice()
    with pytest.raises(IntegrityError) as caught:
        await write_in_twice()
    assert SPOKEN not in f"{caught.value} {caught.value!r} {caught.value.__cause__}"
    async with database.reading() as unit:
        assert (await unit.load_contacts([SITI]))[SITI].language == SPOKEN


async def test_an_erased_person_is_unreadable_in_an_older_copy_of_the_rows_too(database: Database) -> None:
    await tell_everything(database)
    async with database.reading() as unit:
        [older] = await unit.fetch(select(tables.person, tables.salt.c.secret).join(tables.salt, _is_theirs))
    assert database.sealer.open(older["secret"], "person.body", older["id"], older["body"])
    async with database.unit() as unit:
        await meet(unit, SITI)
        await unit.keep(SITI, Erasure(), update_id=2, now=LATER)
    async with database.reading() as unit:
        salts = [row["secret"] for row in await unit.fetch(select(tables.salt))]
        buried = {row["salt_id"] for row in await unit.fetch(select(tables.tombstone))}
    assert older["salt_id"] in buried
    assert older["secret"] not in salts
    for secret in salts:
        with pytest.raises(Unreadable):
            database.sealer.open(secret, "person.body", older["id"], older["body"])


async def test_the_erased_salt_is_not_left_in_free_pages_of_sqlite(tmp_path: Path) -> None:
    async with fresh_database("sqlite", tmp_path) as database:
        await tell_everything(database)
        async with database.reading() as unit:
            secrets = [
                row["secret"]
                for row in await unit.fetch(select(tables.salt).where(tables.salt.c.id != HOUSE_SALT))
            ]
        async with database.unit() as unit:
            await meet(unit, SITI)
            await unit.keep(SITI, Erasure(), update_id=2, now=LATER)
        await database.compact()
        kept = await everything_kept(database)
    assert secrets
    assert not [secret for secret in secrets if secret in kept]


async def test_a_draft_about_somebody_else_goes_with_its_own_salt(database: Database) -> None:
    await tell_everything(database)
    async with database.unit() as unit:
        before = len(await unit.fetch(select(tables.salt)))
        await unit.load_conversations([SITI])
        unit.end_conversation("e", revision=1)
        await unit.flush()
        assert len(await unit.fetch(select(tables.salt))) == before - 1


async def test_without_its_salt_a_case_shows_its_state_and_nobody(database: Database) -> None:
    await tell_everything(database)
    async with database.unit() as unit:
        [person] = await unit.fetch(select(tables.person))
        await unit.connection.execute(delete(tables.salt).where(tables.salt.c.id == person["salt_id"]))
    async with database.reading() as unit:
        [case] = (await unit.load_cases([SITI]))[SITI]
    assert (case.state, case.full_name, case.answers) == ("submitted", "", {})


async def test_the_keys_are_not_in_the_database(database: Database) -> None:
    await tell_everything(database)
    kept = await everything_kept(database)
    secrets = [key.secret for key in (*KEYS.master, *KEYS.index)]
    assert KEYS.master[0].fingerprint.encode() in kept
    assert not [one for one in secrets if one in kept or one.hex().encode() in kept]
