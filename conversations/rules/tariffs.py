"""The rows from which a price is made: income brackets, rates, reliefs, and whose money a relief is for."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from conversations.rules.dates import month_of
from conversations.rules.rows import Dated, in_force, read_rows
from conversations.rules.terms import Payer, Programme, Sector


class Standing(StrEnum):
    """Whether the reliefs are for this payer's money."""

    GRANTED = "granted"
    EXCLUDED = "excluded"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bracket(Dated):
    """One row of the annex: incomes from `from_rupiah` a month pay as if they were `base_rupiah`."""

    number: int
    from_rupiah: int
    to_rupiah: int | None = None
    base_rupiah: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate(Dated):
    """The full price of one programme: a percentage of the bracket's base, or a flat sum a month."""

    programme: Programme
    percent_of_base: int = 0
    flat_rupiah: int = 0

    def monthly_rupiah(self, bracket: Bracket) -> int:
        """The full price of one month."""
        return self.flat_rupiah + share_of(bracket.base_rupiah, self.percent_of_base)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relief(Dated):
    """A part of the price let off for a sector; its dates are contribution months, not days of payment."""

    sector: Sector
    percent_off: int
    programmes: tuple[Programme, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PayerStanding(Dated):
    """Whether the reliefs are for this payer's money."""

    payer: Payer
    standing: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Period(Dated):
    """A number of months that can be paid at once."""

    months: int


BRACKETS = read_rows("brackets", "bracket", Bracket)
RATES = read_rows("contributions", "rate", Rate)
PERIODS = read_rows("contributions", "period", Period)
RELIEFS = read_rows("reliefs", "relief", Relief)
STANDINGS = read_rows("reliefs", "payer", PayerStanding)


def bracket_of(income_rupiah: int, on_month: date) -> Bracket | None:
    """The bracket of a monthly income; None for a negative one and for months without a table.

    The printed rows leave holes of Rp1,000 between them, so only their lower bounds count. A bracket whose
    row is not confirmed (31 to 33: not `is_stated`) is found too, so that it can be kept; its price is the
    branch's to name.
    """
    below = (bracket for bracket in brackets_on(on_month) if bracket.from_rupiah <= income_rupiah)
    return max(below, key=lambda bracket: bracket.from_rupiah, default=None)


def find_bracket(number: int, on_month: date) -> Bracket | None:
    """The bracket with this number in the table of that month."""
    return next((bracket for bracket in brackets_on(on_month) if bracket.number == number), None)


def brackets_on(on_month: date) -> tuple[Bracket, ...]:
    """The table of that month, lowest first; empty where none is known."""
    return in_force(BRACKETS, month_of(on_month))


def periods_on(day: date) -> tuple[int, ...]:
    """For how many months people can pay at once."""
    return tuple(period.months for period in in_force(PERIODS, day))


def share_of(amount_rupiah: int, percent: int) -> int:
    """A percentage, upwards to the whole rupiah; every row of the annex and its half come out even."""
    return -(-amount_rupiah * percent // 100)
