"""Numbers of one summary add up on every day, and months that turn lose nobody."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.actor import Actor, Role
from conversations.answers.groups import counts as in_a_group
from conversations.answers.recap import recap
from conversations.answers.summary import places, summed
from conversations.facts import Place
from conversations.people_listed import masked
from conversations.periods import week_of
from conversations.progress import as_text, progress
from conversations.reach import count_by, count_villages
from conversations.recap import FirstPass, Recap, Waiting, forecast, waiting_of
from conversations.rules.dates import last_day_of
from conversations.summary import Counts, DoesNotAddUpError, Events, Number, Summary, behind, count
from conversations.texts import LANGUAGES, load
from tests.conversations.worlds import facts_in

TODAY = date(2026, 11, 22)
VILLAGE = "3202252004"
MONTHS = st.sampled_from(
    ["", *(f"{year}-{month:02}" for year in (2025, 2026, 2027) for month in range(1, 13))]
)
STATES = st.sampled_from(["submitted", "needs_fixing", "accepted", "rejected", "withdrawn", "erased"])
HEAPS = st.dictionaries(st.tuples(STATES, MONTHS), st.integers(0, 50))
DAYS = st.dates(date(2025, 1, 1), date(2029, 1, 1))
KNOWN = {
    ("submitted", ""): 9,
    ("needs_fixing", ""): 3,
    ("accepted", "2026-11"): 30,
    ("accepted", "2027-01"): 7,
    ("accepted", "2026-08"): 4,
    ("accepted", ""): 1,
    ("rejected", ""): 2,
}


def of_known(**changes: object) -> Summary:
    counts = count(KNOWN, TODAY)
    made = Summary(VILLAGE, TODAY, 100, counts, week_of(TODAY), Events({"submitted": 6}), Events())
    return replace(made, **changes)  # type: ignore[arg-type] # the test's own


@given(HEAPS, DAYS)
def test_every_number_is_the_sum_of_its_parts(heaps: dict[tuple[str, str], int], today: date) -> None:
    counts = count(heaps, today)
    assert counts.submitted == sum(heaps.values())
    assert counts.submitted == counts.registered + counts.rejected + counts.withdrawn
    assert counts.accepted == counts.protected + counts.lapsing + counts.lapsed + counts.unpaid
    assert sum(counts.runs_out.values()) == counts.protected + counts.lapsing
    assert counts.ending <= counts.lapsing


@given(HEAPS, DAYS, st.integers(0, 800))
def test_a_month_that_turns_moves_people_on_and_loses_nobody(
    heaps: dict[tuple[str, str], int], today: date, days: int
) -> None:
    before, after = count(heaps, today), count(heaps, today + timedelta(days))
    assert (before.submitted, before.accepted, before.unpaid) == (
        after.submitted,
        after.accepted,
        after.unpaid,
    )
    assert after.lapsed >= before.lapsed
    assert after.protected <= before.protected


@given(HEAPS, DAYS, st.sampled_from(Number))
def test_a_slice_holds_exactly_those_whom_its_number_counts(
    heaps: dict[tuple[str, str], int], today: date, number: Number
) -> None:
    chosen = behind(number, today)
    days = {month: last_day_of(date.fromisoformat(f"{month}-01")) if month else None for _, month in heaps}
    held = sum(many for (state, month), many in heaps.items() if chosen.holds(state, days[month]))
    assert held == count(heaps, today).of(number)


def test_paid_to_march_lapses_on_the_first_of_july() -> None:
    heaps = {("accepted", "2026-03"): 1}
    days = [date(2026, 3, 31), date(2026, 4, 1), date(2026, 6, 30), date(2026, 7, 1)]
    standing = [count(heaps, day) for day in days]
    assert [one.protected for one in standing] == [1, 0, 0, 0]
    assert [one.lapsing for one in standing] == [0, 1, 1, 0]
    assert [one.ending for one in standing] == [0, 0, 1, 0]
    assert [one.lapsed for one in standing] == [0, 0, 0, 1]


@pytest.mark.parametrize(
    "wrong", [{"submitted": 1}, {"submitted": 1, "accepted": 1}, {"submitted": -1, "waiting": -1}]
)
def test_numbers_that_contradict_each_other_cannot_be_made(wrong: dict[str, int]) -> None:
    with pytest.raises(DoesNotAddUpError):
        Counts(**wrong)  # type: ignore[arg-type] # the test's own
    assert Counts(submitted=1, accepted=1, unpaid=1).registered == 1


def test_a_state_that_nobody_knows_is_no_number() -> None:
    with pytest.raises(DoesNotAddUpError):
        count({("lost", ""): 1}, TODAY)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_says_every_number_of_the_picture(place: Place, language: str) -> None:
    facts, texts = facts_in(place, language), load(language)
    visits = {"submitted": 6, "visit.met": 9, "visit.refused": 2, "visit.not_home": 7}
    summary = of_known(events=Events(visits), counts=replace(of_known().counts, unfinished=15))
    shown = progress(summary, "Sukamanah", texts)
    said = summed(summary, shown, facts).html
    lines = as_text(shown).split("\n")
    for part in (shown.standing, *shown.others):
        for bar in part.bars:
            assert any(line.startswith(bar.label[:22]) and line.endswith(f" {bar.count}") for line in lines)
            assert bar.label in said
    assert "37" in said
    assert len(said) < 1024


@pytest.mark.parametrize("language", LANGUAGES)
def test_even_the_largest_branch_fits_under_a_picture(place: Place, language: str) -> None:
    facts = facts_in(place, language)
    heaps = dict.fromkeys(KNOWN, 12345)
    whole = of_known(code="", target=1_234_567, counts=count(heaps, TODAY))
    parts = {area.code: whole for area in place.regions.areas if len(area.code) == 6 and area.code < "12"}
    found = Recap(whole, parts, Waiting(12_345, 123, 456, 1_234), FirstPass(12_345, 22_345))
    assert len(parts) > 100
    assert len(recap(found, facts).html) < 1024
    assert len(places(parts, "", 0, facts).html) < 1024


def test_few_refusals_are_not_told_from_meetings() -> None:
    texts = load("id")
    few = progress(of_known(events=Events({"visit.met": 3, "visit.refused": 4})), "", texts)
    many = progress(of_known(events=Events({"visit.met": 3, "visit.refused": 5})), "", texts)
    assert [(bar.label, bar.count) for bar in few.others[-1].bars] == [("Bertemu", 7)]
    assert [bar.count for bar in many.others[-1].bars] == [3, 5]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_group_sees_no_small_count_and_no_name(place: Place, language: str) -> None:
    said = in_a_group(of_known(), facts_in(place, language), "sasar_contoh_bot")
    assert [line.split()[-1] for line in said.html.split("<pre>")[1].split("</pre>")[0].split("\n")] == [
        "54",
        "37",
        "•",
        "0",
        "•",
        "9",
        "•",
        "6",
        "0",
    ]
    assert said.rows[0][0].url == "https://t.me/sasar_contoh_bot"


def test_the_forecast_names_the_month_at_whose_end_somebody_lapses() -> None:
    counts = count(KNOWN, TODAY)
    assert [(str(month), many) for month, many in forecast(counts, TODAY)] == [
        ("2026-11-01", 4),
        ("2026-12-01", 0),
        ("2027-01-01", 0),
        ("2027-02-01", 30),
    ]


def test_waiting_is_judged_by_the_middle_the_longest_and_the_late(place: Place) -> None:
    now = facts_in(place).now
    since = [now - timedelta(days) for days in (1, 2, 9)]
    assert waiting_of(since, now) == Waiting(3, 2, 9, 1)
    assert waiting_of([], now) == Waiting()
    assert FirstPass().percent is None
    assert FirstPass(2, 3).percent == 67


@pytest.mark.parametrize(("name", "shown"), [("Siti Aminah Putri", "Siti A. P."), ("Umar", "Umar"), ("", "")])
def test_a_name_in_a_list_is_masked(name: str, shown: str) -> None:
    assert masked(name) == shown


def test_villages_are_counted_as_far_as_somebody_reaches(place: Place) -> None:
    regions = place.regions
    far = "3273011001"
    branch = Actor(
        1,
        frozenset({Role.BRANCH_HEAD, Role.OFFICER}),
        villages=frozenset({far, VILLAGE}),
        areas=frozenset({"3202"}),
        ceded=frozenset({VILLAGE}),
    )
    regency = len(regions.span("3202"))
    assert count_villages(branch, regions) == regency + 1
    assert count_villages(branch, regions, VILLAGE[:6]) == len(regions.span(VILLAGE[:6]))
    assert sum(count_by(branch, regions, 6).values()) == regency + 1
    administrator = Actor(2, frozenset({Role.ADMINISTRATOR}))
    assert count_villages(administrator, regions) == len(regions)
    assert sum(count_by(administrator, regions, 2).values()) == len(regions)
    assert count_villages(Actor(3), regions) == 0
