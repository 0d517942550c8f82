"""What the village book forgets: refusals, old visits, those never recorded, rests that are over, links to nobody."""

from datetime import date, datetime, timedelta

from sqlalchemy import CursorResult, Delete, Update, delete, exists, select, update

from conversations.village_book import VisitOutcome
from storage.tables import door, registration, resident, visit
from storage.unit import Unit

REFUSALS = timedelta(days=180)
VISITS = timedelta(days=366)
"""Where an officer was a year ago is nobody's business; the village's counts stay."""
PLACES = timedelta(days=90)
"""Where a visit was, even to a kilometre, is of no use for longer."""
UNRECORDED = timedelta(days=2)
"""Long enough for a tap that waited for a signal."""


async def forget(unit: Unit, *, today: date, now: datetime) -> dict[str, int]:
    """Do away with what is over; gives how many of each kind went. Counts of a village's day stay.

    `today` may be a day behind in the east of the country: a rest then lasts a day longer in the row, not for people.
    """
    nobody = exists(
        select(1).where(registration.c.id == resident.c.registration_id, registration.c.state == "erased")
    )
    refused = (visit.c.outcome == VisitOutcome.REFUSED) & (visit.c.opened_at < now - REFUSALS)
    unrecorded = (visit.c.outcome == "") & (visit.c.opened_at < now - UNRECORDED)
    old = (visit.c.outcome != "") & (visit.c.recorded_at < now - VISITS)
    rested = update(door).where(door.c.rests_until <= today)
    placed = update(visit).where(visit.c.rough_place.is_not(None), visit.c.recorded_at < now - PLACES)
    went = {
        "refusals": await _count(unit, delete(visit).where(refused)),
        "visits": await _count(unit, delete(visit).where(old)),
        "visits without an outcome": await _count(unit, delete(visit).where(unrecorded)),
        "places": await _count(unit, placed.values(rough_place=None)),
        "rests": await _count(unit, rested.values(rests_until=None)),
        "residents": await _count(unit, delete(resident).where(nobody)),
    }
    return {name: count for name, count in went.items() if count}


async def _count(unit: Unit, statement: Delete | Update) -> int:
    done = await unit.connection.execute(statement)
    return done.rowcount if isinstance(done, CursorResult) else 0
