"""What a person is to be reminded of on a day: one thing at the most, and only what is still true."""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from pydantic import TypeAdapter

from conversations.rules.coverage import lapses_on, reminders_for
from conversations.rules.dates import last_day_of, month_of

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Rules:
    """Our own days and bounds, as `due.toml` explains them."""

    first_payment_days: tuple[int, ...]
    funding_ends_days: tuple[int, ...]
    most_a_day: int
    most_a_week: int
    stale_after_days: int
    silent_after_days: int


RULES = TypeAdapter(Rules).validate_python(
    tomllib.loads(Path(__file__).with_name("due.toml").read_text("utf-8"))
)


@dataclass(frozen=True, slots=True, order=True)
class Due:
    """One reminder: since when it is due, what it says (`code`) and which of its kind it is.

    `ends_soon`; `unpaid` by month (1 to 3); `lapses_soon`; `funding_ends` by days before; `first_payment` by days
    after acceptance.
    """

    on: date
    code: str
    number: int = 0

    @property
    def name(self) -> str:
        """`unpaid2`: what tells it from others of the same paid month."""
        return f"{self.code}{self.number or ''}"


@lru_cache(maxsize=4096)
def find_due(paid_until: date, today: date, *, is_funded: bool) -> Due | None:
    """What to remind somebody of who is paid until the end of that month.

    Only the latest that is due counts: whatever a silence of ours has left out is not made up for. Who is paid for by
    somebody else hears of the end of that money instead of the common first reminder.
    """
    if today >= lapses_on(paid_until):
        return None
    return max((due for due in _days(paid_until, is_funded=is_funded) if due.on <= today), default=None)


def find_first_due(accepted_on: date, today: date) -> Due | None:
    """The same for somebody whose first payment nobody has seen yet."""
    days = [Due(accepted_on + timedelta(days), "first_payment", days) for days in RULES.first_payment_days]
    return max((due for due in days if due.on <= today < due.on + WEEK * 2), default=None)


def months_looked_at(today: date) -> tuple[date, date]:
    """The first and the last paid day of whoever may be due today."""
    first = today
    while today < lapses_on(first):
        first = month_of(first) - timedelta(days=1)
    return first + timedelta(days=1), last_day_of(today + timedelta(max(RULES.funding_ends_days)))


def fits(given_on: Iterable[date], today: date) -> bool:
    """Whether a contact who had letters on those days may have one more today."""
    days = [day for day in given_on if today - day < WEEK]
    return days.count(today) < RULES.most_a_day and len(days) < RULES.most_a_week


def is_stale(as_of: date | None, today: date) -> bool:
    """Whether we know too little of payments to warn anybody."""
    return as_of is None or today - as_of > timedelta(RULES.stale_after_days)


def _days(paid_until: date, *, is_funded: bool) -> Iterator[Due]:
    for each in reminders_for(paid_until):
        if not (is_funded and each.code == "ends_soon"):
            yield Due(each.on, each.code, each.unpaid_month)
    if is_funded:
        for days in RULES.funding_ends_days:
            yield Due(last_day_of(paid_until) - timedelta(days), "funding_ends", days)
