"""Benefits: the sums of the annex, never without their conditions, never one that is not confirmed."""

from datetime import date

import pytest

from conversations.rules import BASIC, WITH_SAVINGS, Case, benefits_on, find_payout, payouts
from conversations.rules.benefits import BENEFITS, Condition
from conversations.rules.claims import find_limit, find_office

TODAY = date(2026, 11, 22)
EVERY_CONDITION = {Condition.ACTIVE, Condition.CONTRIBUTIONS_PAID, Condition.REALLY_WORKING}


@pytest.mark.parametrize(
    ("case", "total_rupiah"),
    [
        (Case.DEATH_AT_WORK, 70_000_000),
        (Case.TOTAL_DISABILITY, 68_000_000),
        (Case.DEATH, 42_000_000),
        (Case.EARLY_DEATH, 10_000_000),
        (Case.SCHOLARSHIP, 174_000_000),
    ],
)
def test_a_case_comes_to_its_sum_for_the_lowest_base(case: Case, total_rupiah: int) -> None:
    found = find_payout(case, 1_000_000, TODAY)
    assert found is not None
    assert found.total_rupiah == total_rupiah
    assert set(found.conditions) == EVERY_CONDITION
    assert found.rules


def test_a_death_benefit_needs_three_months_and_a_scholarship_three_years() -> None:
    by_case = {payout.case: payout for payout in payouts(1_000_000, TODAY)}
    assert (by_case[Case.DEATH].from_months, by_case[Case.SCHOLARSHIP].from_months) == (3, 36)
    assert by_case[Case.EARLY_DEATH].before_months == by_case[Case.DEATH].from_months
    assert [case for case, payout in by_case.items() if payout.is_ceiling] == [Case.SCHOLARSHIP]


def test_death_at_work_is_never_less_than_the_plain_death_sum() -> None:
    row = next(row for row in BENEFITS if row.code == "death_at_work")
    plain = next(row for row in BENEFITS if row.code == "death")
    assert row.rupiah(100_000) == plain.rupiah(100_000) == 20_000_000
    assert row.rupiah(2_000_000) == 96_000_000


def test_no_sum_in_rupiah_is_without_conditions() -> None:
    for row in BENEFITS:
        if row.rupiah(1_000_000):
            assert set(row.conditions) == EVERY_CONDITION, row.code


def test_only_benefits_of_the_chosen_programmes_are_told() -> None:
    basic = {row.code for row in benefits_on(TODAY, BASIC)}
    with_savings = {row.code for row in benefits_on(TODAY, WITH_SAVINGS)}
    assert {"death", "medical_care"} <= basic
    assert with_savings - basic == {"savings_whole", "savings_part", "savings_housing"}


def test_what_is_not_confirmed_is_not_told() -> None:
    assert "scholarship_at_work" not in {row.code for row in benefits_on(TODAY, BASIC)}


def test_a_share_of_an_injury_or_of_savings_has_no_sum_of_its_own() -> None:
    shares = [row for row in BENEFITS if row.percent_of]
    assert shares
    assert all(row.rupiah(1_000_000) == 0 for row in shares)


def test_before_the_oldest_rule_no_sum_is_told() -> None:
    assert payouts(1_000_000, date(2019, 11, 30)) == ()
    assert find_payout(Case.DEATH, 1_000_000, date(2019, 12, 1)) is not None


def test_an_accident_is_reported_within_two_days() -> None:
    limit, office = find_limit("report_accident", TODAY), find_office("call_centre", TODAY)
    assert limit is not None
    assert limit.hours == 48
    assert office is not None
    assert office.reach == "175"
    assert find_limit("no_such", TODAY) is None
