"""NIK and phone: the numbers that name a person."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from conversations.facts import Needs
from conversations.heard import Contact
from conversations.kinds import Nik, Phone
from conversations.kinds.kind import Accepted, Asking, Problem
from tests.conversations.kinds.readings import code_of

NIK = "3201015708850001"


@pytest.mark.parametrize(
    "said",
    [
        NIK,
        "3201 0157 0885 0001",
        "3201.0157.0885.0001",
        "NIK saya: 3201015708850001",
        "nomor ktp 3201-0157-0885-0001",
        "32O1O157O885OOOl",
        "３２０１０１５７０８８５０００１",
    ],
)
def test_a_nik_is_read_however_it_is_spaced_and_looked_up(said: str, asking: Asking) -> None:
    assert Nik().read(said, asking) == Accepted(NIK)
    assert Nik().needs(said) == Needs(niks=frozenset({NIK}))


@pytest.mark.parametrize(
    ("said", "code", "values"),
    [
        ("320101570885000", "too_short", {"digits": "15"}),
        ("32010157088500011", "too_long", {"digits": "17"}),
        ("apa itu NIK", "no_number", {}),
        ("", "no_number", {}),
        ("32010157O885X001", "has_letters", {}),
        ("3201015708850000", "serial_zero", {}),
        ("1111111111111111", "filler", {}),
        ("1234567890123456", "filler", {}),
    ],
)
def test_what_cannot_be_a_nik_says_why_and_is_not_looked_up(
    said: str, code: str, values: dict[str, str], asking: Asking
) -> None:
    assert Nik().read(said, asking) == Problem(code, values)
    assert Nik().needs(said) == Needs()
    assert Nik().read(NIK, asking) == Accepted(NIK)


def test_a_nik_that_is_here_already_reveals_nothing_and_guessing_is_stopped(asking: Asking) -> None:
    taken = replace(asking, facts=replace(asking.facts, taken_niks=frozenset({NIK})))
    assert Nik().read(NIK, taken) == Problem("already_recorded")
    over = replace(asking, facts=replace(taken.facts, is_over_limit=True))
    assert Nik().read(NIK, over) == Problem("too_many")
    assert Nik().read("3201015708850002", taken) == Accepted("3201015708850002")


def test_a_nik_is_secret_shown_masked_and_never_on_a_button(asking: Asking) -> None:
    assert Nik().is_secret
    assert Nik().show(NIK, asking) == "3201••••••••0001"
    assert Nik().options(asking) == ()
    assert Nik().pick(NIK, asking) == Problem("not_on_offer")
    with pytest.raises(ValueError, match=r"^not a NIK$"):
        Nik().stored("NIK 3201015708850001")


@pytest.mark.parametrize(
    ("said", "stored"),
    [
        ("081234567890", "+6281234567890"),
        ("81234567890", "+6281234567890"),
        ("6281234567890", "+6281234567890"),
        ("+62 812-3456-7890", "+6281234567890"),
        ("(+62) 0812.3456.7890", "+6281234567890"),
        ("0062 81234567890", "+6281234567890"),
        ("no hp saya 0812 3456 7890", "+6281234567890"),
        ("0812345678", "+62812345678"),
        ("O812 3456 789O", "+6281234567890"),
        ("0812345678901", "+62812345678901"),
    ],
)
def test_a_mobile_number_becomes_e164(said: str, stored: str, asking: Asking) -> None:
    assert Phone().read(said, asking) == Accepted(stored)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("tidak punya", "no_phone"),
        ("ga punya hp", "no_phone"),
        ("gak ada hp", "no_phone"),
        ("kosong", "no_phone"),
        ("", "not_a_number"),
        ("besok ya", "not_a_number"),
        ("0812-CALL", "not_a_number"),
        ("0266 123456", "not_mobile"),
        ("0812345", "too_short"),
        ("081234567", "too_short"),
        ("08123456789012", "too_long"),
        ("0812345678901234", "too_long"),
        ("08123456789 / 08198765432", "too_long"),
        ("+60 12 345 6789", "from_abroad"),
        ("0060123456789", "from_abroad"),
    ],
)
def test_what_is_no_mobile_number_says_why(said: str, code: str, asking: Asking) -> None:
    assert code_of(Phone().read(said, asking)) == code
    assert Phone().read("08123456789", asking) == Accepted("+628123456789")


def test_the_own_contact_card_is_taken_and_nobody_elses(asking: Asking) -> None:
    assert Phone().shares_contact
    own = Accepted("+6281234567890", implies={"whose": "own"})
    assert Phone().take_contact(Contact("6281234567890", is_own=True), asking) == own
    assert Phone().take_contact(Contact("+6281234567890", is_own=True), asking) == own
    assert Phone().take_contact(Contact("6281234567890", is_own=False), asking) == Problem("not_own_card")
    assert code_of(Phone().take_contact(Contact("60123456789", is_own=True), asking)) == "from_abroad"
    assert Phone().show("+6281234567890", asking) == "0812-3456-7890"


@pytest.mark.parametrize(
    "value", ["+6281234567", "+628123456789012", "+6221234567890", "081234567890", "+62٨1234567890", None, 62]
)
def test_no_other_number_comes_in_by_the_second_door(value: JsonValue) -> None:
    with pytest.raises(ValueError, match="not a mobile number"):
        Phone().stored(value)


@given(
    number=st.from_regex(r"8[0-9]{8,11}", fullmatch=True),
    start=st.sampled_from(("0", "", "62", "+62", "+62 0", "0062")),
    gap=st.sampled_from(("", " ", "-", ".")),
)
def test_a_number_is_the_same_however_it_begins(number: str, start: str, gap: str, asking: Asking) -> None:
    spaced = gap.join((number[:3], number[3:7], number[7:]))
    assert Phone().read(f"{start}{gap}{spaced}", asking) == Accepted(f"+62{number}")
