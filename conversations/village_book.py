"""What a village knows of its doors, decided without a store: when to come again, who is next, what others see.

How long a door rests is this house's own rule of courtesy, not a regulation.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from conversations.rules.coverage import Protection, protection
from conversations.rules.dates import add_months, last_day_of, month_of


class VisitOutcome(StrEnum):
    """How a visit ended (domain: the visit record of the door to door system)."""

    MET = "met"
    NOT_HOME = "not_home"
    REGISTERED = "registered"
    COME_BACK = "come_back"
    ALREADY_MEMBER = "already_member"
    REFUSED = "refused"


class Reason(StrEnum):
    """Why a door is next, the most pressing first."""

    OVERDUE = "overdue"
    DUE = "due"
    LAPSING = "lapsing"
    NEVER = "never"


TOPICS = ("work_accident", "death", "price", "how_to_join", "paying", "claim")
"""What may be noted of a talk; nobody's views, faith, politics or troubles are."""
LATE_REASONS = ("no_signal", "phone_off", "no_time", "helped")
"""Why a visit is recorded on a later day."""
MOST_LISTED = 6
WEEK = timedelta(days=7)
RESTS: Mapping[VisitOutcome, timedelta] = MappingProxyType(
    {
        VisitOutcome.MET: timedelta(days=14),
        VisitOutcome.REGISTERED: timedelta(days=14),
        VisitOutcome.ALREADY_MEMBER: timedelta(days=90),
        # Like a member's, so that the length of a rest does not tell why.
        VisitOutcome.REFUSED: timedelta(days=90),
    }
)
"""How long nobody of any pillar knocks again."""
TRIED_AGAIN_AFTER = timedelta(days=2)
"""When nobody was home; it bothers nobody to come earlier."""


@dataclass(frozen=True, slots=True)
class Door:
    """One house: where it stands, when it was last visited and by which pillar, and what its people wish.

    `rests_until` is the first day on which anybody may knock again; `is_lapsing` that somebody behind it is about to
    lose protection.
    """

    id: str
    village_code: str
    rt_rw: str
    mark: str
    last_visit_on: date | None = None
    last_pillar: str = ""
    come_back_on: date | None = None
    rests_until: date | None = None
    allows_visits: bool = True
    allows_messages: bool = True
    is_lapsing: bool = False

    @property
    def place(self) -> str:
        """`RT 003/005 R-12`, or the mark alone where there is no RT."""
        return f"RT {self.rt_rw} {self.mark}" if self.rt_rw[0].isdigit() else self.mark

    def rests_on(self, today: date) -> bool:
        """Whether nobody should knock today, unless the household asks for it."""
        return self.rests_until is not None and today < self.rests_until


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit opened at a door; `outcome` is empty until recorded, `visited_on` is set when it was another day."""

    id: str
    door_id: str | None
    village_code: str
    outcome: str = ""
    visited_on: date | None = None
    persons: int | None = None
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fix:
    """A registration that the branch sent back: its reference, why, and the masked name of whose it is."""

    id: str
    reference: str
    reason: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Lapse:
    """A registration whose protection ends; behind which door, where that is known."""

    reference: str
    paid_until: date
    place: str = ""
    door_id: str = ""
    name: str = ""


def after_visit(
    outcome: VisitOutcome, on: date, come_back_on: date | None = None
) -> tuple[date | None, date | None]:
    """When to come back, and until when the door rests; None: nobody asked for it, and it does not."""
    if outcome is VisitOutcome.NOT_HOME:
        return on + TRIED_AGAIN_AFTER, None
    if outcome is VisitOutcome.COME_BACK:
        return come_back_on, come_back_on
    return None, on + RESTS[outcome]


def find_reason(door: Door, today: date) -> Reason | None:
    """Why somebody should go there today; None when nobody should."""
    if not door.allows_visits or door.rests_on(today):
        return None
    if door.come_back_on and door.come_back_on <= today:
        return Reason.DUE if door.come_back_on == today else Reason.OVERDUE
    if door.is_lapsing:
        return Reason.LAPSING
    return Reason.NEVER if door.last_visit_on is None else None


def who_next(
    doors: Iterable[Door], today: date, *, near: str = "", limit: int = MOST_LISTED
) -> tuple[Door, ...]:
    """The doors to go to: what was promised first, and of equals those of the RT where one stands."""
    order = list(Reason)
    with_reason = [(reason, door) for door in doors if (reason := find_reason(door, today))]
    with_reason.sort(
        key=lambda pair: (
            order.index(pair[0]),
            pair[1].rt_rw != near,
            pair[1].come_back_on or date.max,
            pair[1].rt_rw,
            pair[1].mark,
        )
    )
    return tuple(door for _, door in with_reason[:limit])


def no_visit_before(door: Door, today: date) -> date | None:
    """All that anybody is told of a door that rests, whatever the cause."""
    return door.rests_until if door.rests_on(today) else None


def lapsing_between(today: date) -> tuple[date, date]:
    """The first and the last paid day of those who are about to lose protection, or lose it within a week."""
    month = month_of(today)
    while protection(add_months(month, -1), today) is Protection.LAPSING:
        month = add_months(month, -1)
    return month, last_day_of(today) if last_day_of(today) - today < WEEK else month_of(today) - timedelta(
        days=1
    )
