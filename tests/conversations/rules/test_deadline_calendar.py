"""The calendar of a branch: it follows the reliefs and comes back every year."""

from dataclasses import replace
from datetime import date

import pytest

from conversations.rules import Sector, deadlines, deadlines_between, reminded_on
from conversations.rules.tariffs import RELIEFS


def test_the_coming_winter_has_all_its_days() -> None:
    found = deadlines_between(date(2026, 11, 1), date(2027, 4, 30))
    assert [(deadline.on, deadline.code, deadline.sector) for deadline in found] == [
        (date(2026, 11, 1), "next_year_money", None),
        (date(2026, 12, 31), "budget_paid_end", None),
        (date(2026, 12, 31), "relief_ends", Sector.OTHER),
        (date(2027, 1, 1), "price_changes", Sector.OTHER),
        (date(2027, 3, 31), "relief_ends", Sector.TRANSPORT),
        (date(2027, 4, 1), "price_changes", Sector.TRANSPORT),
    ]


def test_the_turn_of_the_budget_comes_every_year() -> None:
    codes = [
        (deadline.on.year, deadline.code)
        for deadline in deadlines_between(date(2028, 1, 1), date(2029, 12, 31))
    ]
    assert codes == [
        (2028, "next_year_money"),
        (2028, "budget_paid_end"),
        (2029, "next_year_money"),
        (2029, "budget_paid_end"),
    ]


def test_a_branch_is_reminded_once_a_month_ahead() -> None:
    assert {deadline.code for deadline in reminded_on(date(2026, 12, 1))} == {
        "relief_ends",
        "budget_paid_end",
    }
    assert reminded_on(date(2026, 12, 2)) == ()
    assert {deadline.code for deadline in reminded_on(date(2026, 11, 1))} == {"next_year_money"}


def test_a_relief_that_goes_on_does_not_end(monkeypatch: pytest.MonkeyPatch) -> None:
    other = next(relief for relief in RELIEFS if relief.sector is Sector.OTHER)
    longer = replace(other, valid_from=date(2027, 1, 1), valid_to=date(2027, 6, 30))
    monkeypatch.setattr(deadlines, "RELIEFS", (other, longer))
    found = deadlines_between(date(2026, 12, 1), date(2027, 7, 31))
    assert [(deadline.on, deadline.code) for deadline in found if deadline.sector] == [
        (date(2027, 6, 30), "relief_ends"),
        (date(2027, 7, 1), "price_changes"),
    ]
