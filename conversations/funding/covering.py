"""Which months a payment covers, and whether membership starts again with it."""

from dataclasses import dataclass
from datetime import date

from conversations.rules.coverage import lapses_on
from conversations.rules.dates import add_months, month_of, months_from


@dataclass(frozen=True, slots=True)
class Covering:
    """The months that a payment adds, each as its first day; empty when all were paid before.

    `is_restart` when protection had lapsed: it starts again from zero then (board rule 22/2022).
    """

    months: tuple[date, ...] = ()
    is_restart: bool = False


def covering(paid_before: date | None, paid_until: date, paid_on: date) -> Covering:
    """What a payment to the end of the month `paid_until` adds for somebody who had paid until `paid_before`.

    Whoever lapsed, or never paid, is covered from the month of the payment; arrears fill the months between.
    """
    last = month_of(paid_until)
    if paid_before is not None and last <= month_of(paid_before):
        return Covering()
    is_restart = paid_before is not None and paid_on >= lapses_on(paid_before)
    if paid_before is None or is_restart:
        first = min(month_of(paid_on), last)
        if paid_before is not None:
            first = max(first, add_months(paid_before, 1))
    else:
        first = add_months(paid_before, 1)
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return Covering(months_from(first, count), is_restart)
