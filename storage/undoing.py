"""Taking back a visit that was recorded by mistake: the way back is on the button, so that no row has to remember it.

A refusal keeps no door, and so nothing here may tie the two. What the door was like before stands in the button of
whoever recorded the visit, under a keyed mark that fits this visit, this door and the door as it is now, alone.
"""

import hmac
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import delete, select, update

from conversations.actor import Actor, Pillar
from conversations.village_book import Door
from storage.tables import door, visit
from storage.unit import Unit
from storage.village_book import VillageBook

UNDONE_WITHIN = timedelta(days=1)
CHANGED = ("last_visit_on", "come_back_on", "rests_until", "last_pillar")
"""What a visit changes of a door."""
DAYS = CHANGED[:3]
_FIRST = date(2020, 1, 1).toordinal()
_PILLARS = ("", *(pillar.value for pillar in Pillar))
_DIGITS, _MARK = 4, 8
_WRITTEN = _DIGITS * len(DAYS) + 1


def way_back(unit: Unit, visit_id: str, before: Door, after: Door) -> str:
    """What the door was like, and the mark; 21 characters, so that it fits a button beside the door."""
    written = _written(before)
    return written + _mark(unit, visit_id, written, after)


async def undo(
    unit: Unit, actor: Actor, door_id: str, back: str, *, today: date, now: datetime
) -> Door | None:
    """Take the actor's own visit back, and give the door as it was before.

    None when this is not theirs, too long ago, or the door has changed since.
    """
    at = await VillageBook(unit, actor).find_door(door_id, today, is_held=True)
    if at is None:
        return None
    mine = (visit.c.officer_id == actor.contact_id) & (visit.c.village_code == at.village_code)
    recent = (visit.c.outcome != "") & (visit.c.recorded_at > now - UNDONE_WITHIN)
    written, mark = back[:_WRITTEN], back[_WRITTEN:]
    for row in await unit.fetch(select(visit).where(mine, recent).with_for_update()):
        if hmac.compare_digest(mark.encode(), _mark(unit, row["id"], written, at).encode()):
            await unit.connection.execute(delete(visit).where(visit.c.id == row["id"]))
            unit.tally_event(row["village_code"], row["visited_on"], f"visit.{row['outcome']}", -1)
            unit.note("visit.undo", actor=actor.contact_id, on=row["id"], scope=at.village_code, at=now)
            return await _restored(unit, at, written)
    return None


async def _restored(unit: Unit, at: Door, written: str) -> Door:
    before = _read(at, written)
    values = {name: getattr(before, name) for name in CHANGED}
    await unit.connection.execute(update(door).where(door.c.id == at.id).values(values))
    return before


def _mark(unit: Unit, visit_id: str, before: str, after: Door) -> str:
    return unit.sealer.index("undo", f"{visit_id}:{after.id}:{before}:{_written(after)}").hex()[:_MARK]


def _written(at: Door) -> str:
    days: tuple[date | None, ...] = tuple(getattr(at, name) for name in DAYS)
    figures = (day.toordinal() - _FIRST if day else 0 for day in days)
    return "".join(f"{figure:0{_DIGITS}x}" for figure in figures) + str(_PILLARS.index(at.last_pillar))


def _read(at: Door, written: str) -> Door:
    """`at` as it was; only what a mark vouches for comes here."""
    figures = [int(written[place : place + _DIGITS], 16) for place in range(0, _WRITTEN - 1, _DIGITS)]
    last, back, rests = (date.fromordinal(figure + _FIRST) if figure else None for figure in figures)
    return replace(
        at,
        last_visit_on=last,
        come_back_on=back,
        rests_until=rests,
        last_pillar=_PILLARS[int(written[-1])],
    )
