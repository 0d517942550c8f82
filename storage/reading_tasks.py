"""Reminders that somebody has to read aloud: open tasks of officers and branches, within their reach."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, RowMapping, func, or_, select, update

from conversations.actor import REGENCY_DIGITS, Actor, Role
from conversations.reminding.due import Due
from conversations.reminding.hours import local_day, provinces_in
from conversations.reminding.ways import Member, Way
from conversations.village_book import Door
from storage.reminders import MEMBER, member_of
from storage.tables import door, registration, reminder, resident
from storage.unit import Unit

LOOKED_AT = 50


@dataclass(frozen=True, slots=True)
class Task:
    """Somebody to be reminded by word of mouth: what about, and behind which door, where that is known."""

    key: str
    member: Member
    due: Due
    door: str = ""


class ReadingTasks:
    """The open tasks of one actor, within one unit of work."""

    def __init__(self, unit: Unit, actor: Actor, now: datetime) -> None:
        self._unit, self._actor, self._now = unit, actor, now

    async def load_next(self, after_key: str = "") -> Task | None:
        """The task after that one, the first in front again; what is no longer true is closed on the way."""
        rows = await self._unit.fetch(_TASKS.where(self._mine()).order_by(reminder.c.key))
        tasks = [_task(row) for row in rows]
        stale = [task.key for task in tasks if not self._is_true(task)]
        await self._close(stale)
        true = [task for task in tasks if task.key not in stale]
        later = [task for task in true if task.key > after_key]
        return next(iter(later or true), None)

    async def find(self, registration_id: str) -> Task | None:
        """The open task about this registration; None when there is none in reach."""
        rows = await self._unit.fetch(_TASKS.where(self._mine(), registration.c.id == registration_id))
        return _task(rows[0]) if rows else None

    async def close(self, registration_id: str) -> Task | None:
        """Note that a task was read aloud; None when there is none in reach."""
        task = await self.find(registration_id)
        if task is not None:
            await self._close([task.key])
        return task

    async def _close(self, keys: list[str]) -> None:
        if keys:
            done = update(reminder).where(self._unit.among(reminder.c.key, keys))
            values = {"done_at": self._now, "done_by": self._actor.contact_id}
            await self._unit.connection.execute(done.values(values))

    def _mine(self) -> ColumnElement[bool]:
        way = Way.OFFICER if Role.OFFICER in self._actor.roles else Way.BRANCH
        return (
            (reminder.c.way == way.value)
            & reminder.c.done_at.is_(None)
            & is_in_reach(self._unit, self._actor)
        )

    def _is_true(self, task: Task) -> bool:
        due = task.member.find_due(local_day(task.member.village_code, self._now))
        return due is not None and task.member.key(due) == task.key


def is_in_reach(unit: Unit, actor: Actor) -> ColumnElement[bool]:
    """Whether a reminder's village is this actor's business."""
    code = reminder.c.village_code
    regencies = [area for area in actor.areas if len(area) == REGENCY_DIGITS]
    within = [code.like(f"{regency}%") for regency in regencies]
    return or_(unit.among(code, sorted(actor.villages | actor.areas)), *within) & ~unit.among(
        code, sorted(actor.ceded)
    )


async def new_tasks(unit: Unit, zone: str, since: datetime) -> dict[Way, frozenset[str]]:
    """The villages of a zone in which tasks were given since then, by the way."""
    found = select(reminder.c.way, reminder.c.village_code).where(
        reminder.c.given_at >= since,
        reminder.c.done_at.is_(None),
        func.substr(reminder.c.village_code, 1, 2).in_(provinces_in(zone)),
    )
    rows = await unit.fetch(found.distinct())
    return {
        way: frozenset(row["village_code"] for row in rows if row["way"] == way.value)
        for way in (Way.OFFICER, Way.BRANCH)
    }


async def count_open(unit: Unit, village_codes: Iterable[str], way: Way) -> Counter[str]:
    """Village to how many tasks are open."""
    wanted = sorted(village_codes)
    if not wanted:
        return Counter()
    counted = select(reminder.c.village_code, func.count().label("many")).where(
        unit.among(reminder.c.village_code, wanted),
        reminder.c.way == way.value,
        reminder.c.done_at.is_(None),
    )
    rows = await unit.fetch(counted.group_by(reminder.c.village_code))
    return Counter({row["village_code"]: row["many"] for row in rows})


_TASKS = (
    MEMBER.add_columns(
        reminder.c.key,
        reminder.c.code,
        reminder.c.number,
        reminder.c.due_on,
        reminder.c.payer_id,
        door.c.rt_rw,
        door.c.mark,
    )
    .join(reminder, reminder.c.registration_id == registration.c.id)
    .outerjoin(resident, resident.c.registration_id == registration.c.id)
    .outerjoin(door, door.c.id == resident.c.door_id)
    .where(registration.c.state == "accepted")
)


def _task(row: RowMapping) -> Task:
    place = Door("", "", row["rt_rw"], row["mark"]).place if row["rt_rw"] else ""
    due = Due(row["due_on"], row["code"], row["number"])
    return Task(row["key"], member_of(row, row["payer_id"]), due, place)
