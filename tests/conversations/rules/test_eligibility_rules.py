"""Who may join: a case a line, every rule tried, every reason with its source and its remedy."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.rules import (
    OCCUPATIONS,
    RULES,
    Applicant,
    Employment,
    Membership,
    Outcome,
    find_occupation,
    verdict,
)
from conversations.rules.eligibility import REASONS
from conversations.rules.regulations import REGULATIONS

TODAY = date(2026, 11, 22)
FARMER = {
    "birth_date": date(1985, 8, 17),
    "working": True,
    "occupation": "129",
    "employment": Employment.OWN,
    "already_member": Membership.NO,
}
ELIGIBLE, REFER, NOT_ELIGIBLE = Outcome.ELIGIBLE, Outcome.REFER, Outcome.NOT_ELIGIBLE

CASES: list[tuple[str, dict[str, object], Outcome, tuple[str, ...]]] = [
    ("a farmer of 41", {}, ELIGIBLE, ()),
    ("64 and 364 days", {"birth_date": date(1961, 11, 23)}, ELIGIBLE, ()),
    ("65 today", {"birth_date": date(1961, 11, 22)}, NOT_ELIGIBLE, ("too_old",)),
    ("65 yesterday", {"birth_date": date(1961, 11, 21)}, NOT_ELIGIBLE, ("too_old",)),
    ("says 64", {"birth_date": None, "age": 64}, ELIGIBLE, ()),
    ("says 65", {"birth_date": None, "age": 65}, NOT_ELIGIBLE, ("too_old",)),
    ("18 today", {"birth_date": date(2008, 11, 22)}, ELIGIBLE, ()),
    ("18 tomorrow", {"birth_date": date(2008, 11, 23)}, REFER, ("young",)),
    ("17 today", {"birth_date": date(2009, 11, 22)}, REFER, ("young",)),
    ("17 tomorrow", {"birth_date": date(2009, 11, 23)}, NOT_ELIGIBLE, ("too_young",)),
    ("says 0", {"birth_date": None, "age": 0}, NOT_ELIGIBLE, ("too_young",)),
    ("out of work", {"working": False}, NOT_ELIGIBLE, ("not_working",)),
    ("housewife", {"occupation": "000"}, NOT_ELIGIBLE, ("no_occupation",)),
    ("pupil", {"working": False, "occupation": "000"}, NOT_ELIGIBLE, ("not_working", "no_occupation")),
    ("trade of no list", {"occupation": "astronaut"}, REFER, ("other_occupation",)),
    ("other trade", {"occupation": "185"}, REFER, ("other_occupation",)),
    ("trade not asked", {"occupation": None, "employment": None}, ELIGIBLE, ()),
    ("pedicab", {"occupation": "becak"}, ELIGIBLE, ()),
    ("ferry crew", {"occupation": "014", "employment": Employment.PAID}, REFER, ("ship_crew",)),
    ("soldier", {"occupation": "158", "employment": Employment.PAID}, REFER, ("state_employee",)),
    ("village head", {"occupation": "052", "employment": Employment.PAID}, REFER, ("village_staff",)),
    ("paid farm hand", {"occupation": "026", "employment": Employment.PAID}, NOT_ELIGIBLE, ("wage_worker",)),
    ("paid housemaid", {"occupation": "090", "employment": Employment.PAID}, REFER, ("household_wage",)),
    ("own laundry", {"occupation": "154", "employment": Employment.OWN}, ELIGIBLE, ()),
    ("wage and own field", {"employment": Employment.BOTH}, REFER, ("wage_and_own_work",)),
    ("member", {"already_member": Membership.YES}, REFER, ("already_member",)),
    ("does not know", {"already_member": Membership.UNKNOWN}, REFER, ("membership_unknown",)),
    (
        "member of 70",
        {"birth_date": None, "age": 70, "already_member": Membership.YES},
        REFER,
        ("member_past_age", "already_member"),
    ),
    ("foreigner", {"citizen": False}, NOT_ELIGIBLE, ("not_citizen",)),
    ("ill today", {"healthy": False}, REFER, ("unwell",)),
    ("well today", {"healthy": True}, ELIGIBLE, ()),
    (
        "everything at once",
        {
            "birth_date": date(2012, 1, 1),
            "working": False,
            "occupation": "000",
            "employment": Employment.PAID,
            "already_member": Membership.UNKNOWN,
            "citizen": False,
            "healthy": False,
        },
        NOT_ELIGIBLE,
        (
            "not_citizen",
            "too_young",
            "not_working",
            "no_occupation",
            "wage_worker",
            "membership_unknown",
            "unwell",
        ),
    ),
]


def applicant(**changed: object) -> Applicant:
    return Applicant(**(FARMER | changed))  # type: ignore[arg-type]  # a table of cases is loosely typed


@pytest.mark.parametrize(
    ("changed", "outcome", "codes"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_each_case_has_its_verdict(
    changed: dict[str, object], outcome: Outcome, codes: tuple[str, ...]
) -> None:
    found = verdict(applicant(**changed), TODAY)
    assert (found.outcome, tuple(reason.code for reason in found.reasons)) == (outcome, codes)


def test_the_case_table_gives_every_reason() -> None:
    tried = {code for *_, codes in CASES for code in codes}
    assert tried == {reason.code for reason in REASONS} - {"no_rule"}


def test_every_reason_has_a_source_and_says_what_to_do() -> None:
    for reason in REASONS:
        assert reason.remedy, reason.code
        assert reason.regulation in REGULATIONS, reason.code
        assert reason.outcome is not ELIGIBLE, reason.code


def test_every_reason_that_a_trade_names_exists() -> None:
    assert {trade.refer for trade in OCCUPATIONS if trade.refer} <= {reason.code for reason in REASONS}


@pytest.mark.parametrize(
    ("birth_date", "last_good_day"),
    [
        (date(1964, 2, 29), date(2029, 2, 28)),
        (date(1964, 3, 1), date(2029, 2, 28)),
        (date(1964, 2, 28), date(2029, 2, 27)),
    ],
)
def test_the_last_day_is_the_one_before_the_birthday_also_of_29_february(
    birth_date: date, last_good_day: date
) -> None:
    born = applicant(birth_date=birth_date)
    assert verdict(born, last_good_day).outcome is ELIGIBLE
    assert verdict(born, date.fromordinal(last_good_day.toordinal() + 1)).outcome is NOT_ELIGIBLE


@pytest.mark.parametrize(
    ("changed", "remember_on"),
    [
        ({"birth_date": date(2010, 5, 3)}, date(2028, 5, 3)),
        ({"birth_date": date(2009, 1, 1)}, date(2027, 1, 1)),
        ({"birth_date": date(2012, 2, 29)}, date(2030, 3, 1)),
        ({"birth_date": None, "age": 16}, date(2028, 11, 22)),
        ({}, None),
        ({"birth_date": date(1950, 1, 1)}, None),
    ],
)
def test_who_is_too_young_gets_a_date_to_remember(
    changed: dict[str, object], remember_on: date | None
) -> None:
    found = verdict(applicant(**changed), TODAY)
    assert found.remember_on == remember_on
    if remember_on:
        grown = {"age": 18} if "age" in changed else {}
        assert verdict(applicant(**(changed | grown)), remember_on).outcome is ELIGIBLE


def test_our_own_caution_about_the_young_is_not_told_as_a_rule() -> None:
    reasons = verdict(applicant(birth_date=date(2012, 1, 1)), TODAY).reasons
    assert [reason.is_stated for reason in reasons] == [False]
    assert [reason.is_stated for reason in verdict(applicant(age=70, birth_date=None), TODAY).reasons] == [
        True
    ]


def test_before_the_oldest_rule_the_branch_answers() -> None:
    found = verdict(applicant(), date(2020, 1, 1))
    assert (found.outcome, [reason.code for reason in found.reasons]) == (REFER, ["no_rule"])
    assert verdict(applicant(), TODAY).outcome is ELIGIBLE


def test_what_was_not_asked_is_no_reason_against_anybody() -> None:
    assert verdict(Applicant(age=40), TODAY).outcome is ELIGIBLE
    assert verdict(Applicant(age=40, working=False), TODAY).outcome is NOT_ELIGIBLE


def test_an_applicant_without_any_age_cannot_be_judged() -> None:
    with pytest.raises(ValueError, match="birth date or an age"):
        applicant(birth_date=None)
    assert verdict(applicant(birth_date=None, age=40), TODAY).outcome is ELIGIBLE


APPLICANTS = st.builds(
    Applicant,
    birth_date=st.dates(date(1900, 1, 1), TODAY),
    working=st.sampled_from([None, True, False]),
    occupation=st.sampled_from([None, "x", *(trade.code for trade in OCCUPATIONS)]),
    employment=st.sampled_from([None, *Employment]),
    already_member=st.sampled_from([None, *Membership]),
    citizen=st.booleans(),
    healthy=st.sampled_from([None, True, False]),
)


@settings(deadline=None)  # a busy machine is no failure
@given(APPLICANTS)
def test_every_rule_is_tried_and_the_worst_outcome_counts(anybody: Applicant) -> None:
    found = verdict(anybody, TODAY)
    broken = {rule(anybody, TODAY) for rule in RULES} - {None}
    assert {reason.code for reason in found.reasons} == broken
    outcomes = {reason.outcome for reason in found.reasons}
    expected = NOT_ELIGIBLE if NOT_ELIGIBLE in outcomes else REFER if REFER in outcomes else ELIGIBLE
    assert found.outcome is expected


@settings(deadline=None)  # a busy machine is no failure
@given(APPLICANTS)
def test_nobody_of_65_is_simply_eligible(anybody: Applicant) -> None:
    if anybody.age_on(TODAY) >= 65:
        assert verdict(anybody, TODAY).outcome is not ELIGIBLE
    trade = find_occupation(anybody.occupation or "")
    if trade and trade.refers_to_branch:
        assert verdict(anybody, TODAY).outcome is not ELIGIBLE
