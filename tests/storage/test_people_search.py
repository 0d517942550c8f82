"""Finding a person: by name in one village, beyond it by exact numbers, and never outside of one's reach."""

import time
from statistics import quantiles

from conversations.actor import Actor, Role
from storage.database import Database
from storage.filling import fill_names
from storage.people_search import People
from storage.tables import audit
from tests.storage.people import NOW, SITI, VILLAGE, form, register

ELSEWHERE = "3273011002"
OFFICER = Actor(77, frozenset({Role.OFFICER}), villages=frozenset({VILLAGE}))
MANY = 2000
MOST_SECONDS = 0.05
"""Of computing: what else the machine is doing does not count."""


async def names_found(
    database: Database, said: str, actor: Actor = OFFICER, village: str = VILLAGE
) -> list[str]:
    async with database.unit() as unit:
        return [one.full_name for one in await People(unit, actor, NOW).search_names(village, said)]


async def test_a_name_is_found_within_the_village_alone(database: Database) -> None:
    async with database.unit() as unit:
        await register(unit, SITI, form(1, full_name="Siti Melati"))
        await register(unit, SITI, form(2, full_name="Umar Bakri"))
        await register(unit, SITI, form(3, full_name="Siti Mawar", village_code=ELSEWHERE))
    assert await names_found(database, "bu siti") == ["Siti Melati"]
    assert await names_found(database, "mawar") == []
    assert await names_found(database, "siti", village=ELSEWHERE) == []
    assert await names_found(database, "umr bakri") == []
    assert await names_found(database, "umar") == ["Umar Bakri"]


async def test_beyond_the_village_only_exact_numbers_find_and_only_in_reach(database: Database) -> None:
    branch = Actor(78, frozenset({Role.BRANCH_STAFF}), branch_id="b", areas=frozenset({"3273"}))
    async with database.unit() as unit:
        await register(unit, SITI, form(1))
        await register(unit, SITI, form(2, village_code=ELSEWHERE))
    async with database.unit() as unit:
        near, far = People(unit, OFFICER, NOW), People(unit, branch, NOW)
        assert [one.reference for one in await near.find_exact(nik=form(1).nik)] == [form(1).reference]
        assert await near.find_exact(nik=form(2).nik) == await near.find_exact(nik=form(3).nik) == ()
        assert [one.reference for one in await far.find_exact(nik=form(2).nik)] == [form(2).reference]
        assert len(await far.find_exact(phone=form(1).phone)) == 2
        assert len(await near.find_exact(phone=form(1).phone)) == 1


async def test_every_look_is_noted_without_a_name_or_number(database: Database) -> None:
    async with database.unit() as unit:
        await register(unit)
    await names_found(database, "siti")
    async with database.unit() as unit:
        await People(unit, OFFICER, NOW).find_exact(nik=form(1).nik)
    async with database.reading() as unit:
        rows = await unit.fetch(audit.select().where(audit.c.actor == OFFICER.contact_id))
    assert [row["act"] for row in rows] == ["person.search", "person.lookup"]
    assert not any("Siti" in str(row) or form(1).nik in str(row) for row in rows)


async def test_two_thousand_people_are_searched_in_under_fifty_milliseconds(database: Database) -> None:
    async with database.unit() as unit:
        await fill_names(unit, VILLAGE, [f"Siti Warga{number}" for number in range(MANY)], NOW)
    seconds = []
    for number in range(40):
        said = f"warga{number}" if number % 2 else f"wagra{number} siti"
        async with database.unit() as unit:
            begun = time.process_time()
            found = await People(unit, OFFICER, NOW).search_names(VILLAGE, said)
            seconds.append(time.process_time() - begun)
        assert found[0].full_name == f"Siti Warga{number}"
    assert seconds[0] < MOST_SECONDS, "the first search finds nothing opened yet"
    assert quantiles(seconds, n=20)[-1] < MOST_SECONDS, seconds
