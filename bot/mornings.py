"""The note in the morning: what waits for an officer today, at their own hour, and nothing when nothing waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.posting import post_of
from conversations.actor import Actor, Role
from conversations.answers.tasks import morning
from conversations.regions import Regions
from conversations.regions.zones import ZONE_BY_PROVINCE
from conversations.reminding.hours import may_write
from storage.database import Database
from storage.reaching import Reaching
from storage.staff import Staff
from storage.tasks import due_by_village, fixes_by_officer, fixes_left_behind
from storage.unit import Unit

FROM_HOUR, TO_HOUR = 7, 10
"""After the night, and where they fast from eight; a note that could not be said by ten comes tomorrow."""
AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Note:
    """What one officer is told on one day."""

    contact_id: int
    day: date
    due: int
    late: int
    fixes: int

    @property
    def key(self) -> str:
        """One note an officer and a day."""
        return f"morning:{self.contact_id}:{self.day.isoformat()}"


async def say_good_morning(database: Database, regions: Regions, now: datetime) -> int:
    """Write the note of every officer whose morning it is; gives how many. Once a day each, however often it is run."""
    said = 0
    for zone in sorted(set(ZONE_BY_PROVINCE.values())):
        local = now.astimezone(ZoneInfo(zone))
        if FROM_HOUR <= local.hour < TO_HOUR and may_write(now, zone):
            async with database.reading() as unit:
                notes = await _notes(unit, regions, zone, local.date(), now)
            for start in range(0, len(notes), AT_ONCE):
                async with database.unit() as unit:
                    said += await _write(unit, notes[start : start + AT_ONCE], now)
    return said


async def _notes(unit: Unit, regions: Regions, zone: str, today: date, now: datetime) -> list[Note]:
    everywhere = await due_by_village(unit, today)
    due = {code: counts for code, counts in everywhere.items() if regions.zone(code) == zone}
    fixes, left = await fixes_by_officer(unit, now), await fixes_left_behind(unit, now)
    staff = Staff(unit)
    there = await staff.officers_of(due.keys() | left.keys(), now)
    concerned = {one for ones in there.values() for one in ones} | fixes.keys()
    actors = (await staff.load_actors(concerned, now)).values()
    return [_note(actor, today, due, fixes, left) for actor in actors if _lives_by(actor, regions, zone)]


def _lives_by(actor: Actor, regions: Regions, zone: str) -> bool:
    """Whether this is an officer whose first village keeps this time."""
    return actor.has(Role.OFFICER) and bool(actor.villages) and regions.zone(min(actor.villages)) == zone


def _note(
    actor: Actor,
    today: date,
    due: dict[str, tuple[int, int]],
    fixes: dict[int, int],
    left: dict[str, int],
) -> Note:
    counts = [due[code] for code in actor.villages & due.keys()]
    return Note(
        actor.contact_id,
        today,
        sum(count for count, _ in counts),
        sum(late for _, late in counts),
        fixes.get(actor.contact_id, 0) + sum(left[code] for code in actor.villages & left.keys()),
    )


async def _write(unit: Unit, notes: Sequence[Note], now: datetime) -> int:
    readers = await Reaching(unit, now).readers(note.contact_id for note in notes)
    given = await unit.outbox_ids(note.key for note in notes)
    said = 0
    for note in notes:
        reader = readers.get(note.contact_id)
        if reader is None or note.key in given:
            continue
        if say := morning(note.due, note.late, note.fixes, reader.language):
            post = post_of(say, reader.chat_id)
            unit.say(reader.chat_id, note.key, post.method, post.payload, now=now, lane="bulk")
            said += 1
    return said
