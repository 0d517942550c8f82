"""The rules of a turn: what is accepted, what is asked again, and what no turn may ever do."""

from datetime import timedelta

import pytest

from conversations.facts import Place
from conversations.flows.correction import CORRECTION
from conversations.flows.cost import COST
from conversations.flows.question import HANDOVER
from conversations.heard import Contact, Heard, Sort, Tap
from conversations.outcomes import HandOver
from conversations.says import Button
from conversations.transcript import NOON
from tests.conversations.talking import NIK, TO_REVIEW, Talk
from tests.conversations.worlds import TAKEN, facts_in


@pytest.mark.parametrize("said", ["Belum", "belum", "BELUM.", "1", "belum pernah", "blum", "no", "never"])
def test_an_option_may_be_typed_as_label_number_or_another_word(check: Talk, said: str) -> None:
    check.says("45", "ya", "petani", "sendiri", said)
    assert check.turned.conversation is None
    assert "✅" in check.seen


def test_an_option_may_be_tapped_and_the_next_message_says_what_was_chosen(check: Talk) -> None:
    check.says("45").taps("Ya")
    assert check.seen.startswith("✓ Ya\n")
    assert check.conversation.answers == {"age": 45, "working": "yes"}


def test_what_was_understood_otherwise_than_typed_is_said_back(check: Talk) -> None:
    assert check.says("empat puluh lima").seen.startswith("✓ 45\n")


def test_what_was_understood_as_typed_is_not_said_back(check: Talk) -> None:
    assert "✓" not in check.says("45").seen


def test_offered_options_are_taken_by_number_by_name_and_by_tap(form: Talk) -> None:
    form.says(*TO_REVIEW[:6], "sukamanah cisaat")
    offered, labels = form.conversation, [button.label for button in form.buttons]
    assert form.says("2").conversation.answers["village"] != offered.answers.get("village")
    assert form.seen.startswith(f"✓ {labels[1]}")
    form.says("kembali", "sukamanah cisaat", "Sukamantri, Cisaat")
    assert form.seen.startswith("✓ Sukamantri, Cisaat")
    form.says("kembali", "sukamanah cisaat").taps(labels[0])
    assert form.seen.startswith(f"✓ {labels[0]}")


def test_an_example_that_the_question_gives_already_is_not_repeated(check: Talk) -> None:
    check.says("tua", "tua")
    assert check.seen.count("Contoh: 45") == 1


@pytest.mark.parametrize(
    ("sort", "words"),
    [
        (Sort.STICKER, "tombol atau ketikan"),
        (Sort.VOICE, "suara"),
        (Sort.PHOTO, "jangan kirim foto KTP"),
        (Sort.LOCATION, "lokasi"),
        (Sort.DOCUMENT, "Berkas"),
        (Sort.EDITED, "diubah"),
        (Sort.CONTACT, "Kartu kontak"),
        (Sort.OTHER, "belum bisa saya baca"),
    ],
)
def test_what_cannot_be_read_gets_a_kind_word_and_the_question_again(
    check: Talk, sort: Sort, words: str
) -> None:
    before = check.conversation
    check.sends(sort)
    assert words in check.seen
    assert "Umur Bapak/Ibu" in check.seen
    assert check.conversation == before
    assert check.says("45").asked == "working"


@pytest.mark.parametrize("said", ["", " ", "\u200b", "🙂", "?"])
def test_next_to_nothing_is_answered_all_the_same(check: Talk, said: str) -> None:
    assert check.says(said).asked == "age"
    assert check.says("45").asked == "working"


def test_an_own_contact_card_answers_two_questions_at_once(form: Talk) -> None:
    form.says(*TO_REVIEW[:5]).shares(Contact("6281234567890", is_own=True))
    assert form.conversation.answers["phone"] == "+6281234567890"
    assert form.conversation.answers["phone_whose"] == "own"
    assert form.asked == "village"


def test_somebody_else_s_card_is_not_taken_for_one_s_own(form: Talk) -> None:
    form.says(*TO_REVIEW[:5]).shares(Contact("6281234567890", is_own=False))
    assert "kartu orang lain" in form.seen
    assert form.says("0812 3456 7890").asked == "phone_whose"


def test_a_second_tap_on_the_same_button_says_so_and_changes_nothing(check: Talk) -> None:
    yes = check.says("45").find("Ya")
    after = check.presses(yes).conversation
    check.presses(yes)
    assert (check.turned.spoken.notice, check.turned.spoken.says) == ("Sudah dicatat", ())
    assert check.conversation == after


def test_an_old_button_gets_a_notice_and_the_present_question(check: Talk) -> None:
    no = check.says("45").find("Tidak")
    check.says("ya").presses(no)
    assert check.turned.spoken.notice.startswith("Tombol itu sudah lama")
    assert "Pekerjaan utama?" in check.seen
    assert check.conversation.answers["working"] == "yes"
    assert check.says("petani").asked == "employment"


@pytest.mark.parametrize(
    "value", ["perhaps", "~nonsense", "~edit.nik", "~page.x", "~page.999999999999", "~send", "~"]
)
def test_a_button_that_we_never_made_does_no_harm(check: Talk, value: str) -> None:
    check.says("45")
    made_up = Button("?", str(Tap(check.conversation.id, check.conversation.prompt, value)))
    check.presses(made_up)
    assert check.conversation.answers == {"age": 45}
    assert check.says("ya").asked == "occupation"


def test_a_text_sent_before_the_question_is_never_stored_under_it(check: Talk) -> None:
    check.says("45", sent_at=NOON)
    before = check.conversation
    check.says("ya", sent_at=NOON - timedelta(seconds=30))
    assert "terkirim sebelum pertanyaan ini" in check.seen
    assert check.conversation == before
    assert check.says("ya", sent_at=NOON + timedelta(seconds=5)).asked == "occupation"


def test_a_clock_that_was_set_back_does_not_make_every_answer_come_early(check: Talk) -> None:
    check.told(now=NOON + timedelta(days=30)).says("45", sent_at=None)
    check.told(now=NOON).says("ya", sent_at=NOON)
    assert check.asked == "occupation"


def test_a_text_sent_before_an_offer_takes_nothing_from_it(form: Talk) -> None:
    form.says(*TO_REVIEW[:6]).told(now=NOON + timedelta(minutes=1)).says("sukamanah cisaat")
    form.says("1", sent_at=NOON + timedelta(seconds=30))
    assert form.asked == "village"
    assert form.says("sukamanah cisaat", "1", sent_at=None).asked == "address"


def test_a_taken_number_is_not_taken_and_another_goes_on(form: Talk) -> None:
    assert "sudah tercatat" in form.says("setuju", TAKEN).seen
    assert form.says(NIK).asked == "card_match"


def test_somebody_who_tries_many_numbers_is_told_to_wait(form: Talk) -> None:
    form.told(is_over_limit=True).says("setuju", NIK)
    assert "satu jam lagi" in form.seen
    assert form.told(is_over_limit=False).says(NIK).asked == "card_match"


def test_a_price_that_nobody_knows_is_not_guessed(place: Place) -> None:
    talk = Talk(COST, facts_in(place)).begin().says("petani", "25 juta", "1", "1 bulan")
    assert "kantor cabang" in talk.seen
    assert "Rp" not in talk.seen


def test_a_number_that_strays_into_a_question_is_not_passed_on(place: Place) -> None:
    talk = Talk(HANDOVER, facts_in(place)).begin().says(f"NIK saya {NIK}, sudah terdaftar?")
    assert isinstance(talk.turned.outcome, HandOver)
    assert NIK not in talk.turned.outcome.question


def test_which_registration_is_meant_may_be_said_by_name_or_number(place: Place) -> None:
    for said in ("umar", "ssr 9m4t wx", "Umar · SSR-9M4T-WX", "2"):
        talk = Talk(CORRECTION, facts_in(place)).begin().says("siapa saja")
        assert talk.says(said).conversation.answers == {"case": "SSR-9M4T-WX"}, said


def test_a_tap_without_a_button_is_answered(check: Talk) -> None:
    assert check.hears(Heard(Sort.TAP)).asked == "age"
