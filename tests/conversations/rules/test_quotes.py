"""Prices: the printed vectors, the reliefs by sector, payer and month, and what is left to the branch."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.rules import (
    BASIC,
    WITH_SAVINGS,
    Bracket,
    Payer,
    Programme,
    Quote,
    Refer,
    Sector,
    bracket_of,
    brackets_on,
    citations,
    find_bracket,
    periods_on,
    quote,
)
from conversations.rules.dates import add_months

FULL_MONTH = date(2027, 4, 1)
RELIEF_MONTH = date(2026, 12, 1)
INCOMES = st.integers(0, 18_199_999)
MONTHS = st.dates(date(2021, 2, 1), date(2035, 12, 31))
SECTORS = st.sampled_from([Sector.TRANSPORT, Sector.OTHER])
PACKAGES = st.sampled_from([BASIC, WITH_SAVINGS])


def bracket(income_rupiah: int, month_on: date = FULL_MONTH) -> Bracket:
    found = bracket_of(income_rupiah, month_on)
    assert found is not None
    return found


def price(
    income_rupiah: int,
    month_on: date,
    sector: Sector = Sector.OTHER,
    programmes: tuple[Programme, ...] = BASIC,
    payer: Payer = Payer.WORKER,
) -> int:
    return quote(sector, payer, programmes, bracket(income_rupiah), month_on).total_rupiah


@pytest.mark.parametrize(
    ("income_rupiah", "full_rupiah"),
    [
        (0, 16_800),
        (400_000, 16_800),
        (1_099_000, 16_800),
        (1_099_999, 16_800),
        (1_100_000, 18_800),
        (2_700_000, 36_300),
        (2_950_000, 36_300),
        (8_200_000, 93_800),
        (18_199_000, 183_800),
    ],
)
def test_an_income_pays_by_the_base_of_its_bracket(income_rupiah: int, full_rupiah: int) -> None:
    assert price(income_rupiah, FULL_MONTH) == full_rupiah


def test_every_confirmed_row_has_the_printed_prices() -> None:
    rows = [row for row in brackets_on(FULL_MONTH) if row.is_stated]
    assert [row.number for row in rows] == list(range(1, 31))
    for row in rows:
        basic_rupiah = row.base_rupiah // 100 + 6_800
        assert quote(Sector.OTHER, Payer.WORKER, BASIC, row, FULL_MONTH).total_rupiah == basic_rupiah
        all_three = quote(Sector.OTHER, Payer.WORKER, WITH_SAVINGS, row, FULL_MONTH)
        assert all_three.total_rupiah == basic_rupiah + row.base_rupiah // 50
        half = quote(Sector.OTHER, Payer.WORKER, BASIC, row, RELIEF_MONTH)
        assert half.total_rupiah * 2 == basic_rupiah


def test_savings_have_no_relief() -> None:
    assert price(1_200_000, FULL_MONTH, programmes=WITH_SAVINGS) == 42_800
    assert price(1_200_000, RELIEF_MONTH, programmes=WITH_SAVINGS) == 33_400


@pytest.mark.parametrize(
    ("sector", "month_on", "rupiah"),
    [
        (Sector.TRANSPORT, date(2025, 12, 1), 16_800),
        (Sector.TRANSPORT, date(2026, 1, 1), 8_400),
        (Sector.TRANSPORT, date(2027, 3, 1), 8_400),
        (Sector.TRANSPORT, date(2027, 4, 1), 16_800),
        (Sector.OTHER, date(2026, 3, 1), 16_800),
        (Sector.OTHER, date(2026, 4, 1), 8_400),
        (Sector.OTHER, date(2026, 12, 1), 8_400),
        (Sector.OTHER, date(2027, 1, 1), 16_800),
    ],
)
def test_the_relief_begins_and_ends_with_the_contribution_month(
    sector: Sector, month_on: date, rupiah: int
) -> None:
    assert price(1_000_000, month_on, sector) == rupiah


def test_a_farmer_who_pays_a_year_from_december_pays_one_month_at_half_price() -> None:
    year = quote(Sector.OTHER, Payer.WORKER, BASIC, bracket(800_000), date(2026, 12, 22), 12)
    assert year.total_rupiah == 193_200
    now, later = year.groups
    assert (now.months, now.per_month_rupiah, now.per_day_rupiah) == (1, 8_400, 280)
    assert (now.from_month, now.to_month) == (date(2026, 12, 1), date(2026, 12, 1))
    assert (later.months, later.per_month_rupiah, later.per_day_rupiah) == (11, 16_800, 560)
    assert (later.from_month, later.to_month) == (date(2027, 1, 1), date(2027, 11, 1))
    assert (year.per_month_rupiah, year.per_day_rupiah) == (8_400, 280)
    assert year.relief_known
    assert [line.is_relieved for line in year.lines] == [True] + [False] * 11


def test_a_day_is_said_in_round_figures_and_never_too_low() -> None:
    per_day = quote(Sector.OTHER, Payer.WORKER, WITH_SAVINGS, bracket(0), FULL_MONTH).per_day_rupiah
    assert per_day == 1_230
    assert per_day * 30 >= 36_800


def test_the_rules_it_rests_on_can_be_named() -> None:
    relieved = quote(Sector.OTHER, Payer.WORKER, BASIC, bracket(0), RELIEF_MONTH)
    assert citations(relieved.rules) == ("PP 44/2015 Lampiran II", "PP 50/2025 Pasal 4 ayat (1)")
    assert citations(quote(Sector.OTHER, Payer.WORKER, BASIC, bracket(0), FULL_MONTH).rules) == (
        "PP 44/2015 Lampiran II",
    )


def test_a_budget_of_the_state_or_region_pays_the_full_price() -> None:
    paid = quote(Sector.OTHER, Payer.REGENCY, BASIC, bracket(0), RELIEF_MONTH)
    assert (paid.total_rupiah, paid.relief_known) == (16_800, True)
    assert "pp-50-2025" in paid.rules


def test_a_village_hears_at_most_the_full_price_while_a_relief_is_in_force() -> None:
    hundred = quote(Sector.OTHER, Payer.VILLAGE, BASIC, bracket(0), RELIEF_MONTH, 12)
    assert (hundred.total_rupiah * 100, hundred.relief_known) == (20_160_000, False)
    after = quote(Sector.OTHER, Payer.VILLAGE, BASIC, bracket(0), FULL_MONTH, 12)
    assert (after.total_rupiah, after.relief_known) == (201_600, True)


def refused(found: Quote) -> Refer | None:
    """The reason, after making sure that no figure can be read."""
    for name in ("total_rupiah", "per_month_rupiah", "per_day_rupiah"):
        with pytest.raises(LookupError):
            getattr(found, name)
    assert (found.lines, found.groups, found.rules, found.relief_known) == ((), (), (), False)
    return found.refer


def test_an_unclear_sector_goes_to_the_branch_while_a_relief_is_in_force() -> None:
    pedicab = quote(Sector.UNCLEAR, Payer.WORKER, BASIC, bracket(0), date(2026, 12, 1))
    assert refused(pedicab) is Refer.SECTOR_UNCLEAR
    assert (
        refused(quote(Sector.UNCLEAR, Payer.WORKER, BASIC, bracket(0), date(2027, 2, 1), 3))
        is Refer.SECTOR_UNCLEAR
    )
    assert quote(Sector.UNCLEAR, Payer.WORKER, BASIC, bracket(0), FULL_MONTH).total_rupiah == 16_800


@pytest.mark.parametrize("income_rupiah", [18_200_000, 19_200_000, 50_000_000])
def test_brackets_that_are_not_confirmed_are_kept_and_priced_by_the_branch(income_rupiah: int) -> None:
    found = bracket(income_rupiah)
    assert found.number in {31, 32, 33}
    assert refused(quote(Sector.OTHER, Payer.WORKER, BASIC, found, FULL_MONTH)) is Refer.BRACKET_UNCONFIRMED
    assert price(18_199_999, FULL_MONTH) == 183_800


def test_a_month_before_the_oldest_rule_has_no_price() -> None:
    assert bracket_of(1_000_000, date(2021, 1, 31)) is None
    assert refused(quote(Sector.OTHER, Payer.WORKER, BASIC, bracket(0), date(2021, 1, 1), 3)) is Refer.NO_RULE
    assert price(0, date(2021, 2, 1)) == 16_800


def test_a_bracket_of_an_ended_table_has_no_price_in_the_next() -> None:
    ended = replace(bracket(0), valid_to=date(2027, 4, 30))
    assert refused(quote(Sector.OTHER, Payer.WORKER, BASIC, ended, FULL_MONTH, 2)) is Refer.NO_RULE
    assert quote(Sector.OTHER, Payer.WORKER, BASIC, ended, FULL_MONTH).total_rupiah == 16_800


def test_accident_and_death_are_only_sold_together() -> None:
    only = quote(Sector.OTHER, Payer.WORKER, [Programme.JKK], bracket(0), FULL_MONTH)
    assert refused(only) is Refer.PROGRAMMES_NOT_OFFERED
    assert price(0, FULL_MONTH) == 16_800


def test_no_month_is_no_quote() -> None:
    with pytest.raises(ValueError, match="one month"):
        quote(Sector.OTHER, Payer.WORKER, BASIC, bracket(0), FULL_MONTH, 0)
    assert periods_on(FULL_MONTH) == (1, 3, 6, 12)


def test_a_bracket_is_found_again_by_its_number() -> None:
    assert find_bracket(2, FULL_MONTH) == bracket(1_200_000)
    assert find_bracket(34, FULL_MONTH) is None
    assert bracket_of(-1, FULL_MONTH) is None


@settings(deadline=None)  # a busy machine is no failure
@given(SECTORS, st.sampled_from(Payer), PACKAGES, INCOMES, MONTHS, st.integers(1, 24))
def test_a_quote_is_the_sum_of_its_months(
    sector: Sector,
    payer: Payer,
    programmes: tuple[Programme, ...],
    income_rupiah: int,
    first: date,
    months: int,
) -> None:
    row = bracket(income_rupiah)
    whole = quote(sector, payer, programmes, row, first, months)
    singles = [quote(sector, payer, programmes, row, add_months(first, step)) for step in range(months)]
    assert whole.total_rupiah == sum(single.total_rupiah for single in singles)
    assert whole.total_rupiah == sum(group.total_rupiah for group in whole.groups)
    assert sum(group.months for group in whole.groups) == months
    assert whole.relief_known == all(single.relief_known for single in singles)


@settings(deadline=None)  # a busy machine is no failure
@given(SECTORS, st.sampled_from(Payer), PACKAGES, INCOMES, INCOMES, MONTHS)
def test_who_earns_more_never_pays_less(
    sector: Sector, payer: Payer, programmes: tuple[Programme, ...], one: int, other: int, month_on: date
) -> None:
    low, high = sorted((one, other))
    assert price(low, month_on, sector, programmes, payer) <= price(high, month_on, sector, programmes, payer)


@settings(deadline=None)  # a busy machine is no failure
@given(SECTORS, PACKAGES, INCOMES, MONTHS)
def test_a_village_is_never_quoted_less_than_its_worker(
    sector: Sector, programmes: tuple[Programme, ...], income_rupiah: int, month_on: date
) -> None:
    of_worker, of_village = (
        price(income_rupiah, month_on, sector, programmes, payer) for payer in (Payer.WORKER, Payer.VILLAGE)
    )
    assert of_worker <= of_village
