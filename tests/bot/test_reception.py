"""Where things belong: one conversation at a time, others set aside, and nobody's answer under another's name."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.callers import Caller
from bot.reception import nudge, receive
from conversations.conversation import Conversation
from conversations.facts import Place
from conversations.heard import Heard, Sort, Tap
from conversations.transcript import NOON, Said, Shown, facts_of
from tests.bot.chatting import Chat, find_button

NIK, OTHER_NIK = "3201015708850001", "3202011203700002"
REST = (
    "sama", "Siti Aminah", "Sukabumi", "lewati", "sukamanah cisaat", "1", "Kp. Cikole RT 3 RW 5", "petani", "1 juta",
    "ya", "ya", "kirim",
)  # fmt: skip


@pytest.fixture
def chat(place: Place) -> Chat:
    return Chat(place)


def say(chat: Chat, *words: str) -> str:
    """What is shown after the last of these."""
    lines = [line for each in words for line in chat.act(Said(each))]
    return "\n".join(line.text for line in lines if isinstance(line, Shown))


def register(chat: Chat, opening: str, nik: str) -> None:
    say(chat, opening, "setuju", nik, *REST)


def active(chat: Chat) -> Conversation:
    assert chat.caller.active is not None
    return chat.caller.active


def test_a_command_that_only_answers_leaves_the_conversation_and_names_the_way_back(chat: Chat) -> None:
    say(chat, "/cek", "45")
    assert "Belum ada pendaftaran" in say(chat, "/status")
    assert active(chat).asked == "working"
    assert say(chat, "[Lanjut]").startswith("Sekarang sedang bekerja?")


def test_a_command_that_opens_a_conversation_sets_the_present_one_aside(chat: Chat) -> None:
    say(chat, "/cek", "45")
    assert "Cek kelayakan disimpan dulu. Ketik /lanjut untuk kembali." in say(chat, "/iuran")
    assert active(chat).flow == "cost"
    assert "Sekarang sedang bekerja?" in say(chat, "/lanjut")
    assert say(chat, "ya").startswith("Pekerjaan utama?")


def test_what_was_never_begun_is_not_set_aside(chat: Chat) -> None:
    say(chat, "/cek", "/iuran")
    assert chat.caller.parked == ()


def test_what_is_set_aside_by_a_tap_is_kept_even_without_an_answer(chat: Chat) -> None:
    say(chat, "/cek", "a", "b", "c", "[Nanti dulu]")
    assert "Umur Bapak/Ibu" in say(chat, "[Lanjut]")


def test_the_last_one_set_aside_comes_back_first(chat: Chat) -> None:
    say(chat, "/cek", "45", "/iuran", "petani", "/daftar", "setuju", "nanti")
    say(chat, "/lanjut")
    assert active(chat).flow == "registration"
    say(chat, "nanti", "/lanjut")
    assert active(chat).flow == "registration"


def test_a_flow_opened_again_offers_to_go_on(chat: Chat) -> None:
    say(chat, "/cek", "45", "/iuran")
    assert "Cek kelayakan belum selesai" in say(chat, "/cek")
    assert active(chat).answers == {"age": 45}
    assert "Sekarang sedang bekerja?" in say(chat, "[Lanjut]")


def test_two_people_are_registered_side_by_side_without_mixing(chat: Chat) -> None:
    say(chat, "/daftar", "setuju", NIK, "sama", "Siti Aminah")
    say(chat, "/daftar lain", "setuju", OTHER_NIK, "sama", "Umar")
    umar, siti = active(chat), chat.caller.parked[0]
    assert (umar.answers["full_name"], siti.answers["full_name"]) == ("Umar", "Siti Aminah")
    assert "untuk: Bapak Umar" in say(chat, "Cianjur")
    assert "untuk:" not in say(chat, f"/lanjut {siti.id}")
    say(chat, "Sukabumi")
    assert active(chat).answers["birth_place"] == "Sukabumi"
    assert chat.caller.parked[0].answers["birth_place"] == "Cianjur"


def test_a_tap_on_an_older_conversation_is_for_that_one(chat: Chat) -> None:
    say(chat, "/cek", "45")
    yes = find_button(chat.screen[-1], "Ya")
    assert yes is not None
    say(chat, "/iuran", "petani")
    chat.hear(Heard(Sort.TAP, tap=Tap.read(yes.tap)))
    assert active(chat).answers == {"age": 45, "working": "yes"}
    assert chat.caller.parked[0].answers == {"occupation": "129"}


def test_typing_never_reaches_what_is_set_aside(chat: Chat) -> None:
    say(chat, "/daftar lain", "setuju", OTHER_NIK, "sama")
    say(chat, "/cek", "Umar")
    assert "full_name" not in chat.caller.parked[0].answers


def test_correcting_another_registration_never_goes_on_with_the_first(chat: Chat) -> None:
    register(chat, "/daftar", NIK)
    register(chat, "/daftar lain", OTHER_NIK)
    own, other = chat.cases
    say(chat, f"/perbaiki {own.reference}", "alamat")
    say(chat, f"/perbaiki {other.reference}")
    assert active(chat).answers == {"case": other.reference}
    say(chat, "alamat", "Kp. Baru RT 1 RW 1")
    assert [case.answers["address"] for case in chat.cases] == [
        own.answers["address"],
        "Kp. Baru RT 001/RW 001",
    ]


def test_one_conversation_of_a_flow_about_one_person_is_kept(chat: Chat) -> None:
    say(chat, "/cek", "/cek", "45", "/latihan eligibility", "45", "/latihan eligibility", "45", "/cek")
    kept = [(one.flow, one.subject) for one in (active(chat), *chat.caller.parked)]
    assert sorted(kept) == [("eligibility", ""), ("eligibility", "latihan")]


def test_a_correction_taken_up_later_still_knows_the_registrations(chat: Chat) -> None:
    register(chat, "/daftar", NIK)
    say(chat, "/daftar lain", "setuju", OTHER_NIK, *REST)
    say(chat, "/perbaiki", "1", "nanti")
    assert "Bagian mana" in say(chat, "/lanjut")
    say(chat, "kembali")
    assert [button.label[:4] for row in chat.screen[-1].rows for button in row] == ["Siti", "Siti"]


def test_a_conversation_whose_flow_is_gone_is_forgotten_quietly(place: Place) -> None:
    gone = Conversation("1", "astrology", "v", answers={"sign": "lion"}, prompt=3)
    for heard in (
        Heard(Sort.TEXT, text="halo"),
        Heard(Sort.TEXT, text="/batal"),
        Heard(Sort.TEXT, text="/cek"),
    ):
        received = receive(Caller("id", gone, (replace(gone, id="2"),)), heard, facts_of(1, place, "id"))
        assert received.spoken.says
        assert gone.id not in {one.id for one in received.caller.parked}


def test_an_unknown_command_in_the_middle_shows_the_way_back(chat: Chat) -> None:
    say(chat, "/cek", "45", "/terbang")
    assert "Sekarang sedang bekerja?" in say(chat, "[Lanjut]")


def test_a_second_word_to_send_registers_nobody_twice(chat: Chat) -> None:
    say(chat, "/daftar", "setuju", NIK, *REST[:-1])
    send = find_button(chat.screen[-1], "Kirim")
    assert send is not None
    for _ in range(2):
        chat.hear(Heard(Sort.TAP, tap=Tap.read(send.tap)))
    assert len(chat.cases) == 1


def test_the_language_changes_in_the_middle_and_the_question_stays(chat: Chat) -> None:
    say(chat, "/cek", "45", "/bahasa en")
    assert say(chat, "[Go on]").startswith("Are you working now?")
    assert say(chat, "ya").startswith("✓ Yes")


def test_an_exercise_leaves_the_real_one_alone(chat: Chat) -> None:
    say(chat, "/daftar", "setuju", NIK)
    say(chat, "/latihan registration", "setuju", OTHER_NIK, *REST)
    assert chat.cases == ()
    assert "Sama dengan yang tertulis di KTP?" in say(chat, "/lanjut")
    assert active(chat).answers["nik"] == NIK


def test_deleting_everything_also_ends_what_is_open(chat: Chat) -> None:
    say(chat, "/daftar", "setuju", NIK, "/hapus", "hapus")
    assert "Tidak ada isian yang menunggu" in say(chat, "/lanjut")


@pytest.mark.parametrize(("sort", "stays"), [(Sort.REMINDED, True), (Sort.EXPIRED, False)])
def test_silence_of_one_conversation_touches_no_other(chat: Chat, sort: Sort, *, stays: bool) -> None:
    say(chat, "/cek", "45", "/iuran", "petani")
    aside = chat.caller.parked[0]
    received = nudge(chat.caller, aside.id, Heard(sort), facts_of(9, chat.place, "id"))
    assert "Cek kelayakan" in received.spoken.says[0].html
    assert received.caller.active == chat.caller.active
    assert (aside in received.caller.parked) is stays


def test_an_early_word_is_not_stored_under_the_next_person(chat: Chat) -> None:
    say(chat, "/daftar lain", "setuju", OTHER_NIK, "sama")
    early = Heard(Sort.TEXT, text="Siti Aminah", sent_at=NOON - timedelta(minutes=1))
    assert "untuk: " in chat.hear(early).spoken.says[0].html
    assert "full_name" not in active(chat).answers
    assert "untuk: Bapak Umar" in say(chat, "Umar")


def test_a_button_of_something_that_is_over_shows_the_question_that_is_open(chat: Chat) -> None:
    say(chat, "/cek", "45")
    received = chat.hear(Heard(Sort.TAP, tap=Tap("gone0000", 3, "yes")))
    assert "sudah lama" in received.spoken.notice
    assert "Sekarang sedang bekerja?" in received.spoken.says[0].html
    assert "pekerjaan" in say(chat, "ya").lower()
