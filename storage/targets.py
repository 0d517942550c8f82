"""How many people a village aims at: rows with a beginning and an end, of which at most one holds on a day."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, insert, or_, select

from conversations.actor import Actor
from conversations.rules.targets import default_target
from storage.columns import new_id
from storage.reach import is_reached
from storage.tables import target
from storage.unit import Unit

DAY = timedelta(1)


class Targets:
    """Targets of the villages that an actor reaches."""

    def __init__(self, unit: Unit, actor: Actor) -> None:
        self._unit, self._actor = unit, actor

    async def set(
        self, village_code: str, people: int, since: date, until: date | None, now: datetime
    ) -> bool:
        """Let a village aim at `people` from `since` to `until` (None: until changed); False out of reach.

        What held on those days gives way; the days before and after keep it.
        """
        if not self._actor.reaches(village_code):
            return False
        here = (target.c.village_code == village_code) & _overlaps(since, until)
        gone = await self._unit.fetch(delete(target).where(here).returning(target))
        kept = [
            {**row, "id": new_id(now)} | change
            for row in gone
            for change in _remains(row["valid_from"], row["valid_to"], since, until)
        ]
        new = {"id": new_id(now), "people": people, "valid_from": since, "valid_to": until}
        own = {"village_code": village_code, "set_by": self._actor.contact_id}
        await self._unit.connection.execute(insert(target), [*kept, {**new, **own}])
        self._unit.note(
            "target.set", actor=self._actor.contact_id, on=village_code, scope=village_code, at=now
        )
        return True

    async def load(self, code: str, today: date) -> dict[str, int]:
        """Village to the number set for it, for those inside a region that have one of their own today."""
        found = select(target.c.village_code, target.c.people).where(
            is_reached(self._unit, self._actor, target.c.village_code, code), _overlaps(today, today)
        )
        return {row["village_code"]: row["people"] for row in await self._unit.fetch(found)}


async def load_targets(unit: Unit, village_codes: Iterable[str], today: date) -> dict[str, int]:
    """Village to the number it aims at today: its own, or what is usual; whoever asks has checked the reach."""
    villages = sorted(village_codes)
    found = select(target.c.village_code, target.c.people).where(
        unit.among(target.c.village_code, villages), _overlaps(today, today)
    )
    rows = await unit.fetch(found) if villages else ()
    usual = dict.fromkeys(villages, default_target(today))
    return usual | {row["village_code"]: row["people"] for row in rows}


def _overlaps(since: date, until: date | None) -> ColumnElement[bool]:
    is_begun = target.c.valid_from <= until if until else None
    is_open = or_(target.c.valid_to.is_(None), target.c.valid_to >= since)
    return is_open if is_begun is None else and_(is_begun, is_open)


def _remains(
    valid_from: date, valid_to: date | None, since: date, until: date | None
) -> Iterator[dict[str, date]]:
    """What is left of one row before and after the days of another."""
    if valid_from < since:
        yield {"valid_to": since - DAY}
    if until is not None and (valid_to is None or valid_to > until):
        yield {"valid_from": until + DAY}
