"""Reminders that wait while it gets quiet: they are sent in the morning, not in the night, if they still hold then."""

from datetime import datetime

from sqlalchemy import RowMapping, bindparam, select, update

from conversations.reminding.due import find_due
from conversations.reminding.hours import is_quiet, local_day, opens_at, zone_of
from storage.outbox import is_state
from storage.tables import outbox, reminder
from storage.taking_back import take_back
from storage.unit import Unit


async def postpone(unit: Unit, now: datetime) -> int:
    """Keep what was not sent in time back to the next open hour of its reader; gives how many.

    What a night makes untrue is not sent at all: on the next day the next one is due.
    """
    found = select(outbox.c.key.label("late"), *reminder.c).join(reminder, reminder.c.key == outbox.c.key)
    rows = await unit.fetch(found.where(is_state(outbox, "queued"), outbox.c.not_before <= now))
    late = [row for row in rows if is_quiet(now, zone_of(row["village_code"]))]
    opens = {row["late"]: opens_at(now, zone_of(row["village_code"])) for row in late}
    gone = [row["late"] for row in late if not _holds(row, opens[row["late"]])]
    if gone:
        await take_back(unit, unit.among(reminder.c.key, gone), now)
    kept = [{"late_key": key, "at": at} for key, at in opens.items() if key not in set(gone)]
    if kept:
        moved = update(outbox).where(outbox.c.key == bindparam("late_key"), is_state(outbox, "queued"))
        await unit.connection.execute(moved.values(not_before=bindparam("at")), kept)
    return len(late)


def _holds(row: RowMapping, at: datetime) -> bool:
    """Whether what a reminder says is still so at a later moment; who never paid is asked to begin on any day."""
    if row["paid_until"] is None:
        return True
    today = local_day(row["village_code"], at)
    due = find_due(row["paid_until"], today, is_funded=bool(row["payer_id"]))
    return due is not None and (due.code, due.number) == (row["code"], row["number"])
