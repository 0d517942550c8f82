"""Registrations that an officer made and that nobody else has confirmed yet."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from conversations.reminding.hours import provinces_in
from conversations.slips import CONFIRMED_WITHIN
from storage.tables import slip
from storage.unit import Unit

PATIENCE = timedelta(days=3)
"""So long the paper slip has to be used by itself."""


async def count_unconfirmed(unit: Unit, zone: str, now: datetime) -> dict[int, int]:
    """Officer to how many of their slips in this zone still wait and still count."""
    found = select(slip.c.used_by, func.count().label("many")).where(
        slip.c.registration_id.is_not(None),
        slip.c.used_by.is_not(None),
        slip.c.confirmed_at.is_(None),
        slip.c.used_at.between(now - CONFIRMED_WITHIN, now - PATIENCE),
        func.substr(slip.c.village_code, 1, 2).in_(provinces_in(zone)),
    )
    rows = await unit.fetch(found.group_by(slip.c.used_by))
    return {row["used_by"]: row["many"] for row in rows}
