"""Payers: whose money it is, by which decree, for which months and for how many people."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from conversations.reminding.due import RULES
from conversations.rules import BASIC, Payer, Programme, Quote, Sector, brackets_on, quote
from conversations.rules.dates import last_day_of, months_from


class PayerKind(StrEnum):
    """Who can pay for somebody else."""

    VILLAGE = "village"
    REGENCY = "regency"
    COMPANY = "company"
    DONOR = "donor"

    @property
    def in_rules(self) -> Payer:
        """The payer of the price rules; a company's money is private money, like a donor's."""
        return Payer.DONOR if self is PayerKind.COMPANY else Payer(self.value)


class Source(StrEnum):
    """Where a village's money comes from (domain: APBDes is not only Dana Desa)."""

    VILLAGE_FUND = "village_fund"
    VILLAGE_ALLOCATION = "village_allocation"
    OWN_INCOME = "own_income"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Funding:
    """One payer's promise: months from `first_month` to `last_month` (first days), for up to `quota` people.

    The decree's number is what we were told; whether the payment is lawful is never said here.
    """

    kind: PayerKind
    name: str
    area_code: str
    first_month: date
    last_month: date
    quota: int
    id: str = ""
    source: str = ""
    decree_number: str = ""
    decree_on: date | None = None
    programmes: tuple[Programme, ...] = BASIC

    @property
    def months(self) -> tuple[date, ...]:
        """Every month that is paid, as its first day."""
        first, last = self.first_month, self.last_month
        return months_from(first, (last.year - first.year) * 12 + last.month - first.month + 1)

    @property
    def ends_on(self) -> date:
        """The last day that is paid."""
        return last_day_of(self.last_month)

    def stage(self, today: date) -> int | None:
        """How near its end is: 60, 30 or 7 days at the most; None before, and when it is over."""
        left = self.ends_on - today
        near = [days for days in RULES.funding_ends_days if timedelta() <= left <= timedelta(days)]
        return min(near, default=None)

    def price(self, sector: Sector) -> Quote | None:
        """What one person costs over all its months at the lowest bracket; "at most" where the relief is unknown."""
        bracket = next(iter(brackets_on(self.first_month)), None)
        if bracket is None:
            return None
        return quote(sector, self.kind.in_rules, self.programmes, bracket, self.first_month, len(self.months))


@dataclass(frozen=True, slots=True)
class Double:
    """A person whose months somebody else pays or has promised already."""

    registration_id: str
    months: tuple[date, ...]
    by: str


@dataclass(frozen=True, slots=True)
class Alarm:
    """All double payers of one list, and what leaving them out saves; `is_at_most` where no rule is sure."""

    doubles: tuple[Double, ...]
    saved_rupiah: int | None
    is_at_most: bool = False


def alarm(funding: Funding, doubles: tuple[Double, ...], sectors: dict[str, Sector]) -> Alarm:
    """What the double payers among a list would cost; no sum where the branch must name one of the prices."""
    saved, is_at_most = 0, False
    for double in doubles:
        for month in double.months:
            only = replace(funding, first_month=month, last_month=month)
            price = only.price(sectors.get(double.registration_id, Sector.UNCLEAR))
            if price is None or price.refer is not None:
                return Alarm(doubles, None)
            saved += price.total_rupiah
            is_at_most = is_at_most or not price.relief_known
    return Alarm(doubles, saved, is_at_most)
