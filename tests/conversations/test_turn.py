"""The rules of a turn: what is accepted, what is asked again, and what no turn may ever do."""

from datetime import timedelta

import pytest

from conversations.facts import Place
from conversations.flows.correction import CORRECTION
from conversations.flows.cost import COST
from conversations.flows.eligibility import ELIGIBILITY
from conversations.flows.question import HANDOVER
from conversations.flows.registration import REGISTRATION
from conversations.heard import Contact, Heard, Sort, Tap
from conversations.outcomes import HandOver, Registration
from conversations.says import Button
from conversations.texts import LANGUAGES, load
from conversations.transcript import NOON
from tests.conversations.talking import Talk
from tests.conversations.worlds import TAKEN, facts_in

NIK = "3201015708850001"
TO_REVIEW = (
    "setuju", NIK, "sama", "Siti Aminah", "Sukabumi", "lewati", "sukamanah cisaat", "1", "Kp. Cikole RT 3 RW 5",
    "petani", "1 juta", "ya", "ya",
)  # fmt: skip


@pytest.fixture
def check(place: Place) -> Talk:
    return Talk(ELIGIBILITY, facts_in(place)).begin()


@pytest.fixture
def form(place: Place) -> Talk:
    return Talk(REGISTRATION, facts_in(place)).begin(for_whom="self")


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


def test_a_secret_is_never_said_back_and_always_leaves_the_chat(form: Talk) -> None:
    form.says("setuju")
    assert form.says("3201 0157").turned.spoken.forgets_heard
    form.says(f"NIK saya {NIK}")
    assert form.turned.spoken.forgets_heard
    assert NIK not in form.seen
    assert not form.says("sama").turned.spoken.forgets_heard


def test_offered_options_are_taken_by_number_by_name_and_by_tap(form: Talk) -> None:
    form.says(*TO_REVIEW[:6], "sukamanah cisaat")
    offered, labels = form.conversation, [button.label for button in form.buttons]
    assert form.says("2").conversation.answers["village"] != offered.answers.get("village")
    assert form.seen.startswith(f"✓ {labels[1]}")
    form.says("kembali", "sukamanah cisaat", "Sukamantri, Cisaat")
    assert form.seen.startswith("✓ Sukamantri, Cisaat")
    form.says("kembali", "sukamanah cisaat").taps(labels[0])
    assert form.seen.startswith(f"✓ {labels[0]}")


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


def test_an_example_that_the_question_gives_already_is_not_repeated(check: Talk) -> None:
    check.says("tua", "tua")
    assert check.seen.count("Contoh: 45") == 1


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


def test_a_text_sent_before_an_offer_takes_nothing_from_it(form: Talk) -> None:
    form.says(*TO_REVIEW[:6]).told(now=NOON + timedelta(minutes=1)).says("sukamanah cisaat")
    form.says("1", sent_at=NOON + timedelta(seconds=30))
    assert form.asked == "village"
    assert form.says("sukamanah cisaat", "1", sent_at=None).asked == "address"


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


def test_a_taken_number_is_not_taken_and_another_goes_on(form: Talk) -> None:
    assert "sudah tercatat" in form.says("setuju", TAKEN).seen
    assert form.says(NIK).asked == "card_match"


def test_somebody_who_tries_many_numbers_is_told_to_wait(form: Talk) -> None:
    form.told(is_over_limit=True).says("setuju", NIK)
    assert "satu jam lagi" in form.seen
    assert form.told(is_over_limit=False).says(NIK).asked == "card_match"


def test_every_message_about_somebody_else_names_them(place: Place) -> None:
    form = Talk(REGISTRATION, facts_in(place)).begin("other", for_whom="other")
    for said in (*TO_REVIEW[:4], "123", "bantuan", "kembali", "batal"):
        assert "untuk: " in form.seen
        form.says(said)
    form.taps("Lanjut").sends(Sort.REMINDED)
    assert "untuk: Siti Aminah" in form.seen


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


def test_a_price_that_nobody_knows_is_not_guessed(place: Place) -> None:
    talk = Talk(COST, facts_in(place)).begin().says("petani", "25 juta", "1", "1 bulan")
    assert "kantor cabang" in talk.seen
    assert "Rp" not in talk.seen


def test_the_review_shows_the_price_of_the_day(form: Talk) -> None:
    assert "(perkiraan Rp8.400/bulan)" in form.says(*TO_REVIEW).seen
    form.told(now=NOON + timedelta(days=60)).says("alamat", "Kp. Baru RT 1 RW 1")
    assert "(perkiraan Rp16.800/bulan)" in form.seen


def test_a_number_that_strays_into_a_question_is_not_passed_on(place: Place) -> None:
    talk = Talk(HANDOVER, facts_in(place)).begin().says(f"NIK saya {NIK}, sudah terdaftar?")
    assert isinstance(talk.turned.outcome, HandOver)
    assert NIK not in talk.turned.outcome.question


def test_which_registration_is_meant_may_be_said_by_name_or_number(place: Place) -> None:
    for said in ("umar", "ssr 9m4t wx", "Umar · SSR-9M4T-WX", "2"):
        talk = Talk(CORRECTION, facts_in(place)).begin().says("siapa saja")
        assert talk.says(said).conversation.answers == {"case": "SSR-9M4T-WX"}, said


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_that_works_everywhere_works(place: Place, language: str) -> None:
    for meaning in ("cancel", "back", "help", "menu", "later", "skip"):
        for word in load(language).words(f"talk.words.{meaning}"):
            talk = Talk(ELIGIBILITY, facts_in(place, language)).begin().says("45").says(word)
            assert "✓" not in talk.seen
            assert talk.conversation.answers == {"age": 45}


def test_a_tap_without_a_button_is_answered(check: Talk) -> None:
    assert check.hears(Heard(Sort.TAP)).asked == "age"
