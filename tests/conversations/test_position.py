"""Where a conversation stands is computed: flows may change under it, and no answer outlives its question."""

from dataclasses import replace

import pytest

from conversations.conversation import Conversation
from conversations.facts import Facts, Place
from conversations.flow import Ask, Flow, Step
from conversations.flows import FLOWS
from conversations.flows.eligibility import ELIGIBILITY
from conversations.flows.registration import REGISTRATION
from conversations.heard import Sort
from conversations.kinds import Choice, Number, YesNo
from conversations.position import before, current, progress, refitted, settled
from conversations.silence import expires_at, reminds_at
from conversations.transcript import NOON
from tests.conversations.talking import Talk
from tests.conversations.worlds import facts_in

NIK = "3201015708850001"
TO_REVIEW = (
    "setuju", NIK, "sama", "Siti Aminah", "Sukabumi", "0812 3456 7890", "sendiri", "sukamanah cisaat", "1",
    "Kp. Cikole RT 3 RW 5", "petani", "1 juta", "desa lain", "sukamantri cisaat", "1", "ya",
)  # fmt: skip


@pytest.fixture
def facts(place: Place) -> Facts:
    return facts_in(place)


@pytest.fixture
def form(facts: Facts) -> Talk:
    return Talk(REGISTRATION, facts).begin(for_whom="self").says(*TO_REVIEW)


def with_steps(flow: Flow, *steps: Step) -> Flow:
    return replace(flow, steps=steps)


def without(flow: Flow, *names: str) -> Flow:
    return with_steps(flow, *(step for step in flow.steps if step.step not in names))


def test_a_changed_answer_takes_along_what_rested_on_it(form: Talk) -> None:
    form.taps("Ubah", "NIK").says("3202011203700002")
    assert form.asked == "card_match"
    assert "card_match" not in form.conversation.answers
    assert form.says("sama").asked == "review"


def test_the_same_answer_again_takes_nothing_along(form: Talk) -> None:
    before_it = form.conversation.answers
    form.taps("Ubah", "NIK").says(NIK)
    assert form.asked == "review"
    assert form.conversation.answers == before_it


def test_an_answer_whose_question_no_longer_applies_is_dropped(form: Talk) -> None:
    assert "work_village" in form.conversation.answers
    form.says("tempat kerja", "ya")
    assert "work_village" not in form.conversation.answers
    assert form.asked == "review"


def test_a_date_typed_by_hand_goes_when_the_card_agrees_after_all(facts: Facts) -> None:
    form = Talk(REGISTRATION, facts).begin(for_whom="self").says("setuju", NIK, "tanggal beda", "17-08-1984")
    assert form.says("kembali", "kembali").asked == "card_match"
    form.says("sama")
    assert "birth_date" not in form.conversation.answers


def test_a_skipped_phone_needs_no_owner(form: Talk) -> None:
    form.taps("Ubah", "Nomor HP").says("lewati")
    assert form.conversation.answers["phone"] is None
    assert "phone_whose" not in form.conversation.answers


def test_a_new_question_is_asked_in_an_open_conversation(form: Talk) -> None:
    question = Ask("age", Number(1, 120))
    changed = with_steps(ELIGIBILITY, *ELIGIBILITY.steps[1:], question)
    talk = Talk(without(ELIGIBILITY, "age"), form.facts).begin().says("ya", "petani").under(changed)
    talk.says("sendiri")
    assert "Ada pertanyaan yang berubah" in talk.seen
    assert talk.conversation.answers == {"working": "yes", "occupation": "129"}
    assert talk.says("sendiri", "belum").asked == "age"


def test_answers_that_still_fit_a_changed_flow_are_kept_and_others_asked_anew(facts: Facts) -> None:
    talk = Talk(ELIGIBILITY, facts).begin().says("16", "ya", "petani")
    older = replace(ELIGIBILITY.steps[0], kind=Number(18, 120))
    talk.under(with_steps(ELIGIBILITY, older, *ELIGIBILITY.steps[1:])).says("sendiri")
    assert talk.asked == "age"
    assert talk.conversation.answers == {"working": "yes", "occupation": "129"}
    assert talk.says("20").asked == "employment"


def test_a_question_that_is_gone_takes_its_answer_along(facts: Facts) -> None:
    talk = (
        Talk(ELIGIBILITY, facts)
        .begin()
        .says("45", "ya")
        .under(without(ELIGIBILITY, "working"))
        .says("petani")
    )
    assert talk.conversation.answers == {"age": 45}
    assert talk.says("petani").asked == "employment"


def test_a_set_aside_conversation_is_taken_up_under_a_changed_flow(facts: Facts) -> None:
    talk = (
        Talk(ELIGIBILITY, facts).begin().says("45", "ya").under(without(ELIGIBILITY, "occupation")).resumes()
    )
    assert "Ada pertanyaan yang berubah" in talk.seen
    assert talk.asked == "employment"
    assert talk.says("sendiri").asked == "member"


def test_a_tap_from_before_a_change_is_no_answer(facts: Facts) -> None:
    talk = Talk(ELIGIBILITY, facts).begin().says("45")
    old = talk.find("Ya")
    talk.under(without(ELIGIBILITY, "member")).presses(old)
    assert talk.conversation.answers == {"age": 45}
    assert talk.taps("Ya").asked == "occupation"


def test_an_unchanged_flow_refits_nothing(form: Talk) -> None:
    assert refitted(REGISTRATION, form.conversation, form.facts) is not None
    kept = form.conversation
    assert refitted(REGISTRATION, kept, form.facts) is kept


def test_settling_a_second_time_changes_nothing(form: Talk) -> None:
    once = settled(REGISTRATION, form.conversation, form.facts)
    assert settled(REGISTRATION, once, form.facts) == once


@pytest.mark.parametrize("flow", [pytest.param(flow, id=flow.name) for flow in FLOWS])
def test_a_conversation_without_answers_stands_at_the_first_question(flow: Flow, facts: Facts) -> None:
    fresh = Conversation("1", flow.name, flow.version)
    assert current(flow, fresh, facts) is flow.steps[0]
    assert before(flow, fresh, facts) is None


def test_progress_counts_what_lies_ahead_and_never_goes_back(facts: Facts) -> None:
    talk = Talk(REGISTRATION, facts).begin(for_whom="self")
    counted = []
    for said in TO_REVIEW:
        step = current(REGISTRATION, talk.conversation, facts)
        assert step is not None
        counted.append(progress(REGISTRATION, talk.conversation, step, facts))
        talk.says(said)
    assert {of for _, of in counted} == {12}
    asked_in_order = [
        here for (here, _), said in zip(counted, TO_REVIEW, strict=True) if said not in {"sendiri", "1"}
    ]
    assert asked_in_order[:8] == sorted(asked_in_order[:8])


def test_nobody_is_reminded_of_what_they_never_began(facts: Facts) -> None:
    opened = Talk(REGISTRATION, facts).begin(for_whom="self")
    assert reminds_at(opened.conversation, NOON) is None
    assert reminds_at(opened.says("setuju").conversation, NOON) is not None
    assert expires_at(opened.conversation, NOON) > expires_at(Conversation("1", "cost", ""), NOON)


def test_an_exercise_is_never_mentioned_again(facts: Facts) -> None:
    played = Talk(ELIGIBILITY, facts).begin("latihan", is_exercise=True).says("45", "ya")
    assert reminds_at(played.conversation, NOON) is None


def test_a_reminder_comes_in_the_morning_after_a_night(facts: Facts) -> None:
    due = reminds_at(Talk(ELIGIBILITY, facts).begin().says("45").conversation, NOON)
    assert due is not None
    assert (due - NOON).total_seconds() >= 20 * 3600
    assert due.hour == 3  # ten in the morning in Jakarta


def test_whom_it_is_about_is_never_asked_again_on_the_way(facts: Facts) -> None:
    talk = Talk(REGISTRATION, facts).begin("other", for_whom="other").says("setuju", NIK)
    while "Ini pertanyaan pertama." not in talk.seen:
        assert talk.says("kembali").asked != "for_whom"
    talk.sends(Sort.REMINDED).taps("Ulang dari awal")
    assert talk.asked == "consent_other"
    assert talk.conversation.subject == "other"


def test_a_kind_that_lost_a_value_asks_again(facts: Facts) -> None:
    talk = Talk(ELIGIBILITY, facts).begin().says("45", "ya", "petani", "dua-duanya")
    fewer = tuple(
        replace(step, kind=Choice(("own", "paid"))) if step.step == "employment" else step
        for step in ELIGIBILITY.steps
    )
    assert talk.under(with_steps(ELIGIBILITY, *fewer)).resumes().asked == "employment"
    assert talk.says("sendiri").asked == "member"


def test_a_skipped_answer_does_not_outlive_the_right_to_skip(facts: Facts) -> None:
    optional = with_steps(ELIGIBILITY, Ask("working", YesNo(), skippable=True), *ELIGIBILITY.steps[2:])
    talk = Talk(optional, facts).begin().says("lewati")
    assert talk.conversation.answers == {"working": None}
    talk.under(with_steps(ELIGIBILITY, *ELIGIBILITY.steps[1:])).resumes()
    assert talk.asked == "working"
    assert talk.says("ya").asked == "occupation"
