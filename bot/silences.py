"""Conversations that stand still: mentioned once, and thrown away when nobody comes back."""

from datetime import datetime

from bot.batch import Batch, Household
from conversations.heard import Heard, Sort
from storage.database import Database

AT_ONCE = 50
"""Conversations looked after in one transaction."""


async def break_silences(database: Database, household: Household, now: datetime) -> int:
    """Remind or end every conversation that is due; gives how many there were."""
    async with database.unit() as unit:
        due = await unit.due_conversations(now, limit=AT_ONCE)
        batch = Batch(unit, household, now)
        for one in due:
            sort = Sort.EXPIRED if one.is_expired else Sort.REMINDED
            await batch.nudge(one.contact_id, one.id, Heard(sort))
        await batch.close()
    return len(due)
