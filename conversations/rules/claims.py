"""Time limits of claims and where to ask, for guidance: the bot files no claim."""

from dataclasses import dataclass
from datetime import date

from conversations.rules.rows import Dated, in_force, read_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit(Dated):
    """How long something may take; exactly one of the lengths is set."""

    code: str
    hours: int = 0
    days: int = 0
    working_days: int = 0
    years: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Office(Dated):
    """Where to ask: `reach` is a telephone number."""

    code: str
    reach: str


LIMITS = read_rows("claims", "limit", Limit)
OFFICES = read_rows("claims", "contact", Office)


def find_limit(code: str, day: date) -> Limit | None:
    """The time limit in force on this day, where people may be told one."""
    return next((limit for limit in in_force(LIMITS, day) if limit.code == code and limit.is_stated), None)


def find_office(code: str, day: date) -> Office | None:
    """Where to ask on this day, where people may be told."""
    return next(
        (office for office in in_force(OFFICES, day) if office.code == code and office.is_stated), None
    )
