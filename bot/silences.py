"""Conversations that stand still: mentioned once, and thrown away when nobody comes back."""

from datetime import datetime

from bot.batch import Batch, Household
from conversations.heard import Heard, Sort
from storage.database import Database
from storage.wishes import find_unwilling

AT_ONCE = 50
"""Conversations looked after in one transaction."""


async def break_silences(database: Database, household: Household, now: datetime) -> int:
    """Remind or end every conversation that is due; gives how many there were."""
    async with database.unit() as unit:
        due = await unit.due_conversations(now, limit=AT_ONCE)
        batch = Batch(unit, household, now)
        unwilling = await find_unwilling(unit, (one.contact_id for one in due))
        for one in due:
            sort = Sort.EXPIRED if one.is_expired else Sort.REMINDED
            # That something of theirs was thrown away is no reminder: it is said to everybody.
            is_wanted = one.is_expired or one.contact_id not in unwilling
            await batch.nudge(one.contact_id, one.id, Heard(sort), is_wanted=is_wanted)
        await batch.close()
    return len(due)
