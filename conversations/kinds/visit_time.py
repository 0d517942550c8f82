"""When somebody was visited, as it is said in a hurry; or, where nothing was said, when the word of it came in."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from pydantic import JsonValue

from conversations.facts import FALLBACK_ZONE, Facts
from conversations.kinds.kind import Accepted, Asking, Kind, Problem, Reading
from conversations.kinds.months import months_meant
from conversations.kinds.written import clean, leaving_out, spoken

ARRIVAL = " arrival"
CLOCK = re.compile(r"(?:jam|pukul|pkl|at)\s?([0-9]{1,2})(?:\s?[.:]\s?([0-9]{2}))?")
AGO = re.compile(r"([0-9]{1,2})\s?(?:hari|days?)\s?(?:yang\s)?(?:lalu|ago)")
DAY = re.compile(r"([0-9]{1,2})\s?[-/]\s?([0-9]{1,2})(?:\s?[-/]\s?([0-9]{2,4}))?")
NAMED = re.compile(r"([0-9]{1,2})\s([^\W\d_]{3,12})(?:\s([0-9]{4}))?")
DAYS = {"day_before_yesterday": 2, "yesterday": 1, "today": 0}
PARTS = {"morning": 8, "noon": 12, "afternoon": 16, "evening": 19}
NOON, MIDNIGHT_OVER = 12, 6
LONGEST_AGO = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class VisitTime(Kind):
    """Stored as ISO minutes in UTC, with ` arrival` behind where nobody said it.

    A bare hour that has not come yet today was yesterday's; hours 1 to 5 are of the afternoon unless `pagi` is said.
    """

    name = "visit_time"

    def read(self, said: str, asking: Asking) -> Reading:
        text = leaving_out(clean(said).casefold(), spoken("kinds.visit_time.small_words"))
        now = asking.facts.now.astimezone(_zone(asking))
        # The hour first: `4 sore` looks like the fourth of some month.
        clock, rest = _clock(text)
        day, rest = _day(rest, now.date())
        if rest.strip(" ,.") or (day is None and clock is None):
            return Problem("not_a_time")
        if isinstance(day, Problem) or isinstance(clock, Problem):
            return Problem("not_a_time")
        moment = datetime.combine(day or now.date(), clock or time(NOON), now.tzinfo)
        if day is None and moment > now:
            moment -= timedelta(days=1)
        return _judged(moment, now, is_day_alone=clock is None)

    def stored(self, value: JsonValue) -> JsonValue:
        if not isinstance(value, str) or _find(value) is None:
            raise ValueError("not a time of a visit")
        return value

    def show(self, value: JsonValue, asking: Asking) -> str:
        shown = format_datetime(
            moment_of(str(value)).astimezone(_zone(asking)), "d MMMM y, HH.mm", locale=asking.texts.language
        )
        return (
            asking.texts.fill("kinds.visit_time.shown.arrival", time=shown)
            if is_arrival(str(value))
            else shown
        )


def arrived(facts: Facts) -> str:
    """The stored form of: nobody said when, so it is now."""
    return _written(facts.now) + ARRIVAL


def moment_of(stored: str) -> datetime:
    """The moment of a stored visit, in UTC."""
    return datetime.fromisoformat(stored.removesuffix(ARRIVAL))


def is_arrival(stored: str) -> bool:
    """Whether the time is only that of the message."""
    return stored.endswith(ARRIVAL)


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="minutes")


def _find(stored: str) -> datetime | None:
    try:
        moment = moment_of(stored)
    except ValueError:
        return None
    bare = stored.removesuffix(ARRIVAL)
    return moment if moment.tzinfo is not None and _written(moment) == bare else None


def _zone(asking: Asking) -> ZoneInfo:
    village, regions = asking.answers.get("village"), asking.facts.place.regions
    is_known = isinstance(village, str) and regions.find_village(village) is not None
    return ZoneInfo(regions.zone(str(village)) if is_known else FALLBACK_ZONE)


def _day(text: str, today: date) -> tuple[date | Problem | None, str]:
    """The day that a text begins with or holds, and the text without it."""
    for word, before in DAYS.items():
        for name in sorted(spoken(f"kinds.visit_time.{word}"), key=len, reverse=True):
            if re.search(rf"\b{re.escape(name)}\b", text):
                return today - timedelta(days=before), re.sub(rf"\b{re.escape(name)}\b", " ", text, count=1)
    if found := AGO.search(text):
        return today - timedelta(days=int(found[1])), text.replace(found[0], " ")
    if found := DAY.search(text) or NAMED.search(text):
        return _dated(found, today), text.replace(found[0], " ")
    return None, text


def _dated(found: re.Match[str], today: date) -> date | Problem:
    months = (int(found[2]),) if found[2].isdecimal() else months_meant(found[2])
    written = found[3] or ""
    year = int(written) + (2000 if len(written) == len("26") else 0) if written else today.year
    try:
        day = date(year, months[0], int(found[1]))
        return day if written or day <= today else day.replace(year=year - 1)
    except (ValueError, IndexError):
        return Problem("not_a_time")


def _clock(text: str) -> tuple[time | Problem | None, str]:
    part, rest = _part(text)
    found = CLOCK.search(rest)
    if not found:
        return (time(PARTS[part]) if part else None), rest
    hour, minute = int(found[1]), int(found[2] or 0)
    is_later = part in {"afternoon", "evening"} or (part != "morning" and hour < MIDNIGHT_OVER)
    hour += NOON if is_later and hour < NOON else 0
    rest = rest.replace(found[0], " ", 1)
    try:
        return time(hour, minute), rest
    except ValueError:
        return Problem("not_a_time"), rest


def _part(text: str) -> tuple[str, str]:
    for part in PARTS:
        for name in spoken(f"kinds.visit_time.{part}"):
            if re.search(rf"\b{re.escape(name)}\b", text):
                return part, re.sub(rf"\b{re.escape(name)}\b", " ", text, count=1)
    return "", text


def _judged(moment: datetime, now: datetime, *, is_day_alone: bool) -> Reading:
    if moment > now and not (is_day_alone and moment.date() == now.date()):
        return Problem("not_yet")
    if now - moment > LONGEST_AGO:
        return Problem("too_long_ago")
    return Accepted(_written(min(moment, now)))
