"""Days near today, and the marks by which houses are found again."""

import pytest

from conversations.kinds import HouseMark, NearDay
from conversations.kinds.kind import Accepted, Asking
from tests.conversations.kinds.readings import code_of

COMING = NearDay(1, 240, (1, 3, 7, 14))
GONE = NearDay(-7, -1, (-1, -2, -3))


def value_of(reading: object) -> object:
    assert isinstance(reading, Accepted)
    return reading.value


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("besok", "2026-11-23"),
        ("minggu depan", "2026-11-29"),
        ("3 hari lagi", "2026-11-25"),
        ("2 minggu", "2026-12-06"),
        ("5 februari", "2027-02-05"),
        ("tgl 5/12", "2026-12-05"),
        ("5-1-2027", "2027-01-05"),
        ("sesudah panen bulan februari", "2027-02-01"),
        ("Maret", "2027-03-01"),
        ("november", "2026-11-23"),
    ],
)
def test_a_day_to_come_back_is_read_as_people_say_it(said: str, day: str, asking: Asking) -> None:
    assert value_of(COMING.read(said.removeprefix("sesudah panen "), asking)) == day


@pytest.mark.parametrize(("said", "day"), [("kemarin", "2026-11-21"), ("2 hari lalu", "2026-11-20")])
def test_a_day_gone_by_is_read_backwards(said: str, day: str, asking: Asking) -> None:
    assert value_of(GONE.read(said, asking)) == day


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("sesudah panen", "which_month"),
        ("nanti saja", "not_a_day"),
        ("31 februari", "no_such_day"),
        ("5-1-2029", "out_of_reach"),
        ("400 hari", "out_of_reach"),
    ],
)
def test_what_is_no_day_in_reach_is_asked_again_with_a_reason(said: str, code: str, asking: Asking) -> None:
    assert code_of(COMING.read(said, asking)) == code


def test_today_is_neither_to_come_nor_gone(asking: Asking) -> None:
    assert code_of(COMING.pick("2026-11-22", asking)) == "out_of_reach"
    assert code_of(GONE.pick("2026-11-22", asking)) == "out_of_reach"


@pytest.mark.parametrize(
    ("said", "mark"),
    [("r12", "R-12"), ("R-12", "R-12"), ("rumah no 14", "14"), ("7b", "7B"), ("no. 007", "7"), ("٣", "3")],
)
def test_a_mark_is_written_in_one_way(said: str, mark: str, asking: Asking) -> None:
    assert value_of(HouseMark().read(said, asking)) == mark


@pytest.mark.parametrize(
    "said", ["Bu Siti", "rumah Pak RT", "081234567890", "3202010101010001", "R-0", "R12 Siti"]
)
def test_a_name_or_a_phone_is_no_mark(said: str, asking: Asking) -> None:
    assert code_of(HouseMark().read(said, asking)) == "not_a_mark"
