"""What measurements are made on is a database like any other: its tallies are what counting gives."""

from pathlib import Path

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from conversations.actor import Actor, Role
from conversations.facts import Place
from conversations.periods import week_of
from storage.database import Database
from storage.filling import count_plainly, fill, fresh_database_on, prepare, tidy
from storage.keys import Keys
from storage.migrate import upgrade
from storage.recount import find_differences
from storage.summaries import Summaries
from tests.databases import SERVER, empty_address
from tests.storage.people import NOW, VILLAGE

VILLAGES = (VILLAGE, "3273011002", "3202252004")


async def test_filled_tallies_equal_a_recount_at_every_size(empty: str, place: Place) -> None:
    await upgrade(empty, kind="practice")
    database = await Database.open(empty, Keys.create(), kind="practice")
    try:
        await prepare(database, VILLAGES, NOW.date())
        for first, last in ((0, 1), (1, 12)):
            await fill(database, first, last, NOW)
            await tidy(database)
            async with database.reading() as unit:
                assert await find_differences(unit) == ()
                assert await count_plainly(unit, "") == 3 * last
                assert await count_plainly(unit, VILLAGE[:4]) == 2 * last
                everybody = Actor(1, frozenset({Role.ADMINISTRATOR}))
                summaries = Summaries(unit, everybody, place.regions, NOW.date())
                assert (await summaries.load("", week_of(NOW.date()))).counts.submitted == 3 * last
    finally:
        await database.close()


@pytest.mark.postgres
async def test_a_database_for_a_measurement_is_gone_afterwards() -> None:
    async with empty_address("postgres", Path()) as beside:
        async with fresh_database_on(SERVER) as address:
            assert make_url(address).database in await names_beside(beside)
        assert make_url(address).database not in await names_beside(beside)


async def names_beside(address: str) -> set[str]:
    """The databases on the server of this one."""
    engine = create_async_engine(address)
    async with engine.connect() as connection:
        found = {row[0] for row in await connection.execute(text("SELECT datname FROM pg_database"))}
    await engine.dispose()
    return found
