"""The hours in which people read questions, and when one that nobody answered goes on."""

import tomllib
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter

from conversations.facts import Facts
from conversations.reminding.hours import zone_of
from conversations.texts import load

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """Hours of the branch's own clock on its working days, and the office hours that each level has."""

    from_hour: int
    to_hour: int
    days: tuple[int, ...]
    officer_hours: int
    branch_hours: int
    author_hours: int

    def opens_at(self, at: datetime, zone: str) -> datetime:
        """The first moment from `at` on at which somebody reads."""
        local = at.astimezone(ZoneInfo(zone))
        if local.weekday() in self.days and self.from_hour <= local.hour < self.to_hour:
            return at
        day = local.date() if local.hour < self.from_hour else local.date() + DAY
        while day.weekday() not in self.days:
            day += DAY
        return datetime.combine(day, time(self.from_hour), ZoneInfo(zone)).astimezone(at.tzinfo)

    def after(self, at: datetime, hours: int, zone: str) -> datetime:
        """The moment when so many office hours have passed."""
        begins, left = self.opens_at(at, zone), timedelta(hours=hours)
        while True:
            closes = begins.astimezone(ZoneInfo(zone)).replace(
                hour=self.to_hour, minute=0, second=0, microsecond=0
            )
            room = closes - begins.astimezone(ZoneInfo(zone))
            if left <= room:
                return begins + left
            left -= room
            begins = self.opens_at(closes.astimezone(at.tzinfo), zone)


OFFICE = TypeAdapter(OfficeHours).validate_python(
    tomllib.loads(Path(__file__).with_name("office_hours.toml").read_text("utf-8"))
)


def said_hours(facts: Facts, village_code: str = "") -> str:
    """When questions are read, and, where the office is closed now, when it opens."""
    texts, zone = load(facts.language), zone_of(village_code)
    from_hour, to_hour = f"{OFFICE.from_hour:02}.00", f"{OFFICE.to_hour:02}.00"
    opens = OFFICE.opens_at(facts.now, zone)
    if opens == facts.now:
        return texts.fill("thread.hours_now", from_hour=from_hour, to_hour=to_hour)
    day = texts.day(opens.astimezone(ZoneInfo(zone)).date())
    return texts.fill("thread.hours_later", day=day, from_hour=from_hour)
