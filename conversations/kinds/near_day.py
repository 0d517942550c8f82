"""A day not far from today: when to come back, or on which day something happened."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from babel.dates import format_date
from pydantic import JsonValue

from conversations.kinds.kind import Accepted, Asking, Kind, Option, Problem, Reading
from conversations.kinds.months import months_meant
from conversations.kinds.written import clean, leaving_out, spoken
from conversations.rules.dates import month_of

FIGURES = re.compile(r"([0-9]{1,2})\s?[-/.\s]\s?([0-9]{1,2})(?:\s?[-/.\s]\s?([0-9]{4}))?")
NAMED = re.compile(r"(?:([0-9]{1,2})\s?)?([^\W\d_]{3,12})(?:\s?([0-9]{4}))?")
SPAN = re.compile(r"([0-9]{1,3})\s?([^\W\d_]{3,8})")
SPANS = {"day": 1, "week": 7, "month": 30}
WORDS = {"tomorrow": 1, "in_two_days": 2, "next_week": 7, "yesterday": -1, "two_days_ago": -2}


@dataclass(frozen=True, slots=True)
class NearDay(Kind):
    """Stored as an ISO date from `first` to `last` days after today (negative: before); `offered` are on buttons.

    A month alone, as after a harvest, is its first day that fits. Today is that of the answer `village`.
    """

    first: int
    last: int
    offered: tuple[int, ...]

    name = "near_day"

    def read(self, said: str, asking: Asking) -> Reading:
        text = leaving_out(clean(said).casefold(), spoken("kinds.near_day.small_words"))
        if text in spoken("kinds.near_day.harvest"):
            return Problem("which_month")
        today = _today(asking)
        offset = self._offset(text)
        if offset is not None:
            return self._judged(today + timedelta(offset), asking)
        units = frozenset().union(*(spoken(f"kinds.near_day.{unit}") for unit in SPANS))
        return self._dated(leaving_out(text, units), today, asking)

    def pick(self, value: str, asking: Asking) -> Reading:
        day = _find_iso(value)
        return self._judged(day, asking) if day else Problem("not_on_offer")

    def stored(self, value: JsonValue) -> JsonValue:
        if _find_iso(value) is None:
            raise ValueError("not a date")
        return value

    def show(self, value: JsonValue, asking: Asking) -> str:
        return asking.texts.day(date.fromisoformat(str(value)))

    def options(self, asking: Asking) -> tuple[Option, ...]:
        days = (_today(asking) + timedelta(offset) for offset in self.offered)
        return tuple(
            Option(day.isoformat(), format_date(day, "EEEE d MMM", locale=asking.texts.language))
            for day in days
        )

    def _offset(self, text: str) -> int | None:
        """Days from today: `besok`, or `3 hari` in the direction of this question."""
        for word, offset in WORDS.items():
            if text in spoken(f"kinds.near_day.{word}"):
                return offset
        found = SPAN.fullmatch(text)
        unit = next((unit for unit in SPANS if found and found[2] in spoken(f"kinds.near_day.{unit}")), None)
        if found is None or unit is None:
            return None
        return int(found[1]) * SPANS[unit] * (1 if self.last > 0 else -1)

    def _dated(self, text: str, today: date, asking: Asking) -> Reading:
        months: tuple[int, ...]
        if found := FIGURES.fullmatch(text):
            day, months, year = found[1], (int(found[2]),), found[3]
        elif found := NAMED.fullmatch(text):
            day, months, year = found[1], months_meant(found[2]), found[3]
        else:
            return Problem("not_a_day")
        if len(months) != 1:
            return Problem("not_a_day")
        chosen = self._nearest(day, months[0], year, today)
        return self._judged(chosen, asking) if chosen else Problem("no_such_day")

    def _nearest(self, day: str | None, month: int, year: str | None, today: date) -> date | None:
        """Without a year, the one that brings the day inside the bounds."""
        years = (int(year),) if year else (today.year - 1, today.year, today.year + 1)
        found = [each for each in (_find_date(one, month, int(day or 1)) for one in years) if each]
        if day is None and month_of(today) in found:
            return today + timedelta(self.first)
        return min(found, key=lambda each: (not self._holds(each, today), abs(each - today)), default=None)

    def _holds(self, day: date, today: date) -> bool:
        return today + timedelta(self.first) <= day <= today + timedelta(self.last)

    def _judged(self, day: date, asking: Asking) -> Reading:
        today = _today(asking)
        if self._holds(day, today):
            return Accepted(day.isoformat())
        first, last = (asking.texts.day(today + timedelta(bound)) for bound in (self.first, self.last))
        return Problem("out_of_reach", {"first": first, "last": last})


def _today(asking: Asking) -> date:
    return asking.facts.today(asking.answers.get("village"))


def _find_iso(value: JsonValue) -> date | None:
    try:
        day = date.fromisoformat(str(value))
    except ValueError:
        return None
    return day if day.isoformat() == value else None


def _find_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
