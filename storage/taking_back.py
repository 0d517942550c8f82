"""Reminders whose reason has gone: what waits to be sent is not sent any more, and nobody has to read it aloud."""

from datetime import datetime

from sqlalchemy import ColumnElement, literal, select, update

from storage.tables import outbox, reminder
from storage.transaction import Transaction


async def take_back(unit: Transaction, which: ColumnElement[bool], at: datetime) -> None:
    """Take these reminders back; none of them comes again, as its key is used."""
    keys = select(reminder.c.key).where(which)
    # Written into the statement, as in `outbox.is_state`, which stands on what stands on this.
    is_queued = outbox.c.state == literal("queued", literal_execute=True)
    unsent = update(outbox).where(outbox.c.key.in_(keys), is_queued)
    await unit.connection.execute(unsent.values(state="cancelled", body=None))
    open_tasks = update(reminder).where(which, reminder.c.done_at.is_(None))
    await unit.connection.execute(open_tasks.values(done_at=at))
