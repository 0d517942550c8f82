"""Every reason of the branch: with words for everybody it concerns, a field to go to, and a lesson that is there."""

from datetime import date

import pytest

from conversations.answers.lessons import guide
from conversations.answers.review import why, working_days
from conversations.answers.tasks import field_of
from conversations.facts import Place
from conversations.review.reasons import Reason, Verdict, is_reason_for, load_reasons, reasons_for
from conversations.texts import LANGUAGES, load
from tests.conversations.worlds import facts_in

REASONS = [pytest.param(reason, id=reason.code) for reason in load_reasons().values()]
TAP = ":0:periksa.reject-" + "0" * 24 + "-"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", REASONS)
def test_a_reason_has_a_sentence_and_a_button_that_fits(reason: Reason, language: str) -> None:
    texts = load(language)
    assert texts.find(f"status.why.{reason.code}")
    assert why(reason.code, texts)[0].isupper()
    assert reason.verdict == "core" or texts.find(f"review.button.{reason.code}")
    assert len(f"{TAP}{reason.code}") <= 64


@pytest.mark.parametrize("reason", [one for one in REASONS if one.values[0].verdict == "fix"])
def test_what_must_be_fixed_names_its_field(reason: Reason) -> None:
    assert field_of(reason.code)


@pytest.mark.parametrize("reason", [one for one in REASONS if one.values[0].lesson])
def test_the_lesson_of_a_reason_is_taught(reason: Reason, place: Place) -> None:
    facts = facts_in(place)
    assert guide(reason.lesson, facts) != guide("", facts)


def test_a_verdict_takes_its_own_reasons_alone() -> None:
    assert is_reason_for(Verdict.ACCEPT, "")
    assert not is_reason_for(Verdict.ACCEPT, "duplicate")
    assert not is_reason_for(Verdict.FIX, "")
    assert not is_reason_for(Verdict.FIX, "duplicate")
    assert not is_reason_for(Verdict.REJECT, "core_refused")
    assert {one.code for one in reasons_for(Verdict.REJECT)} >= {"duplicate", "not_wanted"}


def test_a_promise_is_counted_in_working_days() -> None:
    friday, monday = date(2026, 11, 20), date(2026, 11, 23)
    assert working_days(friday, monday) == 1
    assert working_days(monday, monday) == 0
    assert working_days(friday, date(2026, 11, 27)) == 5
