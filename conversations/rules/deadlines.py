"""The calendar a branch must not miss: ends of reliefs, new prices, and the turn of the budget year."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from conversations.rules.rows import Dated, in_force, read_rows
from conversations.rules.tariffs import RELIEFS, Relief
from conversations.rules.terms import Sector


@dataclass(frozen=True, slots=True, kw_only=True)
class Yearly(Dated):
    """A day that comes back every year."""

    code: str
    month: int
    day: int
    remind_days_before: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliefNotice(Dated):
    """How long before the end of a relief we speak of it."""

    remind_days_before: int


@dataclass(frozen=True, slots=True, order=True)
class Deadline:
    """One day, and the day from which to remind of it.

    `relief_ends` (its last day) and `price_changes` (the first day of the new price) name a sector; `next_year_money`
    asks villages for next year's funding, `budget_paid_end` is the last day of what this year's budgets paid.
    """

    on: date
    code: str
    remind_on: date
    regulation: str
    sector: Sector | None = None


YEARLY = read_rows("deadlines", "yearly", Yearly)
NOTICES = read_rows("deadlines", "relief_notice", ReliefNotice)


def deadlines_between(first_on: date, last_on: date) -> tuple[Deadline, ...]:
    """All deadlines from `first_on` to `last_on`, both included, the nearest first."""
    found = (*_of_reliefs(), *_of_years(first_on, last_on))
    return tuple(
        sorted(
            (deadline for deadline in found if first_on <= deadline.on <= last_on),
            key=lambda deadline: (deadline.on, deadline.code),
        )
    )


def reminded_on(today: date) -> tuple[Deadline, ...]:
    """The deadlines of which branches are reminded for the first time today."""
    ahead = deadlines_between(today, today + timedelta(366))
    return tuple(deadline for deadline in ahead if deadline.remind_on == today)


def _of_reliefs() -> Iterator[Deadline]:
    for relief in RELIEFS:
        if relief.valid_to is None or _goes_on(relief):
            continue
        next_on = relief.valid_to + timedelta(1)
        days = max((row.remind_days_before for row in in_force(NOTICES, relief.valid_to)), default=0)
        remind_on = relief.valid_to - timedelta(days)
        yield Deadline(relief.valid_to, "relief_ends", remind_on, relief.regulation, relief.sector)
        yield Deadline(next_on, "price_changes", next_on, relief.regulation, relief.sector)


def _goes_on(relief: Relief) -> bool:
    """Whether a later row gives the same sector as much, so that nothing ends."""
    return any(
        later.sector is relief.sector and later.percent_off == relief.percent_off
        for later in RELIEFS
        if later.valid_from - timedelta(1) == relief.valid_to
    )


def _of_years(first_on: date, last_on: date) -> Iterator[Deadline]:
    for year in range(first_on.year, last_on.year + 1):
        for row in YEARLY:
            on = date(year, row.month, row.day)
            if row.is_valid(on):
                yield Deadline(on, row.code, on - timedelta(row.remind_days_before), row.regulation)
