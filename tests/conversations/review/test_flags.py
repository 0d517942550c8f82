"""What a reviewer should look at twice, and what is ordinary in a village."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from conversations.review.flags import BURST, SAME_ADDRESS, SHARED_PHONE, Neighbour, are_alike, findings

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
SITI = Neighbour("1", "Siti Aminah", "3202250101800001", date(1980, 1, 1), "+62811", "Kp. Sawah 1", 7, NOW)


def village(count: int, **changes: object) -> list[Neighbour]:
    """So many other people, each at another place and time unless `changes` say so."""
    return [
        replace(
            Neighbour(
                f"v{number}",
                f"Orang {'abcdefghijklmnopqrst'[number]}",
                f"32022502{number:02d}700001",
                date(1970, 1, 1) + timedelta(number),
                f"+62822{number}",
                f"Kp. Lain {number}",
                9,
                NOW - timedelta(days=number + 1),
            ),
            **changes,  # type: ignore[arg-type] # fields of the dataclass
        )
        for number in range(count)
    ]


def test_an_ordinary_person_is_clean() -> None:
    assert findings(SITI, [SITI, *village(12)]).are_none


@pytest.mark.parametrize(
    ("code", "enough", "shared"),
    [
        ("burst", BURST - 1, {"registrar": 7, "entered_at": NOW + timedelta(minutes=9)}),
        ("shared_phone", SHARED_PHONE, {"phone": "+62811"}),
        ("same_address", SAME_ADDRESS, {"address": "kp sawah 1"}),
    ],
)
def test_what_many_share_is_shown_and_what_a_few_share_is_not(
    code: str, enough: int, shared: dict[str, object]
) -> None:
    assert code in findings(SITI, [SITI, *village(enough, **shared)]).codes
    assert code not in findings(SITI, [SITI, *village(enough - 1, **shared)]).codes


def test_nobody_known_and_nothing_written_is_never_equal() -> None:
    blank = replace(SITI, phone="", address="", registrar=None)
    others = village(12, phone="", address="", registrar=None, entered_at=NOW)
    assert findings(blank, [blank, *others]).are_none


@pytest.mark.parametrize(
    ("changes", "is_one"),
    [
        ({"full_name": "Siti Aminnah"}, True),
        ({"full_name": "AMINAH SITI"}, True),
        ({"full_name": "Aminah"}, True),
        ({"full_name": "Siti Rohmah"}, False),
        ({"birth_date": date(1981, 1, 1), "nik": "3202250101810001"}, True),
        ({"birth_date": date(1991, 6, 7), "nik": "3202254706910044"}, False),
    ],
)
def test_two_who_may_be_one_are_found(changes: dict[str, object], is_one: bool) -> None:  # noqa: FBT001 - a parameter
    twin = replace(SITI, id="2", **changes)  # type: ignore[arg-type] # fields of the dataclass
    assert are_alike(SITI, twin) == are_alike(twin, SITI) == is_one


def test_who_was_told_apart_is_not_shown_again() -> None:
    twin = replace(SITI, id="2")
    assert findings(SITI, [SITI, twin]).alike == ("2",)
    assert findings(SITI, [SITI, twin], apart=frozenset({"2"})).are_none


def test_marks_of_the_form_come_along() -> None:
    marked = replace(SITI, flags=("consent_unconfirmed",))
    assert findings(marked, [marked]).codes == ("consent_unconfirmed",)
