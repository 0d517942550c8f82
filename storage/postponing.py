"""Reminders that wait while it gets quiet: they are sent in the morning, not in the night."""

from datetime import datetime

from sqlalchemy import bindparam, select, update

from conversations.reminding.hours import is_quiet, opens_at, zone_of
from storage.outbox import is_state
from storage.tables import outbox, reminder
from storage.unit import Unit


async def postpone(unit: Unit, now: datetime) -> int:
    """Keep what was not sent in time back to the next open hour of its reader; gives how many."""
    found = select(outbox.c.key, reminder.c.village_code).join(reminder, reminder.c.key == outbox.c.key)
    rows = await unit.fetch(found.where(is_state(outbox, "queued"), outbox.c.not_before <= now))
    zones = {row["key"]: zone_of(row["village_code"]) for row in rows}
    late = [{"late": key, "at": opens_at(now, zone)} for key, zone in zones.items() if is_quiet(now, zone)]
    if late:
        moved = update(outbox).where(outbox.c.key == bindparam("late"), is_state(outbox, "queued"))
        await unit.connection.execute(moved.values(not_before=bindparam("at")), late)
    return len(late)
