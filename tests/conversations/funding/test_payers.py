"""Whose months are whose: what a payment covers, what double payers would cost, and one list in two papers."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from conversations.funding.covering import covering
from conversations.funding.pack import Candidate, Reason, pack, rank
from conversations.funding.payers import Double, Funding, PayerKind, alarm
from conversations.rules import Sector

VILLAGE = Funding(PayerKind.VILLAGE, "Dana Desa", "3202252004", date(2027, 1, 1), date(2027, 12, 1), 100)
DONOR = replace(VILLAGE, kind=PayerKind.DONOR, first_month=date(2026, 11, 1), last_month=date(2027, 1, 1))
AT = datetime(2026, 11, 20, tzinfo=UTC)
TODAY = date(2026, 11, 24)


def months(*written: str) -> tuple[date, ...]:
    return tuple(date.fromisoformat(f"{each}-01") for each in written)


@pytest.mark.parametrize(
    ("before", "until", "paid_on", "covered", "is_restart"),
    [
        (None, date(2027, 1, 31), date(2026, 12, 10), months("2026-12", "2027-01"), False),
        (None, date(2026, 10, 31), date(2026, 12, 10), months("2026-10"), False),
        (date(2027, 3, 31), date(2027, 5, 31), date(2027, 3, 1), months("2027-04", "2027-05"), False),
        (date(2027, 3, 31), date(2027, 4, 30), date(2027, 6, 30), months("2027-04"), False),
        (date(2027, 3, 31), date(2027, 7, 31), date(2027, 7, 1), months("2027-07"), True),
        (date(2027, 3, 31), date(2027, 3, 1), date(2027, 3, 2), (), False),
        (date(2027, 3, 31), date(2026, 12, 31), date(2027, 3, 2), (), False),
    ],
)
def test_a_payment_covers_what_was_open_and_starts_again_after_a_lapse(
    before: date | None, until: date, paid_on: date, covered: tuple[date, ...], *, is_restart: bool
) -> None:
    found = covering(before, until, paid_on)
    assert (found.months, found.is_restart) == (covered, is_restart)


@pytest.mark.parametrize(
    ("left", "stage"), [(61, None), (60, 60), (31, 60), (30, 30), (8, 30), (7, 7), (0, 7), (-1, None)]
)
def test_the_end_of_money_comes_in_three_stages(left: int, stage: int | None) -> None:
    assert VILLAGE.stage(VILLAGE.ends_on - timedelta(left)) == stage


def test_a_village_pays_at_most_the_full_price_as_its_relief_is_not_known() -> None:
    price = replace(VILLAGE, first_month=date(2026, 12, 1), last_month=date(2026, 12, 1)).price(Sector.OTHER)
    assert price is not None
    assert (price.total_rupiah, price.relief_known) == (16_800, False)


def test_a_company_pays_private_money() -> None:
    price = replace(DONOR, kind=PayerKind.COMPANY).price(Sector.OTHER)
    assert price is not None
    assert price.total_rupiah == 8_400 + 8_400 + 16_800


def test_double_months_are_counted_in_rupiah_before_they_are_paid() -> None:
    doubles = (
        Double("a", months("2026-12", "2027-01"), "Kabupaten"),
        Double("b", months("2027-01"), "Donatur"),
    )
    found = alarm(DONOR, doubles, {"a": Sector.OTHER, "b": Sector.OTHER})
    assert (found.saved_rupiah, found.is_at_most) == (8_400 + 16_800 + 16_800, False)


def test_where_one_price_is_for_the_branch_to_name_no_sum_is_said() -> None:
    assert alarm(DONOR, (Double("a", months("2026-12"), "x"),), {}).saved_rupiah is None


def candidate(number: int, **changes: object) -> Candidate:
    given = {"paid_until": None, "is_proposed": True, "sector": "other"} | changes
    return Candidate(
        registration_id=f"r{number}",
        reference=f"SSR-{number}",
        full_name=f"Nama{number} Contoh",
        village_code="3202252004",
        submitted_at=AT + timedelta(minutes=number),
        **given,  # type: ignore[arg-type] # the test's own
    )


def test_the_most_pressing_stand_first_and_who_is_paid_for_last() -> None:
    people = (
        candidate(1, paid_until=date(2027, 6, 30)),
        candidate(2, paid_by="Kabupaten"),
        candidate(3),
        candidate(4, paid_until=date(2026, 9, 30)),
        candidate(5, paid_until=date(2026, 1, 31)),
        candidate(6),
    )
    ranked = rank(people, TODAY)
    assert [(each.place, each.candidate.registration_id) for each in ranked] == [
        (1, "r4"), (2, "r5"), (3, "r3"), (4, "r6"), (5, "r1"), (6, "r2"),
    ]  # fmt: skip
    assert ranked[0].reason is Reason.LAPSING
    assert ranked[-1].reason is Reason.PAID_BY_OTHERS


def test_the_total_is_the_sum_of_the_list_and_of_nobody_else() -> None:
    ranked = rank([candidate(1), candidate(2, is_proposed=False), candidate(3)], TODAY)
    papers = pack(VILLAGE, ranked)
    assert len(papers.listed) == 2
    assert papers.total_rupiah == sum(row.price_rupiah or 0 for row in papers.listed) == 2 * 12 * 16_800


def test_one_unknown_price_leaves_the_total_open() -> None:
    ranked = rank([candidate(1), candidate(2, sector="unclear")], TODAY)
    assert pack(DONOR, ranked).total_rupiah is None


def test_a_board_shows_a_first_name_and_letters() -> None:
    [ranked] = rank([replace(candidate(1), full_name="Siti Aminah binti Umar")], TODAY)
    assert ranked.masked_name == "Siti A. b. U."
