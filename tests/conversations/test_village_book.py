"""When to come again, who is next, and what others may see, decided without a store."""

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.answers.tasks import field_of, morning
from conversations.village_book import (
    MOST_LISTED,
    RESTS,
    Door,
    Reason,
    VisitOutcome,
    after_visit,
    find_reason,
    lapsing_between,
    no_visit_before,
    who_next,
)

TODAY = date(2026, 11, 23)
DOOR = Door("1", "3202292003", "003/005", "R-12")
DAYS = st.dates(date(2026, 10, 1), date(2027, 2, 1))
DOORS = st.builds(
    Door,
    st.uuids().map(str),
    st.just("3202292003"),
    st.sampled_from(("001/001", "002/001")),
    st.sampled_from(("1", "2", "R-3")),
    last_visit_on=st.none() | DAYS,
    come_back_on=st.none() | DAYS,
    rests_until=st.none() | DAYS,
    allows_visits=st.booleans(),
    is_lapsing=st.booleans(),
)


@pytest.mark.parametrize(
    ("door", "reason"),
    [
        (DOOR, Reason.NEVER),
        (replace(DOOR, last_visit_on=TODAY), None),
        (replace(DOOR, come_back_on=TODAY), Reason.DUE),
        (replace(DOOR, come_back_on=TODAY - timedelta(days=1)), Reason.OVERDUE),
        (replace(DOOR, last_visit_on=TODAY, come_back_on=TODAY + timedelta(days=1)), None),
        (replace(DOOR, last_visit_on=TODAY, is_lapsing=True), Reason.LAPSING),
        (replace(DOOR, come_back_on=TODAY, allows_visits=False), None),
        (replace(DOOR, come_back_on=TODAY, rests_until=TODAY + timedelta(days=1)), None),
        (replace(DOOR, come_back_on=TODAY, rests_until=TODAY), Reason.DUE),
    ],
)
def test_a_door_is_next_for_a_reason_or_not_at_all(door: Door, reason: Reason | None) -> None:
    assert find_reason(door, TODAY) == reason


@given(st.lists(DOORS, max_size=20))
def test_the_list_is_short_ordered_and_never_names_a_door_at_rest(doors: list[Door]) -> None:
    found = who_next(doors, TODAY)
    reasons = [find_reason(door, TODAY) for door in found]
    assert None not in reasons
    assert len(found) <= MOST_LISTED
    assert [list(Reason).index(reason) for reason in reasons if reason] == sorted(
        list(Reason).index(reason) for reason in reasons if reason
    )
    assert all(door.allows_visits and not door.rests_on(TODAY) for door in found)


def test_of_equals_the_neighbours_come_first() -> None:
    far = replace(DOOR, id="2", rt_rw="001/001")
    assert [door.id for door in who_next((far, DOOR), TODAY, near="003/005")] == ["1", "2"]


def test_the_length_of_a_rest_does_not_tell_a_refusal() -> None:
    others = {rest for outcome, rest in RESTS.items() if outcome is not VisitOutcome.REFUSED}
    assert RESTS[VisitOutcome.REFUSED] in others
    refused = after_visit(VisitOutcome.REFUSED, TODAY)
    assert refused == after_visit(VisitOutcome.ALREADY_MEMBER, TODAY)
    assert "outcome" not in {field.name for field in fields(Door)}


def test_others_learn_the_day_alone_and_only_while_it_lasts() -> None:
    resting = replace(DOOR, rests_until=TODAY + timedelta(days=1))
    assert no_visit_before(resting, TODAY) == TODAY + timedelta(days=1)
    assert no_visit_before(resting, TODAY + timedelta(days=1)) is None


def test_every_outcome_says_when_to_come_again() -> None:
    back_on = TODAY + timedelta(days=70)
    for outcome in VisitOutcome:
        again_on, rests_until = after_visit(outcome, TODAY, back_on)
        assert again_on or rests_until
    assert after_visit(VisitOutcome.COME_BACK, TODAY, back_on) == (back_on, back_on)
    assert after_visit(VisitOutcome.NOT_HOME, TODAY)[1] is None


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2026, 11, 23), date(2026, 8, 1), date(2026, 10, 31)),
        (date(2026, 11, 25), date(2026, 8, 1), date(2026, 11, 30)),
        (date(2027, 1, 2), date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_about_to_lose_protection_are_the_unpaid_months_and_the_last_week(
    today: date, first: date, last: date
) -> None:
    assert lapsing_between(today) == (first, last)


@pytest.mark.parametrize(
    ("reason", "field"),
    [("nik", "nik"), ("nik_unreadable", "nik"), ("birth_date", "birth_date"), ("other", "")],
)
def test_a_reason_of_the_branch_leads_to_its_field(reason: str, field: str) -> None:
    assert field_of(reason) == field


def test_the_morning_is_silent_when_nothing_waits() -> None:
    assert morning(0, 0, 0, "id") is None
    for counts in ((1, 0, 0), (0, 1, 0), (0, 0, 1)):
        assert morning(*counts, "en") is not None
