"""What membership gives, each sum with its conditions, and what a case comes to for one base income."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from conversations.rules.rows import Dated, in_force, read_rows
from conversations.rules.terms import Programme


class Condition(StrEnum):
    """What must hold on the day it matters; no sum is ever told without it, and none is "guaranteed"."""

    ACTIVE = "active"
    CONTRIBUTIONS_PAID = "contributions_paid"
    REALLY_WORKING = "really_working"


class Case(StrEnum):
    """What can happen to a family, as far as it has one sum."""

    DEATH_AT_WORK = "death_at_work"
    TOTAL_DISABILITY = "total_disability"
    DEATH = "death"
    EARLY_DEATH = "early_death"
    SCHOLARSHIP = "scholarship"


@dataclass(frozen=True, slots=True, kw_only=True)
class Benefit(Dated):
    """One thing that is paid or done; without a figure of its own it is given as needed.

    A sum in rupiah (for each of `years` and `children`), a multiple of the bracket's base income, or a percentage of
    income, of a table of injuries or of savings. `is_ceiling`: say "up to". `from_months` and `before_months` bound
    the length of membership, `from_age` the years of life.
    """

    code: str
    programme: Programme
    conditions: tuple[Condition, ...]
    amount_rupiah: int = 0
    years: int = 1
    children: int = 1
    times_base: int = 0
    at_least_rupiah: int = 0
    percent: int = 0
    percent_of: Literal["income", "table", "balance", ""] = ""
    is_ceiling: bool = False
    from_months: int = 0
    before_months: int = 0
    from_age: int = 0
    paid_at: tuple[Case, ...] = ()

    def rupiah(self, base_rupiah: int) -> int:
        """Its sum for a base income; 0 where it has none of its own, or one that hangs on an injury or on savings."""
        if self.percent_of:
            return 0
        own_rupiah = self.amount_rupiah * self.years * self.children
        return max(own_rupiah + self.times_base * base_rupiah, self.at_least_rupiah)


@dataclass(frozen=True, slots=True)
class Payout:
    """What one case comes to, as an example: the sum, and everything that must be said with it."""

    case: Case
    total_rupiah: int
    conditions: tuple[Condition, ...]
    from_months: int
    before_months: int
    is_ceiling: bool
    rules: tuple[str, ...]


BENEFITS = read_rows("benefits", "benefit", Benefit)


def benefits_on(day: date, programmes: Collection[Programme]) -> tuple[Benefit, ...]:
    """The benefits of these programmes that people may be told about on this day."""
    return tuple(row for row in in_force(BENEFITS, day) if row.programme in programmes and row.is_stated)


def find_payout(case: Case, base_rupiah: int, day: date) -> Payout | None:
    """The example of a case for the base income of a bracket; None where no rule is known and the branch answers."""
    rows = tuple(row for row in in_force(BENEFITS, day) if case in row.paid_at)
    if not rows or not all(row.is_stated for row in rows):
        return None
    return Payout(
        case,
        sum(row.rupiah(base_rupiah) for row in rows),
        tuple(dict.fromkeys(condition for row in rows for condition in row.conditions)),
        max(row.from_months for row in rows),
        max(row.before_months for row in rows),
        any(row.is_ceiling for row in rows),
        tuple(dict.fromkeys(row.regulation for row in rows)),
    )


def payouts(base_rupiah: int, day: date) -> tuple[Payout, ...]:
    """The examples of all cases that have a rule on this day."""
    found = (find_payout(case, base_rupiah, day) for case in Case)
    return tuple(payout for payout in found if payout)
