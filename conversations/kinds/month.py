"""A month of a year."""

import re
from dataclasses import dataclass
from datetime import date

from pydantic import JsonValue

from conversations.kinds.kind import Accepted, Asking, Kind, Offer, Option, Problem, Reading
from conversations.kinds.months import months_meant
from conversations.kinds.written import clean, spoken, without, worded
from conversations.rules.dates import add_months, month_of

FIGURES = re.compile(r"([0-9]{1,2})[\s./-]{1,3}([0-9]{4}|[0-9]{2})")
YEAR_FIRST = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})")
NAMED = re.compile(r"([^\W\d_]{3,12})[\s./,-]{0,3}([0-9]{4}|[0-9]{2})?")
STORED = re.compile(r"[0-9]{4}-[0-9]{2}")
FIRST_YEAR, LAST_YEAR = 1990, 2100
NEIGHBOURS = {"last": -1, "this": 0, "next": 1}
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Month(Kind):
    """Stored as `2026-11`; `bulan depan` counts from today, a name without a year is asked back."""

    name = "month"

    def read(self, said: str, asking: Asking) -> Reading:
        text = clean(said).casefold()
        this_month = month_of(asking.facts.today(asking.answers.get("village")))
        for word, steps in NEIGHBOURS.items():
            if worded(text) in spoken(f"kinds.month.{word}"):
                return _one(add_months(this_month, steps))
        found = _months(without(text, spoken("kinds.month.lead")), this_month)
        if len(found) == 1:
            return _one(found[0])
        return _offered(found, asking) if found else Problem("not_a_month")

    def pick(self, value: str, asking: Asking) -> Reading:
        del asking
        return Accepted(value) if _find(value) else Problem("not_on_offer")

    def stored(self, value: JsonValue) -> JsonValue:
        if _find(value) is None:
            raise ValueError("not a month")
        return value

    def show(self, value: JsonValue, asking: Asking) -> str:
        return asking.texts.month(date.fromisoformat(f"{value}-01"))


def _find(value: JsonValue) -> date | None:
    if not isinstance(value, str) or not STORED.fullmatch(value):
        return None
    return _find_month(int(value[:4]), int(value[5:]))


def _find_month(year: int, month: int) -> date | None:
    return date(year, month, 1) if 1 <= month <= MONTHS and FIRST_YEAR <= year <= LAST_YEAR else None


def _one(month_on: date) -> Reading:
    return Accepted(f"{month_on:%Y-%m}")


def _offered(months: tuple[date, ...], asking: Asking) -> Offer:
    return Offer(tuple(Option(f"{each:%Y-%m}", asking.texts.month(each)) for each in months), "which_month")


def _months(text: str, this_month: date) -> tuple[date, ...]:
    """The months that may be meant; a name without a year is offered for last year, this one and the next."""
    if found := FIGURES.fullmatch(text):
        pairs = [(_year(found[2]), int(found[1]))]
    elif found := YEAR_FIRST.fullmatch(text):
        pairs = [(int(found[1]), int(found[2]))]
    elif found := NAMED.fullmatch(text):
        years = [_year(found[2])] if found[2] else _years_near(this_month)
        pairs = [(year, month) for year in years for month in months_meant(found[1])]
    else:
        pairs = []
    return tuple(each for pair in pairs if (each := _find_month(*pair)))


def _year(written: str) -> int:
    return int(written) if len(written) > len("26") else 2000 + int(written)


def _years_near(this_month: date) -> list[int]:
    return [this_month.year - 1, this_month.year, this_month.year + 1]
