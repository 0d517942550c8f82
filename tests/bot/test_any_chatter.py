"""Anything, in any order: the bot always answers, takes one answer at a time, and mixes nobody up with anybody."""

from itertools import chain

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.callers import Caller
from bot.commands import COMMANDS
from conversations.conversation import Conversation
from conversations.facts import Place
from conversations.flows import FLOWS
from conversations.heard import Contact, Heard, Sort, Tap
from conversations.outcomes import Registration
from conversations.says import Button, Say, Spoken
from conversations.transcript import NOON, bare
from tests.bot.chatting import Chat
from tests.conversations.tags import complaints

MESSAGE_LIMIT, TOAST_LIMIT, MOST_BUTTONS = 4096, 200, 100
"""Bot API: sendMessage, answerCallbackQuery, InlineKeyboardMarkup."""
SENSIBLE = {
    "age": "45", "working": "ya", "occupation": "petani", "employment": "sendiri", "member": "belum",
    "consent": "setuju", "consent_other": "setuju", "nik": "3201015708850001", "card_match": "sama",
    "birth_date": "17-08-1985", "sex": "perempuan", "full_name": "Siti Aminah", "birth_place": "Sukabumi",
    "phone": "0812 3456 7890", "phone_whose": "keluarga", "village": "sukamanah cisaat",
    "address": "Kp. Baru RT 1 RW 2", "income_bracket": "1,2 juta", "workplace": "ya",
    "work_village": "sukamantri cisaat", "attested": "ya, benar", "review": "kirim", "programmes": "1",
    "months": "3 bulan", "question": "Berapa iurannya?", "case": "1", "sure": "ya", "field": "alamat",
}  # fmt: skip
WORDS = (
    "ya;tidak;batal;kembali;bantuan;menu;lewati;nanti;kirim;ubah;nama;nik;alamat;/start;/lanjut;/batal;0;1;2;9;"
    "3202011203700002;3201015708850001;17-08-1985;Umar;petani;<b>&lt;;\x00;🙂;99999999999999999999;lupa;apa itu?;"
    "/daftar lain;/latihan registration;/bahasa en;/bahasa id;desa lain;tanggal beda;ya, tarik;perempuan"
)
TYPED = st.one_of(
    st.sampled_from([f"/{command.name}" for command in COMMANDS]),
    st.sampled_from(WORDS.split(";")),
    st.text(max_size=30),
)
SENSELESS = st.sampled_from([sort for sort in Sort if sort not in {Sort.TEXT, Sort.TAP, Sort.CONTACT}])
MADE_UP = st.one_of(
    st.text(max_size=64),
    st.builds(lambda value: f"01234567:3:{value}", st.sampled_from(["~edit.nik", "~send", "yes"])),
)
MOVE = st.one_of(
    st.just(("good", "")), st.just(("good", "")), st.tuples(st.just("tap"), st.integers(0, 60)),
    st.tuples(st.just("type"), TYPED), st.tuples(st.just("send"), SENSELESS), st.tuples(st.just("press"), MADE_UP),
    st.tuples(st.just("share"), st.booleans()),
)  # fmt: skip
OPENING = st.sampled_from(
    ["/daftar", "/daftar lain", "/cek", "/iuran", "/latihan registration", "/perbaiki", "/hapus"]
)
OFTEN = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
Move = tuple[str, object]
GOOD: Move = ("good", "")


@OFTEN
@given(opening=OPENING, moves=st.lists(MOVE, max_size=30))
@example(opening="/daftar", moves=[GOOD] * 20)
@example(
    opening="/daftar lain", moves=[*[GOOD] * 20, ("type", "/perbaiki"), *[GOOD] * 4, ("type", "/hapus"), GOOD]
)
def test_whatever_comes_is_answered_and_lands_where_it_belongs(
    place: Place, opening: str, moves: list[Move]
) -> None:
    chat = Chat(place)
    for move in (("type", opening), *moves):
        before, kept = chat.caller, len(chat.kept)
        heard = heard_of(move, chat)
        received = chat.hear(heard)
        # An errand is answered by the store, which is not here.
        assert received.errand or received.spoken.says or received.spoken.notice
        assert_sendable(received.spoken)
        assert_keys_are_single(chat.caller)
        assert_one_answer_at_most(before, chat.caller, heard)
        for outcome in chat.kept[kept:]:
            assert not isinstance(outcome, Registration) or is_of(outcome, meant(before, heard))


def heard_of(move: Move, chat: Chat) -> Heard:
    match move:
        case ("good", _):
            return Heard(Sort.TEXT, text=sensible(chat), sent_at=NOON)
        case ("tap", int(number)):
            return pressed(number, chat)
        case ("press", str(written)):
            return Heard(Sort.TAP, tap=Tap.read(written))
        case ("share", bool(is_own)):
            return Heard(Sort.CONTACT, contact=Contact("6281234567890", is_own=is_own), sent_at=NOON)
        case ("send", Sort() as sort):
            return Heard(sort, sent_at=NOON)
        case (_, typed):
            return Heard(Sort.TEXT, text=str(typed), sent_at=NOON)


def sensible(chat: Chat) -> str:
    """An answer that fits the present question; every person has a number of their own."""
    if chat.caller.active is None:
        return "Umar"
    if chat.caller.active.asked == "nik" and chat.cases:
        return "3202011203700002"
    return "1" if chat.caller.active.offered else SENSIBLE.get(chat.caller.active.asked, "ya")


def pressed(number: int, chat: Chat) -> Heard:
    """One of the buttons of the last few messages, the latest first."""
    buttons = [
        button for say in reversed(chat.screen) for button in chain.from_iterable(say.rows) if button.tap
    ]
    return Heard(Sort.TAP, tap=Tap.read(buttons[number % len(buttons)].tap) if buttons else None)


def assert_sendable(spoken: Spoken) -> None:
    assert len(spoken.notice) <= TOAST_LIMIT
    for say in spoken.says:
        assert complaints(say.html) == []
        assert 0 < len(bare(say.html).strip()) <= MESSAGE_LIMIT
        assert sum(map(len, say.rows)) <= MOST_BUTTONS
        assert all(map(is_button, buttons_of(say)))


def buttons_of(say: Say) -> list[Button]:
    return [button for row in say.rows for button in row]


def is_button(button: Button) -> bool:
    has_one_end = bool(button.tap) + bool(button.copies) + bool(button.url) == 1
    return has_one_end and bool(button.label.strip()) and len(button.tap.encode()) <= Tap.LIMIT


def open_ones(caller: Caller) -> dict[str, Conversation]:
    active = (caller.active,) if caller.active else ()
    return {one.id: one for one in (*active, *caller.parked)}


def assert_keys_are_single(caller: Caller) -> None:
    kept = [(one.flow, one.subject) for one in open_ones(caller).values()]
    assert len(set(kept)) == len(kept)
    assert {flow for flow, _ in kept} <= {flow.name for flow in FLOWS}


def assert_one_answer_at_most(before: Caller, after: Caller, heard: Heard) -> None:
    """A turn adds one answer to the one conversation that it belongs to, and moves none to another person."""
    here = meant(before, heard)
    for now in open_ones(after).values():
        was = open_ones(before).get(now.id)
        if was is None:
            continue
        assert (was.flow, was.subject, was.is_exercise) == (now.flow, now.subject, now.is_exercise)
        given = {step for step, value in now.answers.items() if was.answers.get(step, ...) != value}
        implied = {step for step in given if any(step.startswith(f"{other}_") for other in given - {step})}
        assert len(given - implied) <= 1
        assert not given or (here is not None and here.id == now.id)


def meant(caller: Caller, heard: Heard) -> Conversation | None:
    """Whom it concerns: a tap its own conversation, everything else the one that is talked of now."""
    if heard.tap is not None:
        return open_ones(caller).get(heard.tap.conversation)
    return caller.active


def is_of(outcome: Registration, conversation: Conversation | None) -> bool:
    """Whether everything that is kept stood in this one conversation."""
    if conversation is None:
        return False
    kept = outcome.model_dump(mode="json")
    shared = {"nik", "full_name", "birth_place", "address", "occupation", "income_bracket"}
    is_aloud = outcome.consent.channel == "read_aloud"
    return is_aloud == bool(conversation.subject) and all(
        kept[step] == conversation.answers[step] for step in shared
    )


@OFTEN
@given(said=st.text(max_size=200))
def test_whatever_is_typed_first_is_answered(place: Place, said: str) -> None:
    received = Chat(place).hear(Heard(Sort.TEXT, text=said, sent_at=NOON))
    assert received.spoken.says
    assert_sendable(received.spoken)


def test_a_person_who_answers_sensibly_gets_to_the_end(place: Place) -> None:
    chat = Chat(place)
    for opening in ("/daftar", "/daftar lain"):
        chat.hear(Heard(Sort.TEXT, text=opening))
        for _ in range(20):
            chat.hear(heard_of(GOOD, chat))
    assert [(case.is_own, case.answers["nik"]) for case in chat.cases] == [
        (True, SENSIBLE["nik"]),
        (False, "3202011203700002"),
    ]
