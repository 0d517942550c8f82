"""The practice database is lived in: an office, its people and what they have done."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot.seeding import keep_payments_known, seed
from bot.seeds.staff import HEAD, OFFICER, SUKAMANAH, SUKAMANTRI, SUKARESMI
from bot.seeds.villagers import villagers
from conversations.actor import Role
from conversations.summary import count
from storage.colleagues import Colleagues
from storage.coverage import Coverage
from storage.handover import Handover
from storage.review import Review
from storage.staff import Staff
from tests.databases import fresh_database

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)


async def test_seeding_twice_gives_each_person_one_post(tmp_path: Path) -> None:
    async with fresh_database("sqlite", tmp_path, purpose="practice") as database:
        await seed(database, NOW)
        await seed(database, NOW)
        async with database.unit() as unit:
            actors = await Staff(unit).load_actors([HEAD, OFFICER], NOW)
            colleagues = await Colleagues(unit, actors[HEAD], NOW).list_all()
        names = [one.full_name for one in colleagues]
        assert names == ["Agus Salim", "Budi Santoso", "Dewi Lestari", "Endang Suherman"]
        assert [one.full_name for one in colleagues if one.is_idle(NOW)] == ["Agus Salim"]
        assert actors[OFFICER].roles == {Role.OFFICER}
        assert actors[HEAD].reaches(SUKAMANAH)


async def test_the_village_is_lived_in_and_its_tallies_are_those_of_its_people(tmp_path: Path) -> None:
    async with fresh_database("sqlite", tmp_path, purpose="practice") as database:
        for _ in range(2):
            await seed(database, NOW)
        async with database.unit() as unit:
            head = (await Staff(unit).load_actors([HEAD], NOW))[HEAD]
            heaps = await unit.load_tallies([SUKAMANAH, SUKAMANTRI, SUKARESMI])
            assert heaps == {heap: count for heap, count in (await unit.recount()).items() if count}
            assert sum(heaps.values()) == sum(len(people) for _, people in villagers())
            counts = count(await unit.sum_tallies(), NOW.date())
            assert (counts.protected, counts.ending, counts.waiting, counts.needs_fixing) == (40, 4, 3, 3)
            assert counts.started > counts.submitted
            assert await Handover(unit, head, NOW).count_ready() == 0
            lines = await Review(unit, head, NOW).lines()
            assert {(line.village_code, line.count) for line in lines} == {(SUKAMANAH, 2), (SUKAMANTRI, 1)}


async def test_a_month_later_payments_are_still_known_so_that_reminders_come(tmp_path: Path) -> None:
    async with fresh_database("sqlite", tmp_path, purpose="practice") as database:
        await seed(database, NOW)
        await keep_payments_known(database, NOW + timedelta(days=31))
        async with database.reading() as unit:
            assert await Coverage(unit).find_as_of_village(SUKAMANAH) == date(2026, 12, 21)
