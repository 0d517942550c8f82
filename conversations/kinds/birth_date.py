"""A date of birth, day first, in every way that people write one."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pydantic import JsonValue

from conversations.kinds.kind import Accepted, Asking, Kind, Offer, Option, Problem, Reading
from conversations.kinds.months import months_meant
from conversations.kinds.written import clean, leaving_out, spoken
from conversations.rules.dates import age_on

APART = r"[\s./,:;_'’\\–—-]"
FIGURES = re.compile(
    rf"\D{{0,40}}?([0-9]{{1,2}}){APART}{{1,3}}([0-9]{{1,2}}){APART}{{1,3}}([0-9]{{4}}|[0-9]{{2}})\D{{0,20}}"
)
UNBROKEN = re.compile(r"\D{0,40}?([0-9]{2})([0-9]{2})([0-9]{4}|[0-9]{2})\D{0,20}")
NAMED = re.compile(
    rf"\D{{0,40}}?([0-9]{{1,2}}){APART}{{0,3}}([^\W\d_]{{3,12}}){APART}{{0,3}}([0-9]{{4}}|[0-9]{{2}})\D{{0,20}}"
)
YEAR_FIRST = re.compile(r"\D{0,40}?([0-9]{4})[-–/.]([0-9]{1,2})[-–/.]([0-9]{1,2})\D{0,20}")
MONTH_FIRST = re.compile(r"\D{0,40}?([^\W\d_]{3,12})[\s.]{1,2}([0-9]{1,2})[\s.,]{1,3}([0-9]{4})\D{0,20}")
LONE_NUMBER = re.compile(r"\D{0,20}([0-9]{1,4})\D{0,20}")
MONTHS = 12
LONGEST_MONTH = 31
YOUNGEST, OLDEST = 17, 100
"""Two digits of a year name the century that makes the person this old (domain: an adult at work)."""
OLDEST_EVER = 120


@dataclass(frozen=True, slots=True)
class BirthDate(Kind):
    """Stored as an ISO date, not later than today and not more than 120 years ago."""

    name = "birth_date"

    def read(self, said: str, asking: Asking) -> Reading:
        parts = _parts(leaving_out(clean(said).casefold(), spoken("kinds.birth_date.small_words")))
        if isinstance(parts, Problem):
            return parts
        today = _today(asking)
        found = sorted({day for each in parts for day in _days(*each, today)})
        if len(found) == 1:
            return _judged(found[0], today)
        return _offered(found, asking) if found else _no_such_day(parts)

    def pick(self, value: str, asking: Asking) -> Reading:
        day = _find_day(value)
        return _judged(day, _today(asking)) if day else Problem("not_on_offer")

    def stored(self, value: JsonValue) -> JsonValue:
        if _find_day(value) is None:
            raise ValueError("not a date")
        return value

    def show(self, value: JsonValue, asking: Asking) -> str:
        return asking.texts.day(date.fromisoformat(str(value)))


def _today(asking: Asking) -> date:
    return asking.facts.today(asking.answers.get("village"))


def _find_day(value: JsonValue) -> date | None:
    try:
        day = date.fromisoformat(str(value))
    except ValueError:
        return None
    return day if day.isoformat() == value else None


Part = tuple[int, int, str]
"""Day, month, and the year as written."""


def _parts(text: str) -> tuple[Part, ...] | Problem:
    """What may be meant: several when a month's name is misspelt between two months."""
    if found := FIGURES.fullmatch(text) or UNBROKEN.fullmatch(text):
        return ((int(found[1]), int(found[2]), found[3]),)
    if found := YEAR_FIRST.fullmatch(text):
        return ((int(found[3]), int(found[2]), found[1]),)
    if found := NAMED.fullmatch(text):
        return _named(found[1], found[2], found[3])
    if found := MONTH_FIRST.fullmatch(text):
        return _named(found[2], found[1], found[3])
    return Problem("only_a_number" if LONE_NUMBER.fullmatch(text) else "not_a_date")


def _named(day: str, month: str, year: str) -> tuple[Part, ...] | Problem:
    return tuple((int(day), each, year) for each in months_meant(month)) or Problem("unknown_month")


def _days(day: int, month: int, year: str, today: date) -> tuple[date, ...]:
    """The dates that these figures may be; two when a short year fits no century well."""
    years = (int(year),) if len(year) > len("70") else (1900 + int(year), 2000 + int(year))
    found = tuple(each for each in (_find_date(one, month, day) for one in years) if each)
    if len(years) == 1:
        return found
    likely = tuple(each for each in found if YOUNGEST <= age_on(today, each) <= OLDEST)
    return likely or tuple(each for each in found if each <= today and age_on(today, each) <= OLDEST_EVER)


def _find_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _judged(day: date, today: date) -> Reading:
    if day > today:
        return Problem("in_future")
    if age_on(today, day) > OLDEST_EVER:
        return Problem("too_long_ago")
    return Accepted(day.isoformat())


def _offered(days: Iterable[date], asking: Asking) -> Offer:
    return Offer(tuple(Option(day.isoformat(), asking.texts.day(day)) for day in days), "which_date")


def _no_such_day(parts: tuple[Part, ...]) -> Problem:
    day, month, _ = parts[0]
    return Problem(
        "month_first" if month > MONTHS and 1 <= day <= MONTHS and month <= LONGEST_MONTH else "no_such_day"
    )
