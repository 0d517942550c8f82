"""When a broadcast asks for a word and some have not given it: after a day its author and the head are told, once."""

from datetime import datetime, timedelta

from bot.batch import Household
from bot.broadcasts.progress import facts_for
from bot.commands.command import Letter
from bot.reminding.posting import post
from conversations.actor import Role
from conversations.answers.broadcasts import unread
from conversations.broadcast import CARE
from conversations.ledger import Ledger
from conversations.reminding.hours import opens_at, zone_of
from storage.broadcast_course import Course
from storage.broadcast_report import unread_names
from storage.database import Database
from storage.staff import Staff
from storage.unit import Unit

MOST_NAMED = 10


async def escalate(database: Database, household: Household, now: datetime) -> None:
    """Tell of every broadcast that ended more than a day ago and was not read by all."""
    before = now - timedelta(hours=CARE.escalate_after_hours)
    async with database.unit() as unit:
        course = Course(unit, now)
        for one in await course.take_unread(before):
            await post(unit, await _letters(unit, one, household, now), now)
        await course.forget_drafts()


async def _letters(unit: Unit, one: Ledger, household: Household, now: datetime) -> list[Letter]:
    heads = await Staff(unit).holders_of(one.branch_id, [Role.BRANCH_HEAD], now) if one.branch_id else []
    readers = (await unit.load_contacts({one.author, *heads})).values()
    names = await unread_names(unit, one.id, limit=MOST_NAMED)
    # A broadcast may end in the evening; a day later it is evening again.
    opens = opens_at(now, zone_of(one.audience.area))
    return [
        Letter(
            reader.chat_id,
            unread(one, names, facts_for(household, reader.language, now), key="escalated"),
            f"bc:{one.id}:unread:{reader.id}",
            opens,
        )
        for reader in readers
        if reader.state == "active"
    ]
