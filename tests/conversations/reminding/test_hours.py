"""Nobody is written to at night, at the prayer of Friday or at the evening of the fast, by their own clock."""

from datetime import UTC, datetime, timedelta

import pytest

from conversations.reminding.hours import ZONES, is_quiet, local_day, may_write, opens_at, zone_of

WIB, WITA, WIT = "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"


@pytest.mark.parametrize(
    ("hour", "minute", "quiet"),
    [(6, 59, True), (7, 0, False), (19, 59, False), (20, 0, True), (23, 59, True), (0, 0, True)],
)
@pytest.mark.parametrize(("zone", "ahead"), [(WIB, 7), (WITA, 8), (WIT, 9)])
def test_the_night_is_that_of_the_reader(
    zone: str, ahead: int, hour: int, minute: int, *, quiet: bool
) -> None:
    local = datetime(2026, 11, 24, hour, minute, tzinfo=UTC)
    assert is_quiet(local - timedelta(hours=ahead), zone) is quiet


def test_the_same_moment_is_day_in_the_west_and_night_in_the_east() -> None:
    evening = datetime(2026, 11, 24, 11, 30, tzinfo=UTC)
    assert [is_quiet(evening, zone) for zone in (WIB, WITA, WIT)] == [False, False, True]


def test_friday_noon_is_kept_still_and_thursday_noon_is_not() -> None:
    assert is_quiet(datetime(2026, 11, 27, 5, tzinfo=UTC), WIB)
    assert not is_quiet(datetime(2026, 11, 26, 5, tzinfo=UTC), WIB)


def test_in_the_fasting_month_the_evening_is_kept_still() -> None:
    assert is_quiet(datetime(2027, 2, 16, 10, tzinfo=UTC), WIB)
    assert not is_quiet(datetime(2027, 2, 16, 3, tzinfo=UTC), WIB)
    assert not is_quiet(datetime(2027, 4, 16, 10, tzinfo=UTC), WIB)


def test_what_could_still_wait_into_the_night_is_not_written() -> None:
    assert may_write(datetime(2026, 11, 24, 12, 10, tzinfo=UTC), WIB)
    assert not may_write(datetime(2026, 11, 24, 12, 30, tzinfo=UTC), WIB)


@pytest.mark.parametrize("zone", ZONES)
def test_the_next_open_hour_is_open_and_within_a_day(zone: str) -> None:
    start = datetime(2027, 2, 11, tzinfo=UTC)
    for step in range(4 * 24 * 7):
        at = start + timedelta(minutes=15) * step
        opened = opens_at(at, zone)
        assert not is_quiet(opened, zone)
        assert at <= opened <= at + timedelta(days=1)


def test_a_region_without_a_zone_lives_by_that_of_most_of_the_country() -> None:
    assert zone_of("") == WIB
    assert zone_of("9171011001") == WIT
    assert local_day("9171011001", datetime(2026, 11, 24, 15, tzinfo=UTC)).day == 25
