"""Visits to the doors of the village book: opened when a door is shown, closed by their outcome, once."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import RowMapping, delete, func, insert, select, update

from conversations.actor import Actor
from conversations.village_book import TOPICS, Door, Visit, VisitOutcome, after_visit
from storage.columns import new_id
from storage.tables import door, visit
from storage.undoing import way_back
from storage.unit import Unit
from storage.village_book import VillageBook

HELD_FOR = timedelta(minutes=30)
"""A door that somebody went to is theirs for so long."""
MOST_PERSONS = 50
ROUGH = re.compile(r"-?[0-9]{1,4},-?[0-9]{1,5}")
"""Hundredths of a degree, latitude and longitude."""


@dataclass(frozen=True, slots=True)
class Held:
    """Somebody else is on the way to the door, and it is theirs until then."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of an outcome: kept (`is_new`), kept before, or left out as somebody else was there meanwhile.

    `way_back` takes a kept one back again.
    """

    visit: Visit
    door: Door | None = None
    way_back: str = ""
    is_new: bool = True
    is_overtaken: bool = False


class Visits:
    """One officer's visits, within one unit of work."""

    def __init__(self, unit: Unit, actor: Actor) -> None:
        self._unit, self._actor = unit, actor
        self._book = VillageBook(unit, actor)

    async def open(self, at: Door, *, now: datetime, is_invited: bool = False) -> Visit | Held:
        """Take a door; the one taken before is free again. A door that was taken twice gives the same visit."""
        await self._lock(at.id)
        mine = visit.c.officer_id == self._actor.contact_id
        rows = await self._open_at(at.id)
        held = [
            row for row in rows if row["officer_id"] != self._actor.contact_id and row["held_until"] > now
        ]
        if held:
            return Held(held[0]["held_until"])
        elsewhere = delete(visit).where(mine, visit.c.outcome == "", visit.c.door_id != at.id)
        await self._unit.connection.execute(elsewhere)
        own = next((row for row in rows if row["officer_id"] == self._actor.contact_id), None)
        if own is None:
            return await self._begin(at, now, is_invited=is_invited)
        kept = update(visit).where(visit.c.id == own["id"]).values(held_until=now + HELD_FOR)
        await self._unit.connection.execute(kept)
        return _visit_of(own)

    async def find(self, visit_id: str) -> Visit | None:
        """One of the actor's own visits, in a village that is still theirs."""
        row = await self._find_row(visit_id)
        return _visit_of(row) if row else None

    async def record(
        self,
        visit_id: str,
        outcome: VisitOutcome,
        *,
        today: date,
        now: datetime,
        come_back_on: date | None = None,
    ) -> Recorded | None:
        """Close a visit; None when it is not there or not theirs. `today` is the day in the village."""
        row = await self._find_row(visit_id)
        if row is None:
            return None
        if row["outcome"]:
            return Recorded(_visit_of(row), is_new=False)
        at = await self._book.find_door(row["door_id"], today, is_held=True)
        if at is None or not at.allows_visits:
            return None
        if await self._is_overtaken(row, at, today):
            await self._unit.connection.execute(delete(visit).where(visit.c.id == visit_id))
            return Recorded(_visit_of(row), at, is_new=False, is_overtaken=True)
        on = row["visited_on"] or today
        await self._close(row, outcome, on, now)
        after = await self._touch(at, outcome, on, come_back_on)
        back = way_back(self._unit, row["id"], at, after)
        return Recorded(replace(_visit_of(row), outcome=outcome, visited_on=on), after, back)

    async def date_back(self, visit_id: str, on: date, reason: str) -> Visit | None:
        """Say on which earlier day an open visit was, and why it is recorded late."""
        values: dict[str, object] = {"visited_on": on, "late_reason": reason}
        return await self._change(visit_id, values, is_open=True)

    async def count_persons(self, visit_id: str, persons: int) -> Visit | None:
        """How many took part in the talk."""
        return await self._change(visit_id, {"persons": min(persons, MOST_PERSONS)}, is_open=False)

    async def turn_topic(self, visit_id: str, topic: str) -> Visit | None:
        """Add one of the fixed topics, or take it back."""
        row = await self._find_row(visit_id)
        if row is None or topic not in TOPICS:
            return None
        turned = [each for each in TOPICS if (each in row["topics"]) != (each == topic)]
        return await self._change(visit_id, {"topics": turned}, is_open=False)

    async def note_place(self, rough_place: str, *, now: datetime) -> bool:
        """Note where the actor's latest visit of this half hour was; of a refusal nobody notes where."""
        mine = (visit.c.officer_id == self._actor.contact_id) & (visit.c.recorded_at > now - HELD_FOR)
        found = select(visit.c.id).where(mine).order_by(visit.c.recorded_at.desc()).limit(1)
        latest = (visit.c.id == found.scalar_subquery()) & (visit.c.outcome != VisitOutcome.REFUSED)
        if not ROUGH.fullmatch(rough_place):
            return False
        kept = update(visit).where(latest).values(rough_place=rough_place).returning(visit.c.id)
        return (await self._unit.connection.execute(kept)).scalar() is not None

    async def register_at(
        self, door_id: str, registration_id: str, *, today: date, now: datetime
    ) -> Recorded | None:
        """A person was registered at this door: it is noted where they live, and the visit is closed once."""
        at = await self._book.find_door(door_id, today, is_held=True)
        if at is None:
            return None
        await self._book.settle(registration_id, door_id)
        mine = (visit.c.officer_id == self._actor.contact_id) & (visit.c.door_id == door_id)
        found = select(visit).where(mine, visit.c.outcome.in_(("", VisitOutcome.REGISTERED)))
        rows = await self._unit.fetch(found.order_by(visit.c.outcome, visit.c.opened_at.desc()))
        done = next((row for row in rows if row["outcome"] and row["visited_on"] == today), None)
        opened = next((row for row in rows if not row["outcome"]), None)
        if done and not opened:
            return Recorded(_visit_of(done), at, is_new=False)
        opened_id = opened["id"] if opened else (await self._begin(at, now, is_invited=True)).id
        return await self.record(opened_id, VisitOutcome.REGISTERED, today=today, now=now)

    async def count_done(self, since: datetime) -> int:
        """How many visits the actor has recorded since then."""
        mine = (visit.c.officer_id == self._actor.contact_id) & (visit.c.outcome != "")
        counted = select(func.count().label("count")).where(mine, visit.c.recorded_at >= since)
        [row] = await self._unit.fetch(counted)
        return int(row["count"])

    async def find_open(self) -> Visit | None:
        """The visit at the door where the actor stands; they hold one at the most."""
        mine = (visit.c.officer_id == self._actor.contact_id) & (visit.c.outcome == "")
        rows = await self._unit.fetch(select(visit).where(mine).order_by(visit.c.opened_at.desc()).limit(1))
        return _visit_of(rows[0]) if rows and self._actor.reaches(rows[0]["village_code"]) else None

    async def find_last_village(self) -> str:
        """Where the actor was last, if that is still theirs; else empty."""
        mine = select(visit.c.village_code).where(visit.c.officer_id == self._actor.contact_id)
        rows = await self._unit.fetch(mine.order_by(visit.c.opened_at.desc()).limit(1))
        village = str(rows[0]["village_code"]) if rows else ""
        return village if village in self._actor.villages else ""

    async def _begin(self, at: Door, now: datetime, *, is_invited: bool) -> Visit:
        row = {
            "id": new_id(now),
            "village_code": at.village_code,
            "door_id": at.id,
            "officer_id": self._actor.contact_id,
            "pillar": self._actor.pillar or "",
            "is_invited": is_invited,
            "opened_at": now,
            "held_until": now + HELD_FOR,
            "outcome": "",
            "late_reason": "",
            "topics": [],
        }
        await self._unit.connection.execute(insert(visit), [row])
        return Visit(str(row["id"]), at.id, at.village_code)

    async def _find_row(self, visit_id: str) -> RowMapping | None:
        mine = (visit.c.id == visit_id) & (visit.c.officer_id == self._actor.contact_id)
        rows = await self._unit.fetch(select(visit).where(mine).with_for_update())
        return rows[0] if rows and self._actor.reaches(rows[0]["village_code"]) else None

    async def _lock(self, door_id: str) -> None:
        await self._unit.fetch(select(door.c.id).where(door.c.id == door_id).with_for_update())

    async def _open_at(self, door_id: str) -> list[RowMapping]:
        return list(
            await self._unit.fetch(select(visit).where(visit.c.door_id == door_id, visit.c.outcome == ""))
        )

    async def _is_overtaken(self, row: RowMapping, at: Door, today: date) -> bool:
        """Whether somebody else recorded a visit since this one was opened; a visit of an earlier day stands."""
        if row["visited_on"]:
            return False
        # A refusal keeps no door: that the door rests all at once is all there is to see of it.
        if at.rests_on(today) and not row["is_invited"]:
            return True
        others = (visit.c.door_id == row["door_id"]) & (visit.c.officer_id != row["officer_id"])
        found = select(visit.c.id).where(others, visit.c.recorded_at >= row["opened_at"]).limit(1)
        return bool(await self._unit.fetch(found))

    async def _close(self, row: RowMapping, outcome: VisitOutcome, on: date, now: datetime) -> None:
        values: dict[str, object] = {"outcome": outcome.value, "visited_on": on, "recorded_at": now}
        if outcome is VisitOutcome.REFUSED:
            values["door_id"] = None
        await self._unit.connection.execute(update(visit).where(visit.c.id == row["id"]).values(values))
        self._unit.tally_event(row["village_code"], on, f"visit.{outcome.value}")
        scope = row["village_code"]
        self._unit.note("visit.record", actor=self._actor.contact_id, on=row["id"], scope=scope, at=now)

    async def _touch(self, at: Door, outcome: VisitOutcome, on: date, come_back_on: date | None) -> Door:
        """The door after the visit; a visit from before the last one changes nothing there."""
        if at.last_visit_on and on < at.last_visit_on:
            return at
        back_on, rests_until = after_visit(outcome, on, come_back_on)
        pillar = self._actor.pillar.value if self._actor.pillar else ""
        after = replace(
            at, last_visit_on=on, last_pillar=pillar, come_back_on=back_on, rests_until=rests_until
        )
        names = ("last_visit_on", "last_pillar", "come_back_on", "rests_until")
        values = {name: getattr(after, name) for name in names}
        await self._unit.connection.execute(update(door).where(door.c.id == at.id).values(values))
        return after

    async def _change(self, visit_id: str, values: dict[str, object], *, is_open: bool) -> Visit | None:
        row = await self._find_row(visit_id)
        if row is None or is_open != (row["outcome"] == ""):
            return None
        await self._unit.connection.execute(update(visit).where(visit.c.id == visit_id).values(values))
        return _visit_of({**row, **values})  # type: ignore[arg-type]  # a row with some values changed


def _visit_of(row: RowMapping) -> Visit:
    return Visit(
        row["id"],
        row["door_id"],
        row["village_code"],
        row["outcome"],
        row["visited_on"],
        row["persons"],
        tuple(row["topics"]),
    )
