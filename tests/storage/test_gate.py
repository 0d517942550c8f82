"""Beyond the wall only what concerns everybody is seen, and the wall stands again afterwards."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select, text

from conversations.actor import Actor, Role
from storage.enrolments import Enrolments
from storage.gate import beyond_reach
from storage.second_wall import within_reach
from storage.tables import registration
from storage.unit import Unit
from tests.databases import fresh_database
from tests.storage.people import NOW, SITI, VILLAGE, form, meet

pytestmark = pytest.mark.postgres
OFFICER = Actor(4_100, frozenset({Role.OFFICER}), villages=frozenset({"3202292003"}))


@pytest.fixture
async def unit(tmp_path: object) -> AsyncIterator[Unit]:
    """A unit of an ordinary role, for whom walls stand; nothing of it is kept."""
    async with fresh_database("postgres", tmp_path) as database:  # type: ignore[arg-type] # no file is needed
        async with database.unit() as filling:
            await meet(filling, SITI)
            await filling.keep(SITI, form(1), update_id=1, now=NOW)
        async with database._writing.connect() as connection:
            await connection.execute(text("CREATE ROLE sasar_gated NOLOGIN"))
            await connection.execute(text("GRANT ALL ON ALL TABLES IN SCHEMA public TO sasar_gated"))
            await connection.execute(text("SET LOCAL ROLE sasar_gated"))
            yield Unit(connection, database.sealer)
            await connection.rollback()


async def villages(unit: Unit) -> set[str]:
    return {row["village_code"] for row in await unit.fetch(select(registration.c.village_code))}


async def test_a_number_taken_in_another_village_is_taken_here_too(unit: Unit) -> None:
    async with within_reach(unit, OFFICER):
        assert await villages(unit) == set()
        assert await Enrolments(unit).is_taken(form(1).nik)
        assert not await Enrolments(unit).is_taken(form(2).nik)
        assert await villages(unit) == set()


async def test_the_wall_stands_again_behind_the_gate(unit: Unit) -> None:
    async with within_reach(unit, OFFICER):
        async with beyond_reach(unit):
            assert await villages(unit) == {VILLAGE}
        assert await villages(unit) == set()
    async with beyond_reach(unit):
        assert await villages(unit) == {VILLAGE}
