"""What somebody earns in a month, as a row of the contribution table: only the row is kept, never the sum."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from babel.numbers import format_decimal
from pydantic import JsonValue

from conversations.kinds.kind import Accepted, Asking, Kind, Offer, Option, Problem, Reading
from conversations.kinds.rupiah import sums
from conversations.rules import Bracket, bracket_of, brackets_on, find_bracket
from conversations.texts import Texts

MOST_OFFERED = 8
MOST_BRACKETS = 99
MILLION = 10**6


@dataclass(frozen=True, slots=True)
class IncomeBracket(Kind):
    """Stored is the number of the bracket (PP 44/2015 annex II), 1 for the lowest; typed sums land in theirs."""

    name = "income_bracket"

    def read(self, said: str, asking: Asking) -> Reading:
        found = sums(said)
        if isinstance(found, Problem):
            return found
        touched = _touched(found.rupiah, _month(asking))
        if len(touched) == 1 and found.is_said:
            return Accepted(touched[0].number)
        offered = tuple(_option(bracket, asking.texts) for bracket in touched[:MOST_OFFERED])
        return Offer(offered, "which_sum") if offered else Problem("not_money")

    def pick(self, value: str, asking: Asking) -> Reading:
        found = next((each for each in brackets_on(_month(asking)) if str(each.number) == value), None)
        return Accepted(found.number) if found else Problem("not_on_offer")

    def stored(self, value: JsonValue) -> JsonValue:
        # Which rows there are depends on the month, and the second door has no clock.
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MOST_BRACKETS:
            raise ValueError("not the number of a bracket")
        return value

    def show(self, value: JsonValue, asking: Asking) -> str:
        number = int(str(value))
        found = find_bracket(number, _month(asking))
        if found is None:
            return asking.texts.fill("kinds.income_bracket.shown.unknown", number=number)
        return _label(found, asking.texts, "shown", asking.texts.rupiah)

    def options(self, asking: Asking) -> tuple[Option, ...]:
        return tuple(_option(bracket, asking.texts) for bracket in brackets_on(_month(asking)))


def _month(asking: Asking) -> date:
    return asking.facts.today(asking.answers.get("village"))


def _touched(sums_rupiah: tuple[int, ...], on_month: date) -> tuple[Bracket, ...]:
    """Every bracket from that of the lowest sum to that of the highest."""
    low, high = bracket_of(sums_rupiah[0], on_month), bracket_of(sums_rupiah[-1], on_month)
    if low is None or high is None:
        return ()
    return tuple(
        each for each in brackets_on(on_month) if low.from_rupiah <= each.from_rupiah <= high.from_rupiah
    )


def _option(bracket: Bracket, texts: Texts) -> Option:
    """`1,1–1,3 juta`: short, for a button."""
    return Option(
        str(bracket.number),
        _label(bracket, texts, "button", lambda sum_rupiah: _millions(sum_rupiah, texts.language)),
    )


def _label(bracket: Bracket, texts: Texts, part: str, said: Callable[[int], str]) -> str:
    row = "lowest" if not bracket.from_rupiah else "highest" if bracket.to_rupiah is None else "between"
    high = said(bracket.to_rupiah or bracket.from_rupiah)
    return texts.fill(f"kinds.income_bracket.{part}.{row}", low=said(bracket.from_rupiah), high=high)


@cache
def _millions(sum_rupiah: int, language: str) -> str:
    return format_decimal(Decimal(sum_rupiah) / MILLION, format="0.#", locale=language)
