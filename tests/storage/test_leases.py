"""Only one holds a lease, and who held it before is known by the fence."""

import asyncio
from datetime import timedelta

import pytest

from storage.database import Database
from storage.errors import LeaseLost
from tests.storage.people import LATER, NOW


async def take(database: Database, owner: str, *, after: int = 0) -> int | None:
    now = NOW + timedelta(seconds=after)
    async with database.unit() as unit:
        return await unit.take_lease("bulk", owner, now=now, until=now + timedelta(seconds=15))


async def test_a_lease_has_one_owner_until_it_runs_out(database: Database) -> None:
    assert await take(database, "a") == 1
    assert await take(database, "b", after=14) is None
    assert await take(database, "a", after=14) == 1
    assert await take(database, "b", after=20) is None
    assert await take(database, "b", after=29) == 2


async def test_of_many_that_want_it_at_once_one_gets_it(database: Database) -> None:
    fences = await asyncio.gather(*(take(database, owner) for owner in "abcdef"))
    assert [fence for fence in fences if fence] == [1]


async def test_a_lease_given_back_is_free_at_once(database: Database) -> None:
    await take(database, "a")
    async with database.unit() as unit:
        await unit.release_lease("bulk", "b", now=NOW)
    assert await take(database, "b") is None
    async with database.unit() as unit:
        await unit.release_lease("bulk", "a", now=NOW)
    assert await take(database, "b") == 2


async def test_who_slept_through_the_end_is_stopped_by_the_fence(database: Database) -> None:
    await take(database, "slow")
    await take(database, "quick", after=60)
    async with database.unit() as unit:
        await unit.check_lease("bulk", 2)
        with pytest.raises(LeaseLost):
            await unit.check_lease("bulk", 1)
        with pytest.raises(LeaseLost):
            await unit.check_lease("nothing", 1)
        assert await unit.take_lease("other", "slow", now=LATER, until=LATER) == 1
