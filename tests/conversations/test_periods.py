"""Any period can be typed, and none reaches beyond today."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.periods import FIRST_DAY, Period, read_period, read_written, week_of

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("typed", "period"),
    [
        ("minggu ini", Period("week", date(2026, 11, 23), TODAY)),
        ("Bulan", Period("month", date(2026, 11, 1), TODAY)),
        ("tahun", Period("year", date(2026, 1, 1), TODAY)),
        ("semua", Period("all", FIRST_DAY, TODAY)),
        ("10-2026", Period("past_month", date(2026, 10, 1), date(2026, 10, 31))),
        ("2026-11", Period("month", date(2026, 11, 1), TODAY)),
        ("1-11-2026 20-11-2026", Period("days", date(2026, 11, 1), date(2026, 11, 20))),
        ("20/11/2026 1/11/2026", Period("days", date(2026, 11, 1), date(2026, 11, 20))),
        ("2026-11-01..2026-12-31", Period("days", date(2026, 11, 1), TODAY)),
        ("31-2-2026 1-3-2026", None),
        ("13-2026", None),
        ("12-2026", None),
        ("1-11-2026", None),
        ("besok", None),
        ("1-1-1999 2-1-1999", None),
    ],
)
def test_what_is_typed_is_read(typed: str, period: Period | None) -> None:
    assert read_period(typed, TODAY) == period


@pytest.mark.parametrize(
    ("typed", "since", "until"),
    [
        ("minggu", date(2026, 11, 16), date(2026, 11, 22)),
        ("1-2026", date(2025, 12, 1), date(2025, 12, 31)),
        ("tahun", date(2025, 1, 1), date(2025, 12, 31)),
        ("11-11-2026 20-11-2026", date(2026, 11, 1), date(2026, 11, 10)),
    ],
)
def test_it_is_compared_with_the_one_before(typed: str, since: date, until: date) -> None:
    period = read_period(typed, TODAY)
    assert period is not None
    assert (period.earlier.since, period.earlier.until) == (since, until)


@given(st.dates(date(2021, 1, 1), date(2040, 1, 1)))
def test_a_week_follows_the_week_before_without_a_gap(today: date) -> None:
    week = week_of(today)
    assert week.earlier.until + timedelta(1) == week.since <= today
    assert read_period(week.written, today) == Period("days", week.since, week.until)
    assert read_written(week.written, today) in {
        week,
        read_period("bulan", today),
        read_period("tahun", today),
    }
    assert read_written(week.earlier.written, today) == replace(week.earlier, kind="days")
