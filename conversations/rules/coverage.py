"""Whether an accepted person is protected today, when that ends, and when to say so."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from conversations.rules.dates import add_months, last_day_of
from conversations.rules.rows import Dated, in_force, read_rows


class Protection(StrEnum):
    """What payment makes of an accepted registration.

    `unpaid`: accepted, first payment not yet seen. `protected`: paid until today or later. `lapsing`: so few unpaid
    months that arrears can still be paid. `lapsed`: more; a later payment is a new first registration.
    """

    UNPAID = "unpaid"
    PROTECTED = "protected"
    LAPSING = "lapsing"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grace(Dated):
    """How many unpaid months in a row do not yet end a membership."""

    months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderRule(Dated):
    """When to remind: whole months, then days, after the last paid day."""

    code: str
    unpaid_month: int = 0
    months_after: int
    days_after: int


@dataclass(frozen=True, slots=True, order=True)
class Reminder:
    """One day to speak up: `ends_soon`, `unpaid` (at the start of unpaid month 1, 2, 3) or `lapses_soon`."""

    on: date
    code: str
    unpaid_month: int = 0


GRACES = read_rows("lapse", "grace", Grace)
REMINDERS = read_rows("lapse", "reminder", ReminderRule)


def protection(paid_until: date | None, today: date) -> Protection:
    """The state on a day; any day of the last paid month stands for the whole month."""
    if paid_until is None:
        return Protection.UNPAID
    if today <= last_day_of(paid_until):
        return Protection.PROTECTED
    return Protection.LAPSING if today < lapses_on(paid_until) else Protection.LAPSED


def lapses_on(paid_until: date) -> date:
    """The first day of the state `lapsed`: 1 July for who paid to 31 March."""
    return add_months(paid_until, _grace(paid_until).months + 1)


def unpaid_months(paid_until: date, today: date) -> int:
    """Months begun since the last paid one: 0 while protected, 1 from its first day after."""
    return max(0, (today.year - paid_until.year) * 12 + today.month - paid_until.month)


def reminders_for(paid_until: date) -> tuple[Reminder, ...]:
    """All days on which to remind somebody who paid until then, in their order."""
    rules = in_force(REMINDERS, paid_until)
    return tuple(sorted(Reminder(_day(rule, paid_until), rule.code, rule.unpaid_month) for rule in rules))


def _day(rule: ReminderRule, paid_until: date) -> date:
    return last_day_of(add_months(paid_until, rule.months_after)) + timedelta(rule.days_after)


def _grace(paid_until: date) -> Grace:
    # A payment older than the oldest rule is judged by that one: a list must not fail over one old row.
    return next(iter(in_force(GRACES, paid_until)), GRACES[0])
