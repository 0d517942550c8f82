"""The practice database is lived in: an office, its people and what they have done."""

from datetime import UTC, datetime
from pathlib import Path

from bot.seeding import seed
from bot.seeds.staff import HEAD, OFFICER, SUKAMANAH
from conversations.actor import Role
from storage.colleagues import Colleagues
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
