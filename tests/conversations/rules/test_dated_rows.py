"""Every table of rules: no two rows at once, no day without one, each with a regulation, nothing unchecked stated."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby, pairwise
from pathlib import Path

import pytest
from pydantic import ValidationError

from conversations.rules import (
    benefits,
    claims,
    coverage,
    deadlines,
    eligibility,
    occupations,
    rows,
    targets,
    tariffs,
)
from conversations.rules.regulations import REGULATIONS
from conversations.rules.rows import Confidence, Dated, in_force, read_rows
from conversations.rules.terms import Payer

Key = Callable[..., object]
MARK = re.compile(r"\((A|B\+|B|C)\)$")
NEEDED_FROM = date(2026, 1, 1)
"""From this day on the bot answers for every table; reliefs alone may pause."""

TABLES: dict[str, tuple[Sequence[Dated], Key]] = {
    "brackets": (tariffs.BRACKETS, lambda row: row.number),
    "rates": (tariffs.RATES, lambda row: row.programme),
    "periods": (tariffs.PERIODS, lambda row: row.months),
    "reliefs": (tariffs.RELIEFS, lambda row: row.sector),
    "payers": (tariffs.STANDINGS, lambda row: row.payer),
    "ages": (eligibility.AGES, lambda row: row.name),
    "reasons": (eligibility.REASONS, lambda row: row.code),
    "graces": (coverage.GRACES, lambda _: "grace"),
    "reminders": (coverage.REMINDERS, lambda row: (row.code, row.unpaid_month)),
    "benefits": (benefits.BENEFITS, lambda row: row.code),
    "yearly": (deadlines.YEARLY, lambda row: row.code),
    "notices": (deadlines.NOTICES, lambda _: "notice"),
    "limits": (claims.LIMITS, lambda row: row.code),
    "offices": (claims.OFFICES, lambda row: row.code),
    "occupations": (occupations.OCCUPATIONS, lambda row: row.code),
    "targets": (targets.TARGETS, lambda _: "target"),
}
ALL_ROWS = [row for table, _ in TABLES.values() for row in table]


def overlaps(table: Sequence[Dated], key: Key) -> Iterator[str]:
    """Two rows for one thing on one day."""
    for name, same in _by_key(table, key):
        for earlier, later in pairwise(same):
            if earlier.valid_to is None or earlier.valid_to >= later.valid_from:
                yield f"{name}: {earlier.valid_from} reaches into {later.valid_from}"


def gaps(table: Sequence[Dated], key: Key) -> Iterator[str]:
    """Days from `NEEDED_FROM` on without a row."""
    for name, same in _by_key(table, key):
        if same[0].valid_from > NEEDED_FROM or same[-1].valid_to is not None:
            yield f"{name}: only {same[0].valid_from} to {same[-1].valid_to}"
        for earlier, later in pairwise(same):
            if earlier.valid_to and earlier.valid_to + timedelta(1) < later.valid_from:
                yield f"{name}: nothing between {earlier.valid_to} and {later.valid_from}"


def _by_key(table: Sequence[Dated], key: Key) -> Iterator[tuple[object, list[Dated]]]:
    ordered = sorted(table, key=lambda row: (str(key(row)), row.valid_from))
    for name, same in groupby(ordered, key=key):
        yield name, list(same)


@pytest.mark.parametrize("name", TABLES)
def test_no_two_rows_hold_at_once(name: str) -> None:
    assert list(overlaps(*TABLES[name])) == []


@pytest.mark.parametrize("name", sorted(TABLES.keys() - {"reliefs"}))
def test_no_day_is_without_a_row(name: str) -> None:
    assert list(gaps(*TABLES[name])) == []


def test_an_overlap_and_a_gap_would_be_found() -> None:
    def row(valid_from: date, valid_to: date | None) -> Dated:
        return Dated(
            valid_from=valid_from, valid_to=valid_to, regulation="house", confidence=Confidence.UNCHECKED
        )

    first = row(date(2025, 1, 1), date(2026, 6, 30))
    assert list(overlaps([first, row(date(2026, 6, 30), None)], lambda _: "x"))
    assert list(gaps([first, row(date(2026, 7, 2), None)], lambda _: "x"))
    assert list(gaps([first], lambda _: "x"))
    fitting = [row(date(2026, 7, 1), None), first]
    assert [*overlaps(fitting, lambda _: "x"), *gaps(fitting, lambda _: "x")] == []


def test_every_row_cites_a_regulation_and_every_regulation_is_cited() -> None:
    assert {row.regulation for row in ALL_ROWS} == set(REGULATIONS)


def test_every_regulation_says_where_it_was_read() -> None:
    for key, regulation in REGULATIONS.items():
        assert regulation.title, key
        assert MARK.search(regulation.source), key
        assert not regulation.url or regulation.url.startswith("https://"), key


def test_what_is_unchecked_or_our_own_is_never_stated() -> None:
    hidden = [row for row in ALL_ROWS if not row.is_stated]
    assert {row.confidence for row in hidden} == {Confidence.UNCHECKED, Confidence.NOT_FOUND}
    assert all(not row.is_stated for row in ALL_ROWS if row.regulation == "house")


def test_the_table_of_brackets_is_whole_and_rises() -> None:
    table = tariffs.brackets_on(NEEDED_FROM)
    assert [row.number for row in table] == list(range(1, 34))
    assert table[0].from_rupiah == 0
    assert table[-1].to_rupiah is None
    for lower, upper in pairwise(table):
        # The printed table leaves a hole of Rp1,000 between two rows.
        assert lower.to_rupiah is not None
        assert lower.to_rupiah + 1_000 == upper.from_rupiah
        assert lower.base_rupiah < upper.base_rupiah


def test_bases_follow_the_middle_of_their_bracket() -> None:
    for row in tariffs.brackets_on(NEEDED_FROM)[1:-1]:
        assert row.to_rupiah is not None
        assert row.base_rupiah == (row.from_rupiah + row.to_rupiah + 1_000) // 2


def test_every_payer_has_a_standing_while_a_relief_is_in_force() -> None:
    for relief in tariffs.RELIEFS:
        payers = [row.payer for row in in_force(tariffs.STANDINGS, relief.valid_from)]
        assert sorted(payers) == sorted(Payer)


def test_a_month_stands_for_its_first_or_its_last_day() -> None:
    relief = next(row for row in tariffs.RELIEFS if row.sector == "transport")
    assert (relief.valid_from, relief.valid_to) == (date(2026, 1, 1), date(2027, 3, 31))
    assert relief.is_valid(date(2027, 3, 31))
    assert not relief.is_valid(date(2027, 4, 1))


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("monhts = 3", "monhts"),
        ('valid_from = "2026-13"', "valid_from"),
        ('confidence = "sure"', "confidence"),
    ],
)
def test_a_misspelt_row_is_refused_by_name(
    line: str, named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fine = {"months": "3", "valid_from": '"2026-01"', "regulation": '"house"', "confidence": '"C"'}
    written = "\n".join(f"{key} = {value}" for key, value in fine.items() if key != named)
    (tmp_path / f"bad-{named}.toml").write_text(f"[[period]]\n{written}\n{line}\n", encoding="utf-8")
    (tmp_path / f"good-{named}.toml").write_text(
        "[[period]]\n" + "\n".join(f"{key} = {value}" for key, value in fine.items()), encoding="utf-8"
    )
    monkeypatch.setattr(rows, "FOLDER", tmp_path)
    with pytest.raises(ValidationError, match=named):
        read_rows(f"bad-{named}", "period", tariffs.Period)
    assert read_rows(f"good-{named}", "period", tariffs.Period)[0].months == 3
