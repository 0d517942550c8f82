"""A household that wants no visit: no list, task or reading sends an officer there."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from conversations.reminding.ways import Member, Way, find_way
from storage.database import Database
from storage.reaching import Reaching
from storage.reminders import MEMBER, member_of
from storage.staff import Staff
from storage.tables import registration, reminder
from storage.tasks import Tasks
from storage.unit import Unit
from storage.village_book import VillageBook
from tests.storage.people import NOW, VILLAGE, register
from tests.storage.test_village_book import NCO, POLICE, TODAY, make


async def test_nobody_is_sent_to_a_door_that_wants_no_visit_to_read_or_to_warn(database: Database) -> None:
    async with database.unit() as unit:
        await register(unit)
        await unit.flush()
        [row] = await unit.fetch(select(registration.c.id))
        here = await make(unit)
        await VillageBook(unit, POLICE).settle(row["id"], here.id)
        paid = {"state": "accepted", "paid_until": TODAY.replace(day=1) - timedelta(days=1)}
        await unit.connection.execute(registration.update().values(**paid))
        task = {"key": "one", "registration_id": row["id"], "village_code": VILLAGE, "way": "officer"}
        told = {"code": "unpaid", "number": 1, "payer_id": "", "due_on": TODAY, "given_at": NOW}
        await unit.connection.execute(reminder.insert().values(**task, **told))
        assert [one.door_id for one in await Tasks(unit, NCO).load_lapses(TODAY)] == [here.id]
        await VillageBook(unit, NCO).set_wish(here.id, allows_visits=False, allows_messages=True, now=NOW)
    async with database.unit() as unit:
        assert await Tasks(unit, NCO).load_lapses(TODAY) == ()
        assert [row["way"] for row in await unit.fetch(select(reminder.c.way))] == ["branch"]
        [known] = await find_members(unit)
        await Staff(unit).open_branch("Contoh", [VILLAGE[:4]], by=1, now=NOW)
        reach = await Reaching(unit, NOW).load([known])
        awake = replace(reach, at_hand=frozenset({VILLAGE}), readers={})
        assert find_way(known, awake, TODAY) is Way.BRANCH
        open_again = replace(awake, closed=frozenset())
        assert find_way(known, open_again, TODAY) is Way.OFFICER


async def find_members(unit: Unit) -> list[Member]:
    return [member_of(row) for row in await unit.fetch(MEMBER)]
