"""The village book: the doors of a village, found and shared by its pillars, within the reach of who asks."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, RowMapping, Select, case, exists, or_, select, update

from conversations.actor import Actor
from conversations.reminding.ways import Way
from conversations.village_book import Door, lapsing_between, who_next
from storage.columns import new_id
from storage.tables import door, registration, reminder, resident, visit
from storage.taking_back import take_back
from storage.unit import Unit
from storage.upserts import insert_or_leave

LOOKED_AT = 50
"""So many doors are weighed for the few that are shown."""


class VillageBook:
    """Doors, for one actor within one unit of work: a door out of reach is as if it were not there."""

    def __init__(self, unit: Unit, actor: Actor) -> None:
        self._unit, self._actor = unit, actor

    async def find_door(self, door_id: str, today: date, *, is_held: bool = False) -> Door | None:
        """The door; `is_held` locks its row to the end of the unit."""
        found = doors_on(today).where(door.c.id == door_id)
        rows = await self._unit.fetch(found.with_for_update(of=door) if is_held else found)
        return door_of(rows[0]) if rows and self._actor.reaches(rows[0]["village_code"]) else None

    async def find_marked(self, mark: str, today: date) -> tuple[Door, ...]:
        """The doors of this mark in the villages where the actor works."""
        found = doors_on(today).where(
            self._unit.among(door.c.village_code, self._actor.villages), door.c.mark == mark
        )
        rows = await self._unit.fetch(found.order_by(door.c.village_code, door.c.rt_rw).limit(LOOKED_AT))
        return tuple(map(door_of, rows))

    async def find_or_make(
        self, village_code: str, rt_rw: str, mark: str, *, today: date, now: datetime
    ) -> Door | None:
        """The door at this place, made when nobody has written it down yet; None out of reach.

        Two officers who write down the same house at once get the same door.
        """
        if not self._actor.reaches(village_code):
            return None
        place = {"village_code": village_code, "rt_rw": rt_rw, "mark": mark}
        row = {
            **place,
            "id": new_id(now),
            "made_by": self._actor.contact_id,
            "made_at": now,
            "last_pillar": "",
            "allows_visits": True,
            "allows_messages": True,
        }
        await insert_or_leave(self._unit.connection, door, [row])
        rows = await self._unit.fetch(
            doors_on(today).where(*(door.c[name] == value for name, value in place.items()))
        )
        return door_of(rows[0])

    async def who_next(
        self, village_code: str, *, today: date, now: datetime, near: str = ""
    ) -> tuple[Door, ...]:
        """The few doors to go to now; one that somebody else is on the way to is left out."""
        if not self._actor.reaches(village_code):
            return ()
        is_due = door.c.come_back_on <= today
        found = doors_on(today).where(
            door.c.village_code == village_code,
            door.c.allows_visits,
            or_(door.c.rests_until.is_(None), door.c.rests_until <= today),
            or_(is_due, door.c.last_visit_on.is_(None), _is_lapsing(today)),
            ~_is_held(self._actor, now),
        )
        pressing = case((is_due, 0), (_is_lapsing(today), 1), else_=2)
        order = (
            pressing,
            case((door.c.rt_rw == near, 0), else_=1),
            door.c.come_back_on,
            door.c.rt_rw,
            door.c.mark,
        )
        rows = await self._unit.fetch(found.order_by(*order).limit(LOOKED_AT))
        return who_next(map(door_of, rows), today, near=near)

    async def set_wish(
        self, door_id: str, *, allows_visits: bool, allows_messages: bool, now: datetime
    ) -> Door | None:
        """Write down what the household wishes; None when the door is out of reach."""
        known = await self.find_door(door_id, now.date(), is_held=True)
        if known is None:
            return None
        values: dict[str, object] = {"allows_visits": allows_visits, "allows_messages": allows_messages}
        if not allows_visits:
            values |= {"come_back_on": None, "rests_until": None}
            await self._take_readings_away(door_id)
        await self._unit.connection.execute(update(door).where(door.c.id == door_id).values(values))
        if not allows_messages:
            here = select(resident.c.registration_id).where(resident.c.door_id == door_id)
            await take_back(self._unit, reminder.c.registration_id.in_(here), now)
        self._unit.note(
            "door.wish", actor=self._actor.contact_id, on=door_id, scope=known.village_code, at=now
        )
        return await self.find_door(door_id, now.date())

    async def _take_readings_away(self, door_id: str) -> None:
        """What an officer was to read aloud there is for the branch, which need not come to the door."""
        here = select(resident.c.registration_id).where(resident.c.door_id == door_id)
        open_ones = (reminder.c.way == Way.OFFICER.value) & reminder.c.done_at.is_(None)
        moved = update(reminder).where(open_ones, reminder.c.registration_id.in_(here))
        await self._unit.connection.execute(moved.values(way=Way.BRANCH.value))

    async def settle(self, registration_id: str, door_id: str) -> None:
        """Note behind which door a registered person lives; only after consent."""
        row = {"registration_id": registration_id, "door_id": door_id}
        await self._unit.flush()
        await insert_or_leave(self._unit.connection, resident, [row])


def door_of(row: RowMapping) -> Door:
    """A door as everybody may see it."""
    return Door(**{name: row[name] for name in Door.__dataclass_fields__})


def doors_on(today: date) -> Select[tuple[object, ...]]:
    """Every door with whatever `door_of` reads."""
    columns = (door.c[name] for name in Door.__dataclass_fields__ if name != "is_lapsing")
    return select(*columns, _is_lapsing(today).label("is_lapsing"))


def _is_lapsing(today: date) -> ColumnElement[bool]:
    """Whether somebody behind the door is about to lose protection."""
    first, last = lapsing_between(today)
    here = resident.join(registration, registration.c.id == resident.c.registration_id)
    return exists(
        select(1)
        .select_from(here)
        .where(
            resident.c.door_id == door.c.id,
            registration.c.state == "accepted",
            registration.c.paid_until.between(first, last),
        )
        .correlate(door)
    )


def _is_held(actor: Actor, now: datetime) -> ColumnElement[bool]:
    """Whether somebody else is on the way to the door."""
    held = (visit.c.door_id == door.c.id) & (visit.c.outcome == "") & (visit.c.held_until > now)
    return exists(select(1).where(held, visit.c.officer_id != actor.contact_id).correlate(door))
