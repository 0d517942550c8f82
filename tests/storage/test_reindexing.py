"""A new index key: nobody works meanwhile, a kill at any point loses nothing, and afterwards everybody is found."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from conversations.facts import Needs
from storage.database import Database
from storage.errors import InUse, KeysMissing, NikTaken, Reindexing
from storage.keys import Keys
from storage.reindexing import begin_reindexing, end_reindexing, reindex
from storage.tables import badge, first_promise, nik_lookup, person, pin, registration, salt
from tests.databases import KEYS
from tests.storage.people import LATER, NOW, SITI, form, register

PEOPLE = 5
BOTH = KEYS.with_new_index()
NEWEST = BOTH.indexing_with(BOTH.index[-1].id)


async def opened(address: str, keys: Keys, *, is_reindexing: bool = False) -> Database:
    return await Database.open(address, keys, kind="live", is_reindexing=is_reindexing)


async def fill(address: str) -> None:
    """People, one of them rejected and with a card, one emptied; a PIN, and a look-up."""
    database = await opened(address, KEYS)
    async with database.unit() as unit:
        for number in range(PEOPLE):
            await register(unit, SITI, form(number, phone=f"+62812000000{number:02}"))
        await unit.flush()
        rows = await unit.fetch(select(registration.c.id, person.c.id.label("person_id"), person.c.nik_index,
                                       salt.c.id.label("salt_id"), salt.c.secret)
                                .join(person, person.c.id == registration.c.person_id)
                                .join(salt, salt.c.id == person.c.salt_id).order_by(registration.c.id))  # fmt: skip
        await unit.empty_people([rows[0]["person_id"]])
        promise = {"nik_index": rows[1]["nik_index"], "registration_id": rows[1]["id"], "first_at": NOW}
        stray = {"nik_index": b"0" * 32, "registration_id": rows[0]["id"], "first_at": NOW}
        await unit.connection.execute(insert(first_promise), [promise, stray])
        await unit.connection.execute(
            insert(pin), [{"contact_id": SITI, "hash": "x", "wrong": 0, "set_at": NOW}]
        )
        await unit.load_facts({SITI: Needs(frozenset(["3273014100000009"]))}, now=NOW)
    await database.close()


async def rotated(address: str, *, most: int = 100) -> Keys | None:
    """The keys afterwards, or None when it was given up after so many bites."""
    database = await opened(address, NEWEST, is_reindexing=True)
    try:
        async with database.unit() as unit:
            await begin_reindexing(unit, LATER)
        for _ in range(most):
            async with database.unit() as unit:
                if not await reindex(unit, limit=1):
                    break
        else:
            return None
        async with database.unit() as unit:
            return await end_reindexing(unit, NEWEST)
    finally:
        await database.close()


@pytest.mark.parametrize("killed_after", [0, 1, 3])
async def test_a_change_that_was_killed_keeps_everybody_out_and_goes_on_to_its_end(
    address: str, killed_after: int
) -> None:
    await fill(address)
    assert await rotated(address, most=killed_after) is None
    with pytest.raises(Reindexing, match="keys rotate --index"):
        await opened(address, BOTH)
    alone = await rotated(address)
    assert alone is not None
    assert [key.id for key in alone.index] == [NEWEST.index[0].id]
    with pytest.raises(KeysMissing):
        await opened(address, KEYS)
    for keys in (alone, BOTH, NEWEST):
        database = await opened(address, keys)
        async with database.unit() as unit:
            niks = frozenset(f"32730141{number:08d}" for number in range(1, PEOPLE))
            assert (await unit.load_facts({SITI: Needs(niks)}, now=LATER))[SITI].taken_niks == niks
            index = unit.sealer.index("phone", "+6281200000003")
            assert len(await unit.fetch(select(person.c.id).where(person.c.phone_index == index))) == 1
            assert len(await unit.fetch(select(person).where(person.c.nik_index.is_not(None)))) == PEOPLE - 1
        await database.close()


async def test_a_nik_stays_unique_and_what_only_chance_knew_is_given_anew(address: str) -> None:
    await fill(address)
    alone = await rotated(address)
    database = await opened(address, alone)
    with pytest.raises(NikTaken):
        async with database.unit() as unit:
            await register(unit, SITI, form(2, reference="SR-AGAIN"))
    async with database.reading() as unit:
        [promise] = await unit.fetch(select(first_promise.c.nik_index))
        assert promise["nik_index"] == unit.sealer.index("nik", "3273014100000001")
        for table in (pin, badge, nik_lookup):
            assert not await unit.fetch(select(table))
    await database.close()


async def test_nothing_is_changed_while_replicas_are_at_work(database: Database) -> None:
    async with database.unit() as unit:
        assert await unit.take_lease("schedule", "one", now=NOW, until=NOW + timedelta(seconds=30))
    with pytest.raises(InUse, match="stop them all"):
        async with database.unit() as unit:
            await begin_reindexing(unit, NOW)
    async with database.unit() as unit:
        await begin_reindexing(unit, NOW + timedelta(minutes=1))
