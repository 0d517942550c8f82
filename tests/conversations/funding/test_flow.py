"""The conversation about a payer: complete in both languages, and it leaves behind what was told."""

from datetime import date

from conversations.checking import problems, walk
from conversations.facts import Place
from conversations.flows.funding import FUNDING
from conversations.funding.outcomes import FundingTold
from conversations.texts import load
from tests.conversations.worlds import facts_in

ANSWERS = {
    "area_code": "3202252004",
    "kind": "village",
    "source": "village_fund",
    "name": "Dana Desa 2027",
    "decree_number": "141/05/2026",
    "decree_on": "2026-11-20",
    "first_month": "2027-01",
    "last_month": "2027-12",
    "quota": 100,
}


def test_it_can_be_talked_through_in_every_way_and_language(place: Place) -> None:
    assert problems(FUNDING, facts_in(place)) == ()


def test_what_was_told_is_left_behind_as_it_was_told(place: Place) -> None:
    done = FUNDING.conclude(ANSWERS, facts_in(place), load("en"))
    told = done.outcome
    assert isinstance(told, FundingTold)
    assert (told.decree_number, told.decree_on) == ("141/05/2026", date(2026, 11, 20))
    assert (told.first_month, told.last_month, told.quota) == ("2027-01", "2027-12", 100)


def test_a_donor_has_no_village_source_and_may_have_no_decree(place: Place) -> None:
    donor = {name: value for name, value in ANSWERS.items() if name not in {"source", "decree_on"}}
    done = FUNDING.conclude({**donor, "kind": "donor", "decree_number": None}, facts_in(place), load("id"))
    assert isinstance(done.outcome, FundingTold)
    assert (done.outcome.source, done.outcome.decree_number, done.outcome.decree_on) == ("", "", None)


def test_the_source_is_asked_of_villages_alone(place: Place) -> None:
    steps = {walk(FUNDING, facts_in(place), number).answers.get("kind"): number for number in range(60)}
    assert set(steps) >= {"village", "donor"}
    for kind, number in steps.items():
        assert ("source" in walk(FUNDING, facts_in(place), number).answers) == (kind == "village")
