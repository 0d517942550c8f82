"""The grammar of the shorthand: everything that is written, in any order, and never an error."""

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conversations.actor import Actor, Role
from conversations.answers.shorthand import draft, guide
from conversations.facts import Facts, Place
from conversations.flows import visited
from conversations.flows.registration import REGISTRATION
from conversations.shorthand import Sheet, is_shorthand, read
from conversations.texts import LANGUAGES, load
from conversations.transcript import facts_of

VILLAGE = "3202292003"
WHOLE = (
    "Siti Aminah",
    "3202015708850001",
    "Cianjur, 17-8-85",
    "petani",
    "1jt",
    "hp anak 0812 9999 0000",
    "Kp. Cikole RT 3 RW 5",
    "kerja sehat",
    "setuju 0042 saksi Pak RT",
)
ANSWERS = {
    "full_name": "Siti Aminah",
    "nik": "3202015708850001",
    "birth_place": "Cianjur",
    "birth_date": "1985-08-17",
    "card_match": "same",
    "occupation": "129",
    "income_bracket": 1,
    "their_phone": "+6281299990000",
    "phone_whose": "family",
    "address": "Kp. Cikole RT 003/RW 005",
    "attested": "yes",
    "consent_visited": "witness",
    "witness": "Pak RT",
    "slip": "0042",
    "village": VILLAGE,
    "workplace": "home",
}
PIECE = st.sampled_from(
    (
        *WHOLE,
        "R-14", "/", "//", ";", ":", "=", ",", "nama", "nik", "ttl", "hp", "alamat",
        "kerja", "gaji", "setuju", "tidak", "saksi", "jam", "9", "25", "kemarin", "99-99-99",
        "tidak setuju", "jam 9", "lahir", "desa", "desa Sukamanah", "L", "P", "sakit", "3202", "0812", "0" * 16,
        "\u202e", "\x00", "👍", "٣٣٣", "ﷺ", "nama:", "setuju 000000 saksi", "kemarin kemarin", "1 1 1 1",
    )
)  # fmt: skip
OFTEN = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def facts(place: Place) -> Facts:
    actor = Actor(1, frozenset({Role.OFFICER}), villages=frozenset({VILLAGE}))
    return replace(facts_of(1, place, "id"), actor=actor)


def sheet(text: str, facts: Facts) -> Sheet:
    return read(text, visited.given(VILLAGE, ""), facts)


def told(answers: Sheet) -> dict[str, object]:
    return {step: value for step, value in answers.answers.items() if step in ANSWERS}


@pytest.mark.parametrize("separator", ["\n", " / ", "; ", "\r\n"])
def test_a_whole_person_is_read(separator: str, facts: Facts) -> None:
    read_one = sheet(separator.join(("daftar R-14", *WHOLE)), facts)
    assert told(read_one) == ANSWERS
    assert (read_one.wrong, read_one.door) == ((), "R-14")


def test_labels_may_stand_before_everything(facts: Facts) -> None:
    text = """daftarkan
Nama : SITI AMINAH
NIK: 3202 0157 0885 0001
TTL: Cianjur / 17 Agustus 1985
Pekerjaan = petani
gaji 900rb
no hp: 0812-9999-0000 (anak)
alamat: Kp. Cikole RT 3 / RW 5
bekerja dan sehat
setuju slip 42 saksi: Pak RT""".replace("Cianjur / 17", "Cianjur, 17")
    found = sheet(text, facts)
    assert found.answers["full_name"] == "SITI AMINAH"
    assert told(found) == {**ANSWERS, "full_name": "SITI AMINAH", "phone_whose": found.answers["phone_whose"]}
    assert found.wrong == ()


def test_the_order_does_not_matter_where_each_piece_is_plain_to_see(facts: Facts) -> None:
    shown = [each for each in WHOLE if each != "Siti Aminah"]
    for turned in list(permutations(shown))[:: len(shown) * 700]:
        assert told(sheet("\n".join(("daftar", *turned, "Siti Aminah")), facts)) == ANSWERS


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_of_the_guide_is_read_whole(language: str, facts: Facts) -> None:
    text = "\n".join(load(language).words("shorthand.example.whole"))
    assert is_shorthand(text)
    assert sheet(text, facts).wrong == ()
    assert guide(replace(facts, language=language))
    answers = sheet(text, facts).answers
    wanted = {ask.step for ask in REGISTRATION.asks() if ask.is_asked and ask.when(answers, facts)}
    assert wanted - set(answers) == set()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("setuju 0042 saksi Pak RT", {"consent_visited": "witness", "slip": "0042", "witness": "Pak RT"}),
        ("setuju saksi Bu Wati", {"consent_visited": "witness", "slip": "new", "witness": "Bu Wati"}),
        ("setuju 42", {"consent_visited": "witness", "slip": "0042"}),
        ("setuju hp sendiri", {"consent_visited": "own_phone"}),
        ("tidak setuju", {"consent_visited": "refuse"}),
        ("setuju", {}),
        ("izin: 7 saksi pak lurah", {"consent_visited": "witness", "slip": "0007", "witness": "pak lurah"}),
    ],
)
def test_the_line_of_consent(line: str, expected: dict[str, str], facts: Facts) -> None:
    answers = sheet(f"daftar\nSiti\npetani\n{line}", facts).answers
    steps = ("consent_visited", "slip", "witness")
    assert {step: answers[step] for step in steps if step in answers} == expected


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("jam 9", "2026-11-22T02:00+00:00"),
        ("jam 4 sore", "2026-11-21T09:00+00:00"),
        ("kemarin", "2026-11-21T05:00+00:00"),
        ("kemarin jam 9", "2026-11-21T02:00+00:00"),
        ("tadi pagi", "2026-11-22T01:00+00:00"),
        ("kunjungan: 20/11 jam 10.30", "2026-11-20T03:30+00:00"),
        ("2 jam lagi", "2026-11-22T05:00+00:00 arrival"),
    ],
)
def test_the_time_of_the_visit(line: str, shown: str, facts: Facts) -> None:
    assert sheet(f"daftar\nSiti\npetani\n{line}", facts).answers["visited_at"] == shown


def test_what_is_said_twice_and_differs_is_asked_for(facts: Facts) -> None:
    found = sheet("daftar\nSiti\n17-8-85\ntgl lahir: 18-8-85\npetani", facts)
    assert "birth_date" not in found.answers
    assert [(one.step, one.code) for one in found.wrong] == [("birth_date", "said_twice")]


def test_a_village_elsewhere_is_never_taken_for_the_usual_one(facts: Facts) -> None:
    found = sheet("daftar\nSiti\ndesa Sukamaju Cibeber\npetani", facts)
    assert "village" not in found.answers
    assert [one.step for one in found.wrong] == ["village"]


@pytest.mark.parametrize(
    "text", ["daftar", "daftar dulu ya pak", "mau daftar / gimana", "halo\nsaya\nmau\ndaftar", "/daftar", ""]
)
def test_what_is_no_person_is_no_shorthand(text: str) -> None:
    assert not is_shorthand(text)


@OFTEN
@given(parts=st.lists(PIECE, max_size=14), separator=st.sampled_from(["\n", " / ", ";", " ", ","]))
def test_whatever_is_written_is_read_without_an_error_and_fits_the_form(
    parts: list[str], separator: str, facts: Facts
) -> None:
    text = f"daftar{separator}{separator.join(parts)}"
    is_shorthand(text)
    judge(sheet(text, facts), facts)


@OFTEN
@given(text=st.text(max_size=200))
def test_any_text_at_all_is_read_without_an_error(text: str, facts: Facts) -> None:
    judge(sheet(f"daftar\n{text}", facts), facts)


def judge(found: Sheet, facts: Facts) -> None:
    """Every answer would pass the second door of its question, and the reply can be said."""
    for step, value in found.answers.items():
        ask = REGISTRATION.find_ask(step)
        assert ask is not None, step
        assert step == "visited_at" or ask.kind.stored(value) == value, step
    for language in LANGUAGES:
        said = draft(replace(facts, language=language), found.answers, found.wrong, "12345678")
        assert 0 < len(said.html) < 4096


@pytest.mark.parametrize(
    ("text", "is_it"),
    [
        ("daftar Siti Aminah / 3202015708850001", True),
        ("daftar Siti Aminah\nsetuju 0042 saksi Pak RT", True),
        ("daftar Siti Aminah / hp 0812 9999 0000", True),
        ("daftar Siti Aminah / Umar", False),
        ("daftar online, caranya bagaimana", False),
        ("daftar sekarang, nik 3202015708850001", False),
        ("daftar", False),
    ],
)
def test_what_was_missing_may_be_sent_by_itself_with_the_name(text: str, *, is_it: bool) -> None:
    assert is_shorthand(text) == is_it
