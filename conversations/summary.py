"""How a village, or many, stand: numbers that add up, worked out from tallies on the day they are read."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from conversations.periods import Period
from conversations.rules.coverage import Protection, lapses_on, protection
from conversations.rules.dates import add_months, last_day_of, month_of

Heaps = Mapping[tuple[str, str], int]
"""(state, month paid until as `YYYY-MM` or "") to how many registrations."""


class DoesNotAddUpError(ValueError):
    """Numbers of one summary contradict each other: a tally is wrong, and nothing of it may be shown."""


class Number(StrEnum):
    """Everything that a summary counts people by; behind each stands a list of them."""

    PROTECTED = "protected"
    ENDING = "ending"
    LAPSING = "lapsing"
    LAPSED = "lapsed"
    UNPAID = "unpaid"
    PAID = "paid"
    WAITING = "waiting"
    NEEDS_FIXING = "needs_fixing"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    REGISTERED = "registered"
    SUBMITTED = "submitted"


STATES = {
    "submitted": Number.WAITING,
    "needs_fixing": Number.NEEDS_FIXING,
    "accepted": Number.ACCEPTED,
    "rejected": Number.REJECTED,
    "withdrawn": Number.WITHDRAWN,
}
ERASED = "erased"
"""Erasing a person ends no insurance: with a paid month the empty row still counts as accepted, else as withdrawn."""
UNFINISHED = "unfinished"
"""Drafts that named this village and were not sent; they are nobody's to list, and no registration yet."""
REGISTERED = (Number.WAITING, Number.NEEDS_FIXING, Number.ACCEPTED)
OF_ACCEPTED = (Number.PROTECTED, Number.LAPSING, Number.LAPSED, Number.UNPAID)


@dataclass(frozen=True, slots=True)
class Counts:
    """People by where their registration stands; raises `DoesNotAddUpError` when the parts are not the whole.

    `registered` are those who want in and were not turned down, `paid` those who ever paid, `started` those who began
    a form, `unfinished` those of them who have not sent it. `runs_out` tells, for each month in which somebody can
    pay arrears for the last time, how many that is.
    """

    submitted: int = 0
    waiting: int = 0
    needs_fixing: int = 0
    accepted: int = 0
    rejected: int = 0
    withdrawn: int = 0
    protected: int = 0
    lapsing: int = 0
    lapsed: int = 0
    unpaid: int = 0
    ending: int = 0
    unfinished: int = 0
    runs_out: Mapping[date, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        decided = self.accepted + self.rejected + self.withdrawn
        paid = self.protected + self.lapsing + self.lapsed
        least = min(self.unfinished, *(self.of(number) for number in Number))
        if (
            least < 0
            or self.submitted != self.waiting + self.needs_fixing + decided
            or self.accepted != paid + self.unpaid
        ):
            raise DoesNotAddUpError("the parts are not the whole")

    @property
    def registered(self) -> int:
        return self.waiting + self.needs_fixing + self.accepted

    @property
    def paid(self) -> int:
        return self.accepted - self.unpaid

    @property
    def started(self) -> int:
        return self.submitted + self.unfinished

    def of(self, number: Number) -> int:
        """One of the counts by its name."""
        count: int = getattr(self, number.value)
        return count


@dataclass(frozen=True, slots=True)
class Slice:
    """The registrations behind a number: in `states`; paid until a day from `first_on` to `last_on`, or never."""

    states: tuple[str, ...]
    first_on: date | None = None
    last_on: date | None = None
    is_unpaid: bool = False

    def holds(self, state: str, paid_until: date | None) -> bool:
        """Whether a registration is one of them."""
        if state == ERASED:
            state = "accepted" if paid_until else "withdrawn"
        if state not in self.states or (self.is_unpaid and paid_until):
            return False
        if self.first_on is None or self.last_on is None:
            return True
        return paid_until is not None and self.first_on <= paid_until <= self.last_on


def count(heaps: Heaps, today: date) -> Counts:
    """Everything at once; heaps that are empty do no harm, an unknown state raises `DoesNotAddUpError`."""
    begun = {heap: many for heap, many in heaps.items() if heap[0] == UNFINISHED}
    sent = {heap: many for heap, many in heaps.items() if heap not in begun}
    # A draft of before drafts were counted takes one away when it is sent.
    unfinished = max(0, sum(begun.values()))
    found: Counter[str] = Counter(submitted=sum(sent.values()), unfinished=unfinished)
    runs_out: Counter[date] = Counter()
    for (state, month), many in sent.items():
        paid_until = _last_paid(month)
        number = _number_of(state, paid_until)
        found[number] += many
        if number is Number.ACCEPTED:
            standing = protection(paid_until, today)
            found[standing.value] += many
            if paid_until and many and standing is not Protection.LAPSED:
                runs_out[last_month_to_pay(paid_until)] += many
    ending = runs_out[month_of(today)]
    return Counts(**found, ending=ending, runs_out=dict(sorted(runs_out.items())))


def _number_of(state: str, paid_until: date | None) -> Number:
    if state == ERASED:
        return Number.ACCEPTED if paid_until else Number.WITHDRAWN
    if state not in STATES:
        raise DoesNotAddUpError(f"nobody knows the state {state}")
    return STATES[state]


def _last_paid(month: str) -> date | None:
    return last_day_of(date.fromisoformat(f"{month}-01")) if month else None


def last_month_to_pay(paid_until: date) -> date:
    """The month, as its first day, at whose end protection lapses for good unless arrears are paid."""
    return add_months(lapses_on(paid_until), -1)


def behind(number: Number, today: date) -> Slice:
    """Which registrations a number counts on a day."""
    this_month = month_of(today)
    oldest = this_month
    while protection(add_months(oldest, -1), today) is Protection.LAPSING:
        oldest = add_months(oldest, -1)
    before = this_month - timedelta(1)
    paid: dict[Number, tuple[date, date]] = {
        Number.PROTECTED: (this_month, date.max),
        Number.LAPSING: (oldest, before),
        Number.LAPSED: (date.min, oldest - timedelta(1)),
        Number.PAID: (date.min, date.max),
        Number.ENDING: (oldest, last_day_of(oldest)),
    }
    if number in paid:
        return Slice(("accepted",), *paid[number])
    if number is Number.UNPAID:
        return Slice(("accepted",), is_unpaid=True)
    wanted = {Number.SUBMITTED: tuple(STATES.values()), Number.REGISTERED: REGISTERED}.get(number, (number,))
    return Slice(tuple(state for state, one in STATES.items() if one in wanted))


@dataclass(frozen=True, slots=True)
class Events:
    """What happened in a period, by name: `submitted`, `accepted`, `rejected`, `visit.<outcome>`."""

    named: Mapping[str, int] = field(default_factory=dict)

    @property
    def submitted(self) -> int:
        return self.named.get("submitted", 0)

    @property
    def accepted(self) -> int:
        return self.named.get("accepted", 0)

    @property
    def visits(self) -> Mapping[str, int]:
        """Outcome to how often."""
        return {name[6:]: many for name, many in self.named.items() if many and name.startswith("visit.")}


@dataclass(frozen=True, slots=True)
class Summary:
    """One region on one day: `target` people, the counts, what happened in `period` and in the one before.

    `payments_on` is the day up to which payments are known; None when none were ever brought in.
    """

    code: str
    today: date
    target: int
    counts: Counts
    period: Period
    events: Events = Events()
    before: Events = Events()
    payments_on: date | None = None

    @property
    def missing(self) -> int:
        """How many protected people the target still lacks."""
        return max(0, self.target - self.counts.protected)
