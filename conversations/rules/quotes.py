"""A price as people hear it: month by month, in groups of one price, a total, and the rules it rests on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby

DAYS_AS_PEOPLE_SAY = 30


class Refer(StrEnum):
    """Why the branch must name the price."""

    NO_RULE = "no_rule"
    BRACKET_UNCONFIRMED = "bracket_unconfirmed"
    SECTOR_UNCLEAR = "sector_unclear"
    PROGRAMMES_NOT_OFFERED = "programmes_not_offered"


@dataclass(frozen=True, slots=True)
class Line:
    """One contribution month and its price; without `relief_known` the price is the most it can be."""

    month_on: date
    amount_rupiah: int
    rules: tuple[str, ...]
    relief_known: bool = True
    is_relieved: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Months in a row at one price; `from_month` and `to_month` are the first and the last of them."""

    from_month: date
    to_month: date
    months: int
    per_month_rupiah: int

    @property
    def total_rupiah(self) -> int:
        """All months of the group."""
        return self.months * self.per_month_rupiah

    @property
    def per_day_rupiah(self) -> int:
        """As people say it: a thirtieth of a month, up to the next ten rupiah."""
        return -(-self.per_month_rupiah // (DAYS_AS_PEOPLE_SAY * 10)) * 10


@dataclass(frozen=True, slots=True)
class Quote:
    """The price of some months: an estimate until BPJS issues the bill.

    Either `lines` has every month asked for, or `refer` says why the branch must answer and there is no
    figure at all: the sums are a LookupError then, so that nobody ever reads a guess or a zero.
    """

    lines: tuple[Line, ...] = ()
    refer: Refer | None = None

    @property
    def groups(self) -> tuple[Group, ...]:
        """The months by price, in their order; empty when the branch must answer."""
        return tuple(_groups(self.lines))

    @property
    def total_rupiah(self) -> int:
        """The whole sum."""
        return sum(group.total_rupiah for group in self._priced())

    @property
    def per_month_rupiah(self) -> int:
        """The price of the first month."""
        return self._priced()[0].per_month_rupiah

    @property
    def per_day_rupiah(self) -> int:
        """The price of the first month a day, as people say it."""
        return self._priced()[0].per_day_rupiah

    @property
    def relief_known(self) -> bool:
        """Whether it is certain that a relief applies or does not; else the price is "at most"."""
        return self.refer is None and all(line.relief_known for line in self.lines)

    @property
    def rules(self) -> tuple[str, ...]:
        """The regulations it rests on, each once, as keys of `regulations.toml`."""
        return tuple(dict.fromkeys(rule for line in self.lines for rule in line.rules))

    def _priced(self) -> tuple[Group, ...]:
        if self.refer is not None:
            raise LookupError(f"the branch names this price: {self.refer}")
        return self.groups


def _groups(lines: Iterable[Line]) -> Iterator[Group]:
    for amount_rupiah, same in groupby(lines, key=lambda line: line.amount_rupiah):
        run = tuple(same)
        yield Group(run[0].month_on, run[-1].month_on, len(run), amount_rupiah)
