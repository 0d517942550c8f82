"""What waits for an officer: doors promised, registrations to put right, people about to lose protection."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, and_, func, or_, select

from conversations.actor import Actor
from conversations.people_listed import masked
from conversations.village_book import Door, Fix, Lapse, lapsing_between
from storage.left_behind import KEEPER, is_left_behind
from storage.registrations import NAME, is_kept_by
from storage.tables import door, person, registration, resident, salt
from storage.unit import Unit
from storage.village_book import door_of, doors_on

MOST_SHOWN = 5


class Tasks:
    """One officer's tasks, within one unit of work; each list shows the most pressing few."""

    def __init__(self, unit: Unit, actor: Actor) -> None:
        self._unit, self._actor = unit, actor

    async def load_returns(self, today: date) -> tuple[Door, ...]:
        """The doors to come back to by today, the longest overdue first."""
        found = doors_on(today).where(
            self._unit.among(door.c.village_code, self._actor.villages),
            door.c.come_back_on <= today,
            door.c.allows_visits,
        )
        rows = await self._unit.fetch(found.order_by(door.c.come_back_on, door.c.rt_rw).limit(MOST_SHOWN))
        return tuple(map(door_of, rows))

    async def count_returns(self, today: date) -> tuple[int, int]:
        """How many doors are due today, and how many overdue."""
        counts = await due_by_village(self._unit, today, self._actor.villages)
        return sum(due for due, _ in counts.values()), sum(late for _, late in counts.values())

    async def load_fixes(self, now: datetime) -> tuple[Fix, ...]:
        """Registrations that were sent back and are this officer's to put right, the oldest first.

        Those that they made themselves, and in their villages those of who works there no more.
        """
        is_here = self._unit.among(registration.c.village_code, self._actor.villages)
        own = _waits_for_registrar() & is_kept_by(self._actor.contact_id)
        theirs = or_(and_(own, is_here | _is_in_own_chat()), and_(is_left_behind(now), is_here))
        found = _named(registration.c.id, registration.c.reference, registration.c.reason).where(theirs)
        rows = await self._unit.fetch(found.order_by(registration.c.stage_at).limit(MOST_SHOWN))
        return tuple(Fix(row["id"], row["reference"], row["reason"], self._name(row)) for row in rows)

    async def load_lapses(self, today: date) -> tuple[Lapse, ...]:
        """People of the villages who are about to lose protection, the first in front; none who wants no visit."""
        found = (
            _named(registration.c.reference, registration.c.paid_until, door.c.id, door.c.rt_rw, door.c.mark)
            .outerjoin(resident, resident.c.registration_id == registration.c.id)
            .outerjoin(door, door.c.id == resident.c.door_id)
            .where(
                self._unit.among(registration.c.village_code, self._actor.villages),
                registration.c.state == "accepted",
                registration.c.paid_until.between(*lapsing_between(today)),
                or_(door.c.id.is_(None), door.c.allows_visits),
            )
        )
        rows = await self._unit.fetch(found.order_by(registration.c.paid_until).limit(MOST_SHOWN))
        return tuple(
            Lapse(
                row["reference"],
                row["paid_until"],
                Door(row["id"], "", row["rt_rw"], row["mark"]).place if row["id"] else "",
                row["id"] or "",
                self._name(row),
            )
            for row in rows
        )

    def _name(self, row: RowMapping) -> str:
        """Masked; the reference stands for who was erased."""
        if not (row["secret"] and row["full_name"]):
            return str(row["reference"])
        return masked(
            self._unit.sealer.open(row["secret"], NAME, row["person_id"], row["full_name"]).decode()
        )


def _named(*columns: ColumnElement[Any]) -> Select[Any]:
    """Registrations with what their people's names are opened with."""
    whose = (person.c.id.label("person_id"), person.c.full_name, salt.c.secret)
    joined = select(*columns, *whose).select_from(registration)
    return joined.join(person, person.c.id == registration.c.person_id).outerjoin(
        salt, salt.c.id == person.c.salt_id
    )


def _is_in_own_chat() -> ColumnElement[bool]:
    """Whether the registrar is also the one who is told of it."""
    return registration.c.contact_id == registration.c.registered_by


def _waits_for_registrar() -> ColumnElement[bool]:
    """Sent back, and not taken over by the person, who then puts it right alone."""
    return (registration.c.state == "needs_fixing") & (
        _is_in_own_chat() | registration.c.contact_id.is_(None)
    )


async def due_by_village(
    unit: Unit, today: date, village_codes: Iterable[str] | None = None
) -> dict[str, tuple[int, int]]:
    """Village to how many of its doors are due today and how many overdue; every village when none is named."""
    overdue = func.count().filter(door.c.come_back_on < today)
    counted = select(door.c.village_code, func.count().label("every"), overdue.label("late"))
    found = counted.where(door.c.come_back_on <= today, door.c.allows_visits)
    if village_codes is not None:
        found = found.where(unit.among(door.c.village_code, village_codes))
    rows = await unit.fetch(found.group_by(door.c.village_code))
    return {row["village_code"]: (row["every"] - row["late"], row["late"]) for row in rows}


async def fixes_by_officer(unit: Unit, now: datetime) -> dict[int, int]:
    """Contact to how many of their registrations wait for them to be put right."""
    counted = select(KEEPER.label("keeper"), func.count().label("count"))
    is_theirs = and_(KEEPER.is_not(None), ~is_left_behind(now))
    rows = await unit.fetch(counted.where(_waits_for_registrar(), is_theirs).group_by(KEEPER))
    return {row["keeper"]: row["count"] for row in rows}


async def fixes_left_behind(unit: Unit, now: datetime) -> dict[str, int]:
    """Village to how many forms wait there for whoever works in it, as their registrar does no more."""
    counted = select(registration.c.village_code, func.count().label("count"))
    rows = await unit.fetch(counted.where(is_left_behind(now)).group_by(registration.c.village_code))
    return {row["village_code"]: row["count"] for row in rows}
