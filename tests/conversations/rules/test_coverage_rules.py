"""Protected, lapsing, lapsed: the day each begins, and the days on which we remind."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.rules import Protection, lapses_on, protection, reminders_for, unpaid_months

MARCH = date(2026, 3, 31)
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("today", "state", "unpaid"),
    [
        (date(2026, 3, 1), Protection.PROTECTED, 0),
        (date(2026, 3, 31), Protection.PROTECTED, 0),
        (date(2026, 4, 1), Protection.LAPSING, 1),
        (date(2026, 6, 30), Protection.LAPSING, 3),
        (date(2026, 7, 1), Protection.LAPSED, 4),
        (date(2027, 7, 1), Protection.LAPSED, 16),
    ],
)
def test_three_unpaid_months_are_forgiven_and_the_fourth_ends_it(
    today: date, state: Protection, unpaid: int
) -> None:
    assert protection(MARCH, today) is state
    assert unpaid_months(MARCH, today) == unpaid


def test_the_first_lapsed_day_is_told() -> None:
    assert lapses_on(MARCH) == date(2026, 7, 1)
    assert lapses_on(date(2026, 11, 30)) == date(2027, 3, 1)


def test_who_never_paid_is_not_protected() -> None:
    assert protection(None, MARCH) is Protection.UNPAID
    assert protection(MARCH, MARCH) is Protection.PROTECTED


def test_reminders_come_before_the_end_at_each_unpaid_month_and_before_the_lapse() -> None:
    assert [(reminder.on, reminder.code, reminder.unpaid_month) for reminder in reminders_for(MARCH)] == [
        (date(2026, 3, 24), "ends_soon", 0),
        (date(2026, 4, 1), "unpaid", 1),
        (date(2026, 5, 1), "unpaid", 2),
        (date(2026, 6, 1), "unpaid", 3),
        (date(2026, 6, 26), "lapses_soon", 3),
    ]


def test_a_payment_older_than_the_rules_is_still_judged() -> None:
    assert protection(date(2001, 5, 1), MARCH) is Protection.LAPSED
    assert reminders_for(date(2001, 5, 1)) == ()
    assert protection(MARCH, MARCH) is Protection.PROTECTED


@settings(deadline=None)  # a busy machine is no failure
@given(DAYS, DAYS)
def test_any_day_of_the_paid_month_stands_for_the_whole_month(paid_until: date, today: date) -> None:
    assert protection(paid_until, today) is protection(paid_until.replace(day=1), today)
    assert lapses_on(paid_until) == lapses_on(paid_until.replace(day=1))


@settings(deadline=None)  # a busy machine is no failure
@given(DAYS, DAYS)
def test_states_follow_the_unpaid_months(paid_until: date, today: date) -> None:
    unpaid = unpaid_months(paid_until, today)
    expected = Protection.LAPSED if unpaid > 3 else Protection.LAPSING if unpaid else Protection.PROTECTED
    assert protection(paid_until, today) is expected


@settings(deadline=None)  # a busy machine is no failure
@given(st.dates(date(2023, 1, 1), date(2040, 12, 31)))
def test_every_reminder_comes_while_it_still_helps(paid_until: date) -> None:
    reminders = reminders_for(paid_until)
    assert [reminder.on for reminder in reminders] == sorted(reminder.on for reminder in reminders)
    assert all(protection(paid_until, reminder.on) is not Protection.LAPSED for reminder in reminders)
    assert reminders[-1].on == lapses_on(paid_until) - timedelta(5)
