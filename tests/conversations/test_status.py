"""What somebody hears about a registration: every state, and a reason even when it has no words yet."""

from dataclasses import replace
from datetime import date

import pytest

from conversations.answers.own_details import copy_of_details, own_details
from conversations.answers.status import receipt, status
from conversations.facts import Facts, Place
from conversations.texts import LANGUAGES, load
from conversations.transcript import bare
from tests.conversations.worlds import CASE, facts_in

STATES = ("submitted", "needs_fixing", "accepted", "rejected", "withdrawn", "erased")
ANSWERS = {
    "full_name": "Siti Aminah",
    "nik": "3201015708850001",
    "sex": "female",
    "phone": "",
    "occupation": "129",
}


def told(facts: Facts) -> str:
    return "\n".join(bare(say.html) for say in status("", facts))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", STATES)
def test_every_state_has_words_and_says_what_comes_next(place: Place, language: str, state: str) -> None:
    texts = load(language)
    said = told(replace(facts_in(place, language), cases=(replace(CASE, state=state),)))
    assert CASE.reference in said
    assert texts.fill(f"status.state.{state}") in said
    assert texts.fill(f"status.next.{state}") in said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("paid_until", "standing", "day"),
    [
        (date(2026, 12, 31), "protected", date(2026, 12, 31)),
        (date(2026, 9, 30), "lapsing", date(2026, 12, 31)),
        (date(2026, 7, 31), "lapsed", None),
    ],
)
def test_who_was_accepted_hears_what_was_paid_and_up_to_which_day_that_is_known(
    place: Place, language: str, paid_until: date, standing: str, day: date | None
) -> None:
    texts = load(language)
    case = replace(CASE, state="accepted", paid_until=paid_until, payments_as_of=date(2026, 11, 20))
    said = told(replace(facts_in(place, language), cases=(case,)))
    assert bare(texts.fill(f"status.standing.{standing}", until="", since="", last="")).split()[0] in said
    assert texts.fill("status.next.accepted") not in said
    assert texts.day(date(2026, 11, 20)) in said
    assert day is None or texts.day(day) in said


def test_a_payment_code_can_be_copied_where_it_is_clear_whose_it_is(place: Place) -> None:
    case = replace(CASE, state="accepted", card_number="26123456789", payment_code="8012345678901")
    facts = facts_in(place)
    (alone,) = status("", replace(facts, cases=(case,)))
    assert "26123456789" in alone.html
    assert [button.copies for row in alone.rows for button in row if button.copies] == ["8012345678901"]
    (both,) = status("", replace(facts, cases=(case, replace(case, id="2", payment_code="8099"))))
    assert not any(button.copies for row in both.rows for button in row)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reason_without_words_of_its_own_is_still_mentioned(place: Place, language: str) -> None:
    case = replace(CASE, state="rejected", reason="nobody_wrote_this_down")
    said = told(replace(facts_in(place, language), cases=(case,)))
    assert load(language).fill("status.why.other") in said


def test_only_the_receipt_that_was_asked_for_is_shown(place: Place) -> None:
    facts = facts_in(place)
    assert len(receipt("", facts)) == 2
    assert [CASE.reference in say.html for say in receipt(CASE.reference, facts)] == [True]
    assert "Belum ada pendaftaran" in receipt("SSR-XXXX-XX", facts)[0].html


@pytest.mark.parametrize("language", LANGUAGES)
def test_own_details_show_the_number_masked_and_cannot_be_passed_on(place: Place, language: str) -> None:
    facts = replace(facts_in(place, language), cases=(replace(CASE, answers=ANSWERS),))
    (say,) = own_details("", facts)
    assert say.is_private
    assert "3201••••••••0001" in say.html
    assert ANSWERS["nik"] not in say.html


def test_the_copy_is_a_file_without_tags_or_the_whole_number(place: Place) -> None:
    facts = replace(facts_in(place), cases=(replace(CASE, answers=ANSWERS),))
    (say,) = copy_of_details(CASE.reference, facts)
    assert say.file is not None
    copied = say.file.content.decode()
    assert "Nama: Siti Aminah" in copied
    assert ANSWERS["nik"] not in copied
    assert "<" not in copied
