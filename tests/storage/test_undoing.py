"""A visit recorded by mistake is taken back by who recorded it, and no row says at which door somebody refused."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from conversations.actor import Actor
from conversations.village_book import Door, VisitOutcome
from storage.database import Database
from storage.tables import audit, visit
from storage.undoing import UNDONE_WITHIN, undo
from storage.unit import Unit
from tests.storage.people import NOW, VILLAGE
from tests.storage.test_village_book import NCO, POLICE, STRANGER, TODAY, make, recorded, seen

BACK_ON = TODAY + timedelta(days=30)


async def undone(
    unit: Unit, at: Door, back: str, by: Actor = POLICE, *, after: timedelta = timedelta(minutes=5)
) -> Door | None:
    return await undo(unit, by, at.id, back, today=TODAY, now=NOW + after)


async def visits_counted(database: Database) -> dict[str, int]:
    async with database.reading() as unit:
        events = await unit.load_events([VILLAGE], TODAY, TODAY)
    return {event: count for (_, event), count in events.items() if count}


@pytest.mark.parametrize("outcome", VisitOutcome)
async def test_a_mistaken_tap_leaves_door_and_counts_as_they_were(
    database: Database, outcome: VisitOutcome
) -> None:
    async with database.unit() as unit:
        at = await make(unit)
        promised = await recorded(unit, at, VisitOutcome.COME_BACK, NCO, back_on=TODAY)
        assert promised.door is not None
        done = await recorded(unit, promised.door, outcome, later=1, back_on=BACK_ON)
    assert await seen(database, at.id) == done.door != promised.door
    async with database.unit() as unit:
        assert await undone(unit, at, done.way_back) == promised.door
    assert await seen(database, at.id) == promised.door
    assert await visits_counted(database) == {"visit.come_back": 1}
    async with database.unit() as unit:
        assert await undone(unit, at, done.way_back) is None
        again = await recorded(unit, at, VisitOutcome.MET, later=6)
        assert again.is_new
    assert await visits_counted(database) == {"visit.come_back": 1, "visit.met": 1}
    async with database.reading() as unit:
        acts = await unit.fetch(select(audit.c.act, audit.c.object).where(audit.c.actor == POLICE.contact_id))
    kept = [(row["act"], row["object"]) for row in acts]
    assert ("visit.record", done.visit.id) in kept
    assert ("visit.undo", done.visit.id) in kept


async def test_only_who_recorded_it_takes_it_back_within_a_day_and_with_the_right_button(
    database: Database,
) -> None:
    async with database.unit() as unit:
        at, beside = await make(unit), await make(unit, "R-14")
        done = await recorded(unit, at, VisitOutcome.REFUSED)
    back = done.way_back
    wrong_marks = ("", back[:-1], back[:-1] + ("0" if back[-1] != "0" else "1"), "0" * 21, "é" * 21)
    async with database.unit() as unit:
        for by in (NCO, STRANGER):
            assert await undone(unit, at, back, by) is None
        assert await undone(unit, beside, back) is None
        for wrong in wrong_marks:
            assert await undone(unit, at, wrong) is None
        assert await undone(unit, at, back, after=UNDONE_WITHIN) is None
    assert await visits_counted(database) == {"visit.refused": 1}
    async with database.unit() as unit:
        assert await undone(unit, at, back) == at
    assert await visits_counted(database) == {}


async def test_what_others_did_at_the_door_since_is_not_undone(database: Database) -> None:
    async with database.unit() as unit:
        at = await make(unit)
        done = await recorded(unit, at, VisitOutcome.NOT_HOME)
        after = await recorded(unit, at, VisitOutcome.MET, NCO, later=2)
    async with database.unit() as unit:
        assert await undone(unit, at, done.way_back) is None
    assert await seen(database, at.id) == after.door
    assert await visits_counted(database) == {"visit.not_home": 1, "visit.met": 1}


async def test_a_refusal_that_was_taken_back_leaves_no_visit_and_no_door_in_any_row(
    database: Database,
) -> None:
    async with database.unit() as unit:
        at = await make(unit)
        done = await recorded(unit, at, VisitOutcome.REFUSED)
    async with database.unit() as unit:
        await undone(unit, at, done.way_back)
    async with database.reading() as unit:
        assert await unit.fetch(select(visit)) == []
        kept = [dict(row) for row in await unit.fetch(select(audit))]
    assert at.id not in str(kept)
