"""What is due on a day: one thing at the most, only what is still true, and never out of a heap of old ones."""

from datetime import date, timedelta

import pytest

from conversations.reminding.due import Due, find_due, find_first_due, fits, is_stale, months_looked_at

MARCH = date(2027, 3, 31)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2027, 3, 23), ""),
        (date(2027, 3, 24), "ends_soon"),
        (date(2027, 3, 31), "ends_soon"),
        (date(2027, 4, 1), "unpaid1"),
        (date(2027, 4, 30), "unpaid1"),
        (date(2027, 5, 1), "unpaid2"),
        (date(2027, 6, 1), "unpaid3"),
        (date(2027, 6, 25), "unpaid3"),
        (date(2027, 6, 26), "lapses_soon3"),
        (date(2027, 6, 30), "lapses_soon3"),
        (date(2027, 7, 1), ""),
    ],
)
def test_who_paid_to_march_hears_each_thing_from_its_day_on(day: date, name: str) -> None:
    found = find_due(MARCH, day, is_funded=False)
    assert (found.name if found else "") == name


@pytest.mark.parametrize(
    ("days_before", "name"),
    [(61, ""), (60, "funding_ends60"), (31, "funding_ends60"), (30, "funding_ends30"), (7, "funding_ends7")],
)
def test_whose_money_ends_hears_of_it_long_before(days_before: int, name: str) -> None:
    found = find_due(MARCH, MARCH - days_before * DAY, is_funded=True)
    assert (found.name if found else "") == name


def test_after_somebody_elses_money_the_common_reminders_follow() -> None:
    assert find_due(MARCH, date(2027, 4, 1), is_funded=True) == Due(date(2027, 4, 1), "unpaid", 1)


@pytest.mark.parametrize(
    ("days", "number"), [(6, None), (7, 7), (20, 7), (21, None), (30, 30), (43, 30), (44, None)]
)
def test_a_first_payment_is_asked_for_twice_and_then_no_more(days: int, number: int | None) -> None:
    found = find_first_due(MARCH, MARCH + days * DAY)
    assert (found.number if found else None) == number


@pytest.mark.parametrize(
    "today", [date(2027, 1, 1), date(2027, 1, 31), date(2028, 2, 29), date(2027, 12, 31)]
)
def test_everybody_who_may_be_due_is_looked_at_and_nobody_who_lapsed(today: date) -> None:
    first, last = months_looked_at(today)
    for offset in range(-400, 200):
        until = today + offset * DAY
        for is_funded in (True, False):
            if find_due(until, today, is_funded=is_funded):
                assert first <= until <= last


def test_one_letter_a_day_and_three_a_week() -> None:
    today = date(2027, 1, 20)
    assert fits([], today)
    assert not fits([today], today)
    assert fits([today - DAY, today - 2 * DAY], today)
    assert not fits([today - DAY, today - 2 * DAY, today - 3 * DAY], today)
    assert fits([today - 7 * DAY, today - 8 * DAY, today - 9 * DAY], today)


def test_payments_are_stale_after_two_weeks_and_before_the_first_word() -> None:
    today = date(2027, 1, 20)
    assert is_stale(None, today)
    assert not is_stale(today - 14 * DAY, today)
    assert is_stale(today - 15 * DAY, today)
