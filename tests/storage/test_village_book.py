"""Doors and visits: shared by the pillars of a village, recorded once, and silent about who refused."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select

from conversations.actor import Actor, Pillar, Role
from conversations.village_book import Door, Visit, VisitOutcome
from storage.book_sweep import forget
from storage.cases import Cases
from storage.database import Database
from storage.step import Step
from storage.tables import door, registration, visit
from storage.tasks import Tasks
from storage.unit import Unit
from storage.village_book import VillageBook
from storage.visits import Held, Recorded, Visits
from storage.wishes import find_unwilling
from tests.storage.people import NOW, SITI, VILLAGE, register

ELSEWHERE = "3273011002"
TODAY = date(2026, 11, 23)
OFFICERS = frozenset({Role.OFFICER})
POLICE = Actor(11, OFFICERS, Pillar.COMMUNITY_POLICE, frozenset({VILLAGE}))
NCO = Actor(12, OFFICERS, Pillar.VILLAGE_NCO, frozenset({VILLAGE}))
HEAD = Actor(13, OFFICERS, Pillar.VILLAGE_HEAD, frozenset({VILLAGE}))
STRANGER = Actor(14, OFFICERS, Pillar.VILLAGE_NCO, frozenset({ELSEWHERE}))


async def make(unit: Unit, mark: str = "R-12", by: Actor = POLICE, rt_rw: str = "003/005") -> Door:
    made = await VillageBook(unit, by).find_or_make(VILLAGE, rt_rw, mark, today=TODAY, now=NOW)
    assert made is not None
    return made


async def opened(
    unit: Unit, at: Door, by: Actor = POLICE, *, later: int = 0, is_invited: bool = False
) -> Visit:
    found = await Visits(unit, by).open(at, now=NOW + timedelta(minutes=later), is_invited=is_invited)
    assert isinstance(found, Visit)
    return found


async def recorded(
    unit: Unit,
    at: Door,
    outcome: VisitOutcome,
    by: Actor = POLICE,
    *,
    later: int = 0,
    back_on: date | None = None,
) -> Recorded:
    mine = await opened(unit, at, by, later=later)
    now = NOW + timedelta(minutes=later)
    done = await Visits(unit, by).record(mine.id, outcome, today=TODAY, now=now, come_back_on=back_on)
    assert done is not None
    return done


async def seen(database: Database, door_id: str, by: Actor = NCO) -> Door | None:
    async with database.reading() as unit:
        return await VillageBook(unit, by).find_door(door_id, TODAY)


async def next_marks(database: Database, by: Actor, day: date = TODAY, near: str = "") -> list[str]:
    async with database.reading() as unit:
        found = await VillageBook(unit, by).who_next(VILLAGE, today=day, now=NOW, near=near)
    return [each.mark for each in found]


async def test_one_house_is_one_door_however_often_it_is_written_down(database: Database) -> None:
    async with database.unit() as unit:
        first, again = await make(unit), await make(unit, by=NCO)
        other = await make(unit, rt_rw="004/005")
    assert first.id == again.id != other.id


async def test_a_door_out_of_reach_is_as_if_it_were_not_there(database: Database) -> None:
    async with database.unit() as unit:
        here = await make(unit)
        mine = await opened(unit, here)
    async with database.unit() as unit:
        book, visits = VillageBook(unit, STRANGER), Visits(unit, STRANGER)
        assert await book.find_door(here.id, TODAY) is None
        assert await book.find_marked("R-12", TODAY) == ()
        assert await book.find_or_make(VILLAGE, "001/001", "1", today=TODAY, now=NOW) is None
        assert await book.who_next(VILLAGE, today=TODAY, now=NOW) == ()
        assert await book.set_wish(here.id, allows_visits=False, allows_messages=False, now=NOW) is None
        assert await visits.record(mine.id, VisitOutcome.MET, today=TODAY, now=NOW) is None
    moved = replace(POLICE, villages=frozenset({ELSEWHERE}))
    async with database.unit() as unit:
        assert await Visits(unit, moved).record(mine.id, VisitOutcome.MET, today=TODAY, now=NOW) is None
    async with database.unit() as unit:
        assert await Visits(unit, POLICE).record(mine.id, VisitOutcome.MET, today=TODAY, now=NOW)


async def test_a_visit_is_recorded_once_however_often_it_is_tapped(database: Database) -> None:
    async with database.unit() as unit:
        here = await make(unit)
        mine = await opened(unit, here)
        assert await opened(unit, here, later=1) == mine
    news = []
    for _ in range(2):
        async with database.unit() as unit:
            done = await Visits(unit, POLICE).record(mine.id, VisitOutcome.MET, today=TODAY, now=NOW)
            news.append(done is not None and done.is_new)
    assert news == [True, False]
    async with database.reading() as unit:
        assert await unit.load_events([VILLAGE], TODAY, TODAY) == {(VILLAGE, "visit.met"): 1}
        assert await Visits(unit, POLICE).count_done(NOW) == 1
    after = await seen(database, here.id)
    assert after is not None
    assert (after.last_visit_on, after.last_pillar) == (TODAY, "community_police")
    assert after.rests_on(TODAY)


async def test_a_door_that_somebody_goes_to_is_theirs_until_they_are_done_or_too_late(
    database: Database,
) -> None:
    async with database.unit() as unit:
        here, there = await make(unit), await make(unit, "R-14")
        await opened(unit, here)
        held = await Visits(unit, NCO).open(here, now=NOW + timedelta(minutes=1))
        assert held == Held(NOW + timedelta(minutes=30))
    assert await next_marks(database, NCO) == ["R-14"]
    assert await next_marks(database, POLICE) == ["R-12", "R-14"]
    async with database.unit() as unit:
        await opened(unit, there, POLICE, later=2)
        await opened(unit, here, NCO, later=3)
    async with database.unit() as unit:
        await opened(unit, there, NCO, later=40)


async def test_who_comes_too_late_does_not_record_the_same_visit_again(database: Database) -> None:
    for outcome in (VisitOutcome.MET, VisitOutcome.REFUSED, VisitOutcome.NOT_HOME):
        async with database.unit() as unit:
            here = await make(unit, f"{len(outcome)}")
            early = await opened(unit, here, NCO)
            await recorded(unit, here, outcome, POLICE, later=31)
        async with database.unit() as unit:
            late = await Visits(unit, NCO).record(
                early.id, VisitOutcome.MET, today=TODAY, now=NOW + timedelta(minutes=32)
            )
        assert late is not None
        assert late.is_overtaken
    async with database.reading() as unit:
        events = await unit.load_events([VILLAGE], TODAY, TODAY)
    assert sum(events.values()) == 3


async def test_nothing_kept_says_at_which_door_somebody_refused(database: Database) -> None:
    async with database.unit() as unit:
        refuser, member = await make(unit), await make(unit, "R-14")
        await recorded(unit, refuser, VisitOutcome.REFUSED)
        await recorded(unit, member, VisitOutcome.ALREADY_MEMBER, later=1)
    one, other = await seen(database, refuser.id), await seen(database, member.id)
    assert one is not None
    assert other is not None
    assert replace(one, id="", mark="") == replace(other, id="", mark="")
    async with database.reading() as unit:
        rows = await unit.fetch(select(visit).where(visit.c.outcome == "refused"))
        events = await unit.load_events([VILLAGE], TODAY, TODAY)
    assert [row["door_id"] for row in rows] == [None]
    assert events[VILLAGE, "visit.refused"] == 1


async def test_refusals_are_gone_after_half_a_year_and_the_count_stays(database: Database) -> None:
    async with database.unit() as unit:
        here, there = await make(unit), await make(unit, "R-14")
        await recorded(unit, here, VisitOutcome.REFUSED)
        await recorded(unit, there, VisitOutcome.MET, later=1)
    async with database.unit() as unit:
        soon = NOW + timedelta(days=179)
        assert "refusals" not in await forget(unit, today=soon.date(), now=soon)
    async with database.unit() as unit:
        late = NOW + timedelta(days=181)
        assert (await forget(unit, today=late.date(), now=late))["refusals"] == 1
    async with database.reading() as unit:
        assert [row["outcome"] for row in await unit.fetch(select(visit))] == ["met"]
        assert [row["rests_until"] for row in await unit.fetch(select(door))] == [None, None]
        assert (await unit.load_events([VILLAGE], TODAY, TODAY))[VILLAGE, "visit.refused"] == 1


async def test_where_an_officer_was_is_forgotten_after_a_year(database: Database) -> None:
    async with database.unit() as unit:
        await recorded(unit, await make(unit), VisitOutcome.MET)
        await opened(unit, await make(unit, "R-14"), NCO)
    for days, left in ((1, 2), (3, 1), (367, 0)):
        async with database.unit() as unit:
            now = NOW + timedelta(days=days)
            await forget(unit, today=now.date(), now=now)
            assert len(await unit.fetch(select(visit))) == left


async def test_next_are_the_promised_then_the_lapsing_then_the_unvisited(database: Database) -> None:
    async with database.unit() as unit:
        never, met, lapsing, promised = [await make(unit, mark) for mark in ("1", "2", "3", "4")]
        await recorded(unit, met, VisitOutcome.MET)
        await recorded(unit, promised, VisitOutcome.COME_BACK, later=1, back_on=date(2026, 12, 1))
        await register(unit)
        await unit.flush()
        [row] = await unit.fetch(select(registration.c.id))
        await VillageBook(unit, POLICE).settle(row["id"], lapsing.id)
        await Cases.move_case(unit, row["id"], Step("accepted", 1, NOW, paid_until=date(2026, 10, 31)))
    assert await next_marks(database, NCO) == ["3", "1"]
    assert await next_marks(database, NCO, date(2026, 12, 3)) == ["4", "3", "1"]
    assert never.rt_rw == "003/005"
    async with database.reading() as unit:
        tasks = Tasks(unit, NCO)
        assert [task.id for task in await tasks.load_returns(date(2026, 12, 3))] == [promised.id]
        assert await tasks.count_returns(date(2026, 12, 1)) == (1, 0)
        assert await tasks.count_returns(date(2026, 12, 3)) == (0, 1)
        [lapse] = await tasks.load_lapses(TODAY)
        assert (lapse.door_id, lapse.paid_until) == (lapsing.id, date(2026, 10, 31))


async def test_doors_of_the_same_rt_come_first(database: Database) -> None:
    async with database.unit() as unit:
        await make(unit, "1", rt_rw="001/001")
        await make(unit, "2", rt_rw="002/001")
    assert await next_marks(database, NCO, near="002/001") == ["2", "1"]


async def test_a_wish_is_obeyed_by_every_list_and_can_be_taken_back(database: Database) -> None:
    async with database.unit() as unit:
        here = await make(unit)
        await recorded(unit, here, VisitOutcome.COME_BACK, back_on=TODAY + timedelta(days=1))
        mine = await opened(unit, here, later=1)
        await VillageBook(unit, HEAD).set_wish(here.id, allows_visits=False, allows_messages=False, now=NOW)
        await register(unit)
        await unit.flush()
        [row] = await unit.fetch(select(registration.c.id))
        await VillageBook(unit, POLICE).settle(row["id"], here.id)
    assert await next_marks(database, NCO, TODAY + timedelta(days=2)) == []
    async with database.unit() as unit:
        assert await Tasks(unit, NCO).load_returns(TODAY + timedelta(days=2)) == ()
        assert await Visits(unit, POLICE).record(mine.id, VisitOutcome.MET, today=TODAY, now=NOW) is None
        assert await find_unwilling(unit, [SITI, 99]) == {SITI}
        await VillageBook(unit, NCO).set_wish(here.id, allows_visits=True, allows_messages=True, now=NOW)
        assert await find_unwilling(unit, [SITI]) == frozenset()


async def test_a_visit_of_an_earlier_day_counts_for_that_day(database: Database) -> None:
    async with database.unit() as unit:
        here = await make(unit)
        await recorded(unit, here, VisitOutcome.MET)
        late = await opened(unit, here, NCO, later=1, is_invited=True)
        visits, yesterday = Visits(unit, NCO), TODAY - timedelta(days=1)
        assert await visits.date_back(late.id, yesterday, "no_signal")
        await visits.record(late.id, VisitOutcome.NOT_HOME, today=TODAY, now=NOW + timedelta(minutes=2))
        assert await visits.date_back(late.id, TODAY, "no_time") is None
    async with database.reading() as unit:
        events = await unit.load_events([VILLAGE], yesterday, yesterday)
    assert events == {(VILLAGE, "visit.not_home"): 1}
    after = await seen(database, here.id)
    assert after is not None
    assert after.last_visit_on == TODAY


async def test_persons_and_topics_are_added_after_the_outcome(database: Database) -> None:
    async with database.unit() as unit:
        mine = await opened(unit, await make(unit))
        visits = Visits(unit, POLICE)
        assert await visits.count_persons(mine.id, 3) is None
        await visits.record(mine.id, VisitOutcome.MET, today=TODAY, now=NOW)
        await visits.count_persons(mine.id, 3)
        await visits.turn_topic(mine.id, "price")
        await visits.turn_topic(mine.id, "death")
        assert await visits.turn_topic(mine.id, "politics") is None
        left = await visits.turn_topic(mine.id, "price")
    assert left is not None
    assert (left.persons, left.topics) == (3, ("death",))


async def test_a_registration_at_the_door_closes_the_visit_once(database: Database) -> None:
    async with database.unit() as unit:
        here = await make(unit)
        await opened(unit, here)
        await register(unit)
        await unit.flush()
        [row] = await unit.fetch(select(registration.c.id))
        visits = Visits(unit, POLICE)
        first = await visits.register_at(here.id, row["id"], today=TODAY, now=NOW)
        again = await visits.register_at(here.id, row["id"], today=TODAY, now=NOW)
        assert await Visits(unit, STRANGER).register_at(here.id, row["id"], today=TODAY, now=NOW) is None
    assert (first is not None and first.is_new, again is not None and again.is_new) == (True, False)
    async with database.reading() as unit:
        assert await unit.load_events([VILLAGE], TODAY, TODAY) == {
            (VILLAGE, "submitted"): 1,
            (VILLAGE, "visit.registered"): 1,
        }


async def test_two_officers_and_a_head_at_one_door_at_once_make_one_entry(database: Database) -> None:
    async def work(actor: Actor) -> str:
        async with database.unit() as unit:
            here = await make(unit, by=actor)
        async with database.unit() as unit:
            taken = await Visits(unit, actor).open(here, now=NOW)
        if isinstance(taken, Held):
            return "held"
        async with database.unit() as unit:
            done = await Visits(unit, actor).record(taken.id, VisitOutcome.MET, today=TODAY, now=NOW)
        return "recorded" if done is not None and done.is_new else "left out"

    results = await asyncio.gather(work(POLICE), work(NCO), work(HEAD))
    assert results.count("recorded") == 1
    async with database.reading() as unit:
        assert len(await unit.fetch(select(door))) == 1
        assert len(await unit.fetch(select(visit).where(visit.c.outcome == "met"))) == 1
        assert await unit.load_events([VILLAGE], TODAY, TODAY) == {(VILLAGE, "visit.met"): 1}


async def test_one_officer_on_two_phones_records_one_visit(database: Database) -> None:
    async with database.unit() as unit:
        mine = await opened(unit, await make(unit))

    async def tap() -> bool:
        async with database.unit() as unit:
            done = await Visits(unit, POLICE).record(mine.id, VisitOutcome.MET, today=TODAY, now=NOW)
        return done is not None and done.is_new

    assert sorted(await asyncio.gather(tap(), tap(), tap())) == [False, False, True]
