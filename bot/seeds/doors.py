"""Doors of the practice village, as a year of visits leaves them: promised, never visited, resting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from conversations.actor import Actor
from conversations.village_book import Visit, VisitOutcome
from storage.unit import Unit
from storage.village_book import VillageBook
from storage.visits import Visits


@dataclass(frozen=True, slots=True)
class SeededDoor:
    """A house, and how it was left: the outcome, how many days ago, and in how many days to come again."""

    rt_rw: str
    mark: str
    outcome: VisitOutcome | None = None
    days_ago: int = 0
    back_in_days: int = 0


DOORS: tuple[SeededDoor, ...] = (
    SeededDoor("003/005", "R-12", VisitOutcome.COME_BACK, 21, 0),
    SeededDoor("003/005", "R-13", VisitOutcome.COME_BACK, 30, -3),
    SeededDoor("003/005", "R-14"),
    SeededDoor("003/005", "R-15", VisitOutcome.MET, 3),
    SeededDoor("003/005", "R-16", VisitOutcome.NOT_HOME, 4),
    SeededDoor("004/005", "7"),
    SeededDoor("004/005", "7B", VisitOutcome.ALREADY_MEMBER, 20),
    SeededDoor("004/005", "9", VisitOutcome.COME_BACK, 10, 75),
    SeededDoor("001/002", "A-1"),
    SeededDoor("001/002", "A-2"),
)


async def seed_doors(
    unit: Unit, officers: Sequence[Actor], village_code: str, *, today: date, now: datetime
) -> None:
    """Write the doors down and let the officers visit them in turn; doing it twice changes nothing."""
    for place, seeded in enumerate(DOORS):
        officer = officers[place % len(officers)]
        book, visits = VillageBook(unit, officer), Visits(unit, officer)
        door = await book.find_or_make(village_code, seeded.rt_rw, seeded.mark, today=today, now=now)
        if door is None or door.last_visit_on or seeded.outcome is None:
            continue
        visit = await visits.open(door, now=now)
        if isinstance(visit, Visit):
            await visits.date_back(visit.id, today - timedelta(days=seeded.days_ago), "no_signal")
            back_on = today + timedelta(days=seeded.back_in_days)
            await visits.record(visit.id, seeded.outcome, today=today, now=now, come_back_on=back_on)
