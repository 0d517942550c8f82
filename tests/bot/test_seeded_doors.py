"""The practice village has doors for every kind of next visit."""

from datetime import UTC, date, datetime
from pathlib import Path

from bot.seeds.doors import DOORS, seed_doors
from conversations.actor import Actor, Pillar, Role
from storage.village_book import VillageBook
from tests.databases import fresh_database

VILLAGE = "3202292003"
NOW, TODAY = datetime(2026, 11, 23, 3, tzinfo=UTC), date(2026, 11, 23)
OFFICERS = tuple(
    Actor(contact_id, frozenset({Role.OFFICER}), pillar, frozenset({VILLAGE}))
    for contact_id, pillar in ((11, Pillar.COMMUNITY_POLICE), (12, Pillar.VILLAGE_NCO))
)


async def test_seeding_twice_leaves_one_village_with_something_of_everything(tmp_path: Path) -> None:
    async with fresh_database("sqlite", tmp_path, purpose="practice") as database:
        for _ in range(2):
            async with database.unit() as unit:
                await seed_doors(unit, OFFICERS, VILLAGE, today=TODAY, now=NOW)
        async with database.reading() as unit:
            found = await VillageBook(unit, OFFICERS[0]).who_next(VILLAGE, today=TODAY, now=NOW)
            events = await unit.load_events([VILLAGE], date(2026, 1, 1), TODAY)
    assert [door.mark for door in found] == ["R-13", "R-16", "R-12", "A-1", "A-2", "R-14"]
    assert sum(events.values()) == sum(1 for door in DOORS if door.outcome)
