"""On PostgreSQL a query that forgot to ask for whom it reads still finds only what the actor reaches."""

from collections.abc import AsyncIterator, Iterable

import pytest
from sqlalchemy import Table, select, text, update

from conversations.actor import Actor, Role
from storage.database import Database
from storage.second_wall import within_reach
from storage.tables import person, registration
from storage.unit import Unit
from tests.databases import fresh_database
from tests.storage.people import NOW, SITI, form, meet

pytestmark = pytest.mark.postgres
HOME, NEXT, CEDED, FAR = "3202292003", "3202292007", "3202292013", "3273011001"
VILLAGES = (HOME, NEXT, CEDED, FAR)
OFFICER = 4_100
ACTORS = {
    "officer": Actor(OFFICER, frozenset({Role.OFFICER}), villages=frozenset({HOME})),
    "officer without villages": Actor(OFFICER, frozenset({Role.OFFICER})),
    "branch": Actor(
        OFFICER, frozenset({Role.BRANCH_HEAD}), areas=frozenset({"3202"}), ceded=frozenset({CEDED})
    ),
    "branch of one village": Actor(OFFICER, frozenset({Role.BRANCH_STAFF}), areas=frozenset({FAR})),
    "officer and head": Actor(
        OFFICER,
        frozenset({Role.OFFICER, Role.BRANCH_HEAD}),
        villages=frozenset({CEDED}),
        areas=frozenset({"3202"}),
        ceded=frozenset({CEDED}),
    ),
    "administrator": Actor(OFFICER, frozenset({Role.ADMINISTRATOR})),
}


@pytest.fixture
async def unit(tmp_path: object) -> AsyncIterator[Unit]:
    """A unit of an ordinary role, for whom walls stand; superusers walk through them. Nothing of it is kept."""
    async with fresh_database("postgres", tmp_path) as database:  # type: ignore[arg-type] # no file is needed
        await fill(database)
        async with database._writing.connect() as connection:
            await connection.execute(text("CREATE ROLE sasar_walled NOLOGIN"))
            await connection.execute(text("GRANT ALL ON ALL TABLES IN SCHEMA public TO sasar_walled"))
            await connection.execute(text("SET LOCAL ROLE sasar_walled"))
            yield Unit(connection, database.sealer)
            await connection.rollback()


async def fill(database: Database) -> None:
    async with database.unit() as unit:
        await meet(unit, SITI, OFFICER)
        for number, village in enumerate(VILLAGES):
            await unit.keep(SITI, form(number, village_code=village), update_id=number, now=NOW)


async def seen(unit: Unit, table: Table) -> set[str]:
    return {row["village_code"] for row in await unit.fetch(select(table.c.village_code))}


def reached(actor: Actor) -> set[str]:
    return {village for village in VILLAGES if actor.reaches(village)}


@pytest.mark.parametrize("actor", ACTORS.values(), ids=ACTORS.keys())
async def test_the_wall_stands_where_the_actor_s_reach_ends(unit: Unit, actor: Actor) -> None:
    for table in (person, registration):
        async with within_reach(unit, actor):
            assert await seen(unit, table) == reached(actor)
        assert await seen(unit, table) == set(VILLAGES)


async def test_own_registrations_are_seen_from_everywhere(unit: Unit) -> None:
    own = update(registration).where(registration.c.village_code == FAR).values(contact_id=OFFICER)
    await unit.connection.execute(own)
    async with within_reach(unit, ACTORS["officer"]):
        assert await seen(unit, registration) == {HOME, FAR}
        assert await seen(unit, person) == {HOME, FAR}


async def test_a_change_without_a_village_touches_only_what_is_reached(unit: Unit) -> None:
    async with within_reach(unit, ACTORS["officer"]):
        await unit.connection.execute(update(registration).values(reason="changed"))
    rows = await unit.fetch(select(registration.c.village_code, registration.c.reason))
    changed: Iterable[str] = (row["village_code"] for row in rows if row["reason"] == "changed")
    assert set(changed) == {HOME}
