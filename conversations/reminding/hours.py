"""When somebody may be written to without having asked: by their own clock, never at night or at prayer."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter

from conversations.facts import FALLBACK_ZONE
from conversations.regions.zones import ZONE_BY_PROVINCE

ON_THE_WAY = timedelta(minutes=45)
"""What is written now may wait so long before it is sent."""
STEP = timedelta(minutes=15)
PROVINCE_DIGITS = 2
ZONES = tuple(dict.fromkeys(ZONE_BY_PROVINCE.values()))


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours of a day in which we keep still; they may run over midnight. `weekday` None: every day, 0 is Monday."""

    name: str
    starts: time
    ends: time
    season: Literal["common", "ramadan"]
    weekday: int | None = None

    def holds(self, local: datetime) -> bool:
        """Whether this local time lies within; the end does not."""
        if self.weekday is not None and local.weekday() != self.weekday:
            return False
        clock = local.time()
        if self.starts < self.ends:
            return self.starts <= clock < self.ends
        return clock >= self.starts or clock < self.ends


@dataclass(frozen=True, slots=True)
class Fasting:
    """The days of one fasting month, both included."""

    first_on: date
    last_on: date


_READ = tomllib.loads(Path(__file__).with_name("hours.toml").read_text("utf-8"))
QUIET = TypeAdapter(tuple[Quiet, ...]).validate_python(_READ["quiet"])
FASTING = TypeAdapter(tuple[Fasting, ...]).validate_python(_READ["ramadan"][0]["rows"])


def zone_of(code: str) -> str:
    """The IANA zone of a region's code; that of most of the country where there is none."""
    return ZONE_BY_PROVINCE.get(code[:PROVINCE_DIGITS], FALLBACK_ZONE)


def provinces_in(zone: str) -> tuple[str, ...]:
    """The provinces that keep this zone, as two digits."""
    return tuple(province for province, kept in ZONE_BY_PROVINCE.items() if kept == zone)


def local_day(code: str, at: datetime) -> date:
    """The day it is in a region at a moment."""
    return at.astimezone(ZoneInfo(zone_of(code))).date()


def is_quiet(at: datetime, zone: str) -> bool:
    """Whether nothing unasked may reach somebody in this zone at this moment."""
    local = at.astimezone(ZoneInfo(zone))
    is_fasting = any(month.first_on <= local.date() <= month.last_on for month in FASTING)
    return any(quiet.holds(local) for quiet in QUIET if quiet.season == "common" or is_fasting)


def may_write(at: datetime, zone: str) -> bool:
    """Whether a letter written now will surely be there before it gets quiet."""
    return not is_quiet(at, zone) and not is_quiet(at + ON_THE_WAY, zone)


def opens_at(at: datetime, zone: str) -> datetime:
    """The first moment from `at` on, to a quarter of an hour, at which it is not quiet."""
    steps = timedelta(days=1) // STEP
    return next((at + STEP * step for step in range(steps) if not is_quiet(at + STEP * step, zone)), at)
