"""Questions that nobody has answered: told again, and to the next who may know, until somebody does."""

from datetime import datetime

from bot.batch import Household
from bot.broadcasts.progress import facts_for
from bot.broadcasts.telling import letters_about
from bot.reminding.posting import post
from storage.database import Database
from storage.threads import Threads

AT_ONCE = 50
LANGUAGE = "id"


async def tell_again(database: Database, household: Household, now: datetime) -> None:
    """One round over what is due; none expires."""
    while True:
        async with database.unit() as unit:
            due = await Threads(unit, now).take_due(limit=AT_ONCE)
            for one in due:
                await post(unit, await letters_about(unit, one, facts_for(household, LANGUAGE, now)), now)
        if len(due) < AT_ONCE:
            return
