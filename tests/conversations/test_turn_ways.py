"""What works at any step: help, back, change, skip, cancel, later, silence; and how a conversation ends."""

from dataclasses import replace
from datetime import timedelta

import pytest

from conversations.actor import Actor, Role
from conversations.facts import Place
from conversations.flows.eligibility import ELIGIBILITY
from conversations.flows.leaving import DELETION
from conversations.flows.registration import REGISTRATION
from conversations.heard import Sort
from conversations.outcomes import Erasure, Registration
from conversations.texts import LANGUAGES, load
from conversations.transcript import NOON
from tests.conversations.talking import NIK, TO_REVIEW, Talk
from tests.conversations.worlds import CASE, OTHER_CASE, facts_in


def test_a_long_notice_is_given_once_and_asked_about_in_short(form: Talk) -> None:
    assert "disimpan terkunci" in form.seen
    form.says("mungkin").sends(Sort.STICKER)
    assert "Setuju datanya dipakai untuk mendaftar? (1 dari 12)" in form.seen
    assert "disimpan terkunci" not in form.seen
    assert "disimpan terkunci" in form.resumes().seen
    assert form.says("setuju").asked == "nik"


def test_a_secret_is_never_said_back_and_always_leaves_the_chat(form: Talk) -> None:
    form.says("setuju")
    assert form.says("3201 0157").turned.spoken.forgets_heard
    form.says(f"NIK saya {NIK}")
    assert form.turned.spoken.forgets_heard
    assert NIK not in form.seen
    assert not form.says("sama").turned.spoken.forgets_heard


def test_the_ladder_of_mistakes_shows_an_example_at_two_and_a_way_out_at_three(form: Talk) -> None:
    form.says(*TO_REVIEW[:3])
    assert "Contoh" not in form.says("123").seen
    assert "Contoh: Siti Aminah" in form.says("123").seen
    assert not form.buttons
    form.says("123")
    assert [button.label for button in form.buttons] == ["Nanti dulu", "Tanya petugas"]
    assert form.says("Siti Aminah").conversation.mistakes == 0
    assert form.asked == "birth_place"


def test_the_way_out_leads_to_a_person_and_keeps_the_answers(form: Talk) -> None:
    form.says(*TO_REVIEW[:3], "1", "2", "3").taps("Tanya petugas")
    assert (form.turned.parks, form.turned.goes_to) == (True, "orang")
    assert form.conversation.answers["nik"] == NIK


@pytest.mark.parametrize("word", ["bantuan", "Bantuan!", "apa maksudnya?", "help", "kenapa harus umur"])
def test_help_explains_and_asks_the_same_question(check: Talk, word: str) -> None:
    before = check.conversation
    check.says(word)
    assert "Umur menentukan" in check.seen
    assert "Umur Bapak/Ibu sekarang berapa?" in check.seen
    assert check.conversation == before


def test_back_goes_all_the_way_and_answers_stay(form: Talk) -> None:
    form.says(*TO_REVIEW[:5])
    walked = [form.says("kembali").asked for _ in range(4)]
    assert walked == ["birth_place", "full_name", "card_match", "nik"]
    assert form.conversation.answers["full_name"] == "Siti Aminah"
    assert form.says("0").asked == "consent"
    assert "Ini pertanyaan pertama." in form.says("kembali").seen
    assert form.says("ya", NIK).asked == "phone"


def test_back_from_the_review_goes_on_past_it(form: Talk) -> None:
    form.says(*TO_REVIEW)
    assert [form.says("kembali").asked for _ in range(3)] == ["attested", "workplace", "income_bracket"]
    assert form.says("2 juta").asked == "review"


def test_one_answer_is_changed_from_the_review_and_nothing_else(form: Talk) -> None:
    before = form.says(*TO_REVIEW).conversation.answers
    form.taps("Ubah", "Nama").says("Siti Aminah Binti Umar")
    assert form.asked == "review"
    assert form.conversation.answers == {**before, "full_name": "Siti Aminah Binti Umar"}


def test_a_change_can_be_left_by_going_back(form: Talk) -> None:
    before = form.says(*TO_REVIEW).conversation.answers
    form.taps("Ubah", "Nama")
    assert form.says("kembali").asked == "review"
    assert form.conversation.answers == before


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("nama salah", "full_name"),
        ("ubah tempat kerja", "workplace"),
        ("alamat", "address"),
        ("desa", "village"),
    ],
)
def test_what_to_change_may_be_typed(form: Talk, said: str, asked: str) -> None:
    assert form.says(*TO_REVIEW, said).asked == asked


def test_a_label_within_a_word_changes_nothing(place: Place) -> None:
    form = Talk(REGISTRATION, facts_in(place, "en")).begin(for_whom="self").says(*TO_REVIEW)
    assert "Tap Send" in form.says("i dont know").seen
    assert form.asked == "review"


@pytest.mark.parametrize("word", ["kirim", "Kirim", "ya", "oke", "send"])
def test_the_word_to_go_may_be_typed(form: Talk, word: str) -> None:
    form.says(*TO_REVIEW, word)
    assert isinstance(form.turned.outcome, Registration)


def test_a_question_that_may_be_skipped_is_and_another_is_not(form: Talk) -> None:
    form.says(*TO_REVIEW[:4])
    assert "perlu dijawab" in form.says("lewati").seen
    assert form.says("Sukabumi", "lewati").conversation.answers["phone"] is None


def test_cancelling_at_once_needs_no_second_word(form: Talk) -> None:
    form.says("batal")
    assert form.turned.conversation is None
    assert "Tidak ada yang dikirim" in form.seen


def test_cancelling_keeps_what_was_given_until_it_is_thrown_away(form: Talk) -> None:
    before = form.says(*TO_REVIEW[:3]).conversation
    form.says("batal")
    assert form.conversation == before
    assert form.taps("Lanjut").asked == "full_name"
    form.says("batal").taps("Hapus isian")
    assert form.turned.conversation is None
    assert form.turned.outcome is None


def test_starting_over_keeps_whom_it_is_about(form: Talk) -> None:
    form.says(*TO_REVIEW[:3]).sends(Sort.REMINDED).taps("Ulang dari awal")
    assert form.conversation.answers == {"for_whom": "self"}
    assert form.asked == "consent"


def test_going_on_by_word_sends_nothing_that_was_not_seen(form: Talk) -> None:
    form.says(*TO_REVIEW).sends(Sort.REMINDED).says("lanjut")
    assert form.turned.outcome is None
    assert "Ini yang akan dikirim:" in form.seen


@pytest.mark.parametrize(
    ("said", "begins"), [("ulang dari awal", "Sebelum mulai"), ("hapus isian", "Baik, isian")]
)
def test_the_other_ways_on_may_be_typed_too(form: Talk, said: str, begins: str) -> None:
    assert form.says(*TO_REVIEW[:4], "batal", said).seen.startswith(begins)


def test_a_long_list_is_turned_page_by_page(check: Talk) -> None:
    check.says("45", "ya")
    first = [button.label for button in check.buttons]
    second = [button.label for button in check.taps("Berikutnya ›").buttons]
    assert set(first) & set(second) == {"Berikutnya ›"}
    assert [button.label for button in check.taps("‹ Sebelumnya").buttons] == first
    assert check.taps("Petani").asked == "employment"


@pytest.mark.parametrize("answer", ["Tidak setuju", "tidak", "moal"])
def test_a_refused_consent_leaves_nothing(form: Talk, answer: str) -> None:
    form.says("teu setuju" if answer == "moal" else answer)
    if form.turned.conversation is not None:
        form.says("tidak")
    assert form.turned.conversation is None
    assert form.turned.outcome is None


def test_a_number_taken_in_the_meantime_stops_at_the_last_word(form: Talk) -> None:
    form.says(*TO_REVIEW).told(taken_niks=frozenset({NIK})).says("kirim")
    assert form.turned.outcome is None
    assert "sudah tercatat" in form.seen


def test_every_message_about_somebody_else_names_them(place: Place) -> None:
    form = Talk(REGISTRATION, facts_in(place)).begin("other", for_whom="other")
    for said in (*TO_REVIEW[:4], "123", "bantuan", "kembali", "batal"):
        assert "untuk: " in form.seen
        form.says(said)
    form.taps("Lanjut").sends(Sort.REMINDED)
    assert "untuk: Ibu Siti Aminah" in form.seen


def test_consent_read_aloud_is_kept_as_such(place: Place) -> None:
    form = Talk(REGISTRATION, facts_in(place)).begin("other", for_whom="other").says(*TO_REVIEW, "kirim")
    assert isinstance(form.turned.outcome, Registration)
    assert form.turned.outcome.consent.channel == "read_aloud"


def test_an_exercise_says_so_everywhere_and_leaves_nothing(place: Place) -> None:
    form = Talk(REGISTRATION, facts_in(place)).begin("latihan", is_exercise=True, for_whom="self")
    for said in TO_REVIEW:
        assert "🎓" in form.seen
        form.says(said)
    form.says("kirim")
    assert form.turned.outcome is None
    assert "Latihan selesai" in form.seen


def test_a_reminder_says_how_far_it_went_and_changes_nothing(form: Talk) -> None:
    before = form.says(*TO_REVIEW[:3]).conversation
    form.sends(Sort.REMINDED)
    assert "pertanyaan 4 dari 12" in form.seen
    assert [button.label for button in form.buttons] == ["Lanjut", "Ulang dari awal", "Hapus isian"]
    assert form.conversation == before


def test_a_reminder_at_the_review_says_what_is_left(form: Talk) -> None:
    assert "Tinggal diperiksa lalu dikirim." in form.says(*TO_REVIEW).sends(Sort.REMINDED).seen


def test_silence_for_too_long_throws_everything_away_and_says_so(form: Talk) -> None:
    form.says(*TO_REVIEW).sends(Sort.EXPIRED)
    assert form.turned.conversation is None
    assert form.turned.outcome is None
    assert "sudah dihapus" in form.seen


def test_the_review_shows_the_price_of_the_day(form: Talk) -> None:
    assert "(perkiraan Rp8.400/bulan)" in form.says(*TO_REVIEW).seen
    form.told(now=NOON + timedelta(days=60)).says("alamat", "Kp. Baru RT 1 RW 1")
    assert "(perkiraan Rp16.800/bulan)" in form.seen


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_that_works_everywhere_works(place: Place, language: str) -> None:
    for meaning in ("cancel", "back", "help", "menu", "later", "skip"):
        for word in load(language).words(f"talk.words.{meaning}"):
            talk = Talk(ELIGIBILITY, facts_in(place, language)).begin().says("45").says(word)
            assert "✓" not in talk.seen
            assert talk.conversation.answers == {"age": 45}


@pytest.mark.parametrize(
    ("world", "words"),
    [
        ({"cases": (CASE,)}, "Nomor Telegram menyusul dalam 2 hari"),
        ({"cases": (CASE, OTHER_CASE)}, "masih ada: lihat di /dataku"),
        ({"cases": (CASE, replace(OTHER_CASE, state="erased"))}, "Nomor Telegram menyusul dalam 2 hari"),
        ({"actor": Actor(1, frozenset({Role.OFFICER}))}, "nomor Telegram tetap ada"),
    ],
)
def test_who_has_everything_deleted_is_told_what_stays(
    place: Place, world: dict[str, object], words: str
) -> None:
    talk = Talk(DELETION, replace(facts_in(place), **world)).begin()  # type: ignore[arg-type]
    assert words in talk.says("ya").seen
    assert isinstance(talk.turned.outcome, Erasure)
