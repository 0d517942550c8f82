"""Whole months and birthdays: the only calendar arithmetic that the rules need."""

import calendar
from datetime import date


def month_of(day: date) -> date:
    """The first day of a day's month; months are written as their first day."""
    return date(day.year, day.month, 1)


def add_months(month_on: date, count: int) -> date:
    """The month `count` months later (or earlier, when negative), as its first day."""
    years, index = divmod(month_on.month - 1 + count, 12)
    return date(month_on.year + years, index + 1, 1)


def months_from(first_month: date, count: int) -> tuple[date, ...]:
    """`count` months in a row, each as its first day."""
    return tuple(add_months(first_month, step) for step in range(count))


def last_day_of(month_on: date) -> date:
    """The last day of a day's month."""
    return date(month_on.year, month_on.month, calendar.monthrange(month_on.year, month_on.month)[1])


def age_on(day: date, birth_date: date) -> int:
    """Completed years of life. Who is born on 29 February grows older on 1 March of a common year."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def birthday(birth_date: date, years: int) -> date:
    """The day on which somebody completes this many years, as `age_on` counts them."""
    year = birth_date.year + years
    if (birth_date.month, birth_date.day) == (2, 29) and not calendar.isleap(year):
        return date(year, 3, 1)
    return birth_date.replace(year=year)
