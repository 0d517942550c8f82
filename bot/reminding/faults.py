"""Administrators hear once a day what went wrong since yesterday; nothing when all is well."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.commands.command import Letter
from bot.reminding.posting import post
from conversations.facts import FALLBACK_ZONE
from conversations.reminding.hours import may_write
from conversations.says import Say
from conversations.texts import load
from storage.database import Database
from storage.digests import count_faults, find_administrators
from storage.reaching import Reaching
from storage.reminders import Reminders

DAY = timedelta(days=1)


async def report_faults(database: Database, now: datetime) -> None:
    """Count the faults of a day and write to every administrator."""
    if not may_write(now, FALLBACK_ZONE):
        return
    today = now.astimezone(ZoneInfo(FALLBACK_ZONE)).date()
    async with database.unit() as unit:
        places = Reminders(unit)
        place = await places.hold_place("faults", today)
        if place.is_over:
            return
        await places.move_on(place.ended())
        counts = await count_faults(unit, now - DAY)
        if not any(counts.values()):
            return
        holders = await find_administrators(unit, now)
        letters = [
            Letter(
                reader.chat_id,
                Say(load(reader.language).fill("digest.faults", **counts)),
                f"faults:{today}:{reader.contact_id}",
            )
            for reader in (await Reaching(unit, now).readers(holders)).values()
        ]
        await post(unit, letters, now)
