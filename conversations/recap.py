"""What a branch looks at on a Monday: its places, its officers, how long things wait, who lapses when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import median

from conversations.rules.dates import months_from
from conversations.summary import Counts, Summary

LATE_AFTER = timedelta(7)
"""Five working days: so long a branch may take to look at a form (our own promise)."""
LOOKS_BACK = timedelta(90)
"""First-pass acceptance is about the forms sent since then."""
MONTHS_AHEAD = 4


@dataclass(frozen=True, slots=True)
class Waiting:
    """How long forms have waited for the branch: how many, whole days in the middle and at the most, how many late."""

    count: int = 0
    median_days: int = 0
    longest_days: int = 0
    late: int = 0


@dataclass(frozen=True, slots=True)
class FirstPass:
    """Of the forms that the branch decided upon, those taken without ever being sent back."""

    taken: int = 0
    decided: int = 0

    @property
    def percent(self) -> int | None:
        """None where nothing was decided."""
        return round(100 * self.taken / self.decided) if self.decided else None


@dataclass(frozen=True, slots=True)
class Review:
    """How the branch's look at the forms of one region or officer goes."""

    waiting: Waiting = Waiting()
    first_pass: FirstPass = FirstPass()


@dataclass(frozen=True, slots=True)
class Recap:
    """A branch on one day; `parts` are its districts, those with most people in front."""

    whole: Summary
    parts: Mapping[str, Summary]
    waiting: Waiting
    first_pass: FirstPass


@dataclass(frozen=True, slots=True)
class OfOfficer:
    """What one officer brought in; who brought a person in stays so after every change of hands."""

    full_name: str
    counts: Counts = field(default_factory=Counts)
    review: Review = field(default_factory=Review)


def busiest_first(parts: Mapping[str, Summary]) -> dict[str, Summary]:
    """Where most people are registered in front; a list that is cut must not lose them behind empty places."""
    return dict(sorted(parts.items(), key=lambda part: -part[1].counts.registered))


def waiting_of(since: Sequence[datetime], now: datetime) -> Waiting:
    """Judge the moments from which forms have waited."""
    if not since:
        return Waiting()
    days = [max(0, (now - moment).days) for moment in since]
    late = sum(now - moment > LATE_AFTER for moment in since)
    return Waiting(len(days), int(median(days)), max(days), late)


def forecast(counts: Counts, today: date) -> tuple[tuple[date, int], ...]:
    """This month and the next ones with how many lapse at the end of each, if nobody pays."""
    return tuple((month, counts.runs_out.get(month, 0)) for month in months_from(today, MONTHS_AHEAD))
