"""A NIK is read as people type it, doubted where it should be, and never shown."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.rules import Nik, NikDoubt, NikProblem, NotNik, Sex, doubts_about, read_nik

TODAY = date(2026, 11, 22)
WRITTEN = "3201015708850001"


@pytest.mark.parametrize(
    "typed",
    [
        WRITTEN,
        "3201 0157 0885 0001",
        "320101.570885.0001",
        "320101–570885-0001",
        "NIK: 3201015708850001",
        "NIK saya 3201015708850001",
        "'3201015708850001",
        "\u200e3201\u00a00157 0885\n0001 ",
    ],
)
def test_spaces_dots_dashes_and_words_before_it_do_not_matter(typed: str) -> None:
    nik = read_nik(typed)
    assert isinstance(nik, Nik)
    assert nik.value == WRITTEN
    assert not nik.repaired


@pytest.mark.parametrize("typed", ["32O1015708850001", "320lO157o885OOOl", "320I015708850001"])
def test_letters_that_look_like_digits_are_repaired_and_the_repair_is_told(typed: str) -> None:
    nik = read_nik(typed)
    assert isinstance(nik, Nik)
    assert nik.value == WRITTEN
    assert nik.repaired


@pytest.mark.parametrize(
    ("typed", "problem", "digits"),
    [
        ("3201 0157 0885 000", NikProblem.WRONG_LENGTH, 15),
        ("32010157088500011", NikProblem.WRONG_LENGTH, 17),
        ("5", NikProblem.WRONG_LENGTH, 1),
        ("apa itu NIK", NikProblem.NOT_DIGITS, 0),
        ("Olol", NikProblem.NOT_DIGITS, 0),
        ("", NikProblem.NOT_DIGITS, 0),
        ("3201X15708850001", NikProblem.NOT_DIGITS, 15),
        ("٣٢٠١٠١٥٧٠٨٨٥٠٠٠١", NikProblem.NOT_DIGITS, 0),
        ("³²⁰¹015708850001", NikProblem.NOT_DIGITS, 12),
        ("3_201_015_708_850_001", NikProblem.NOT_DIGITS, 16),
        ("3201015708850000", NikProblem.SERIAL_ZERO, 16),
        ("1111111111111111", NikProblem.FILLER, 16),
        ("1234567890123456", NikProblem.FILLER, 16),
        ("9876543210987654", NikProblem.FILLER, 16),
        ("1212121212121212", NikProblem.FILLER, 16),
    ],
)
def test_what_cannot_be_a_nik_is_blocked_with_its_reason(
    typed: str, problem: NikProblem, digits: int
) -> None:
    assert read_nik(typed) == NotNik((problem,), digits)


def test_sixteen_zeros_have_two_problems() -> None:
    assert read_nik("0" * 16) == NotNik((NikProblem.SERIAL_ZERO, NikProblem.FILLER), 16)


def test_after_a_refused_nik_the_right_one_is_taken() -> None:
    assert isinstance(read_nik("3201 0157 0885 000"), NotNik)
    assert read_nik("3201 0157 0885 0001") == Nik(WRITTEN)


def test_it_says_birth_date_and_sex() -> None:
    woman, man = Nik(WRITTEN), Nik("3201011708850001")
    assert (woman.born_on(TODAY), woman.sex) == (date(1985, 8, 17), Sex.FEMALE)
    assert (man.born_on(TODAY), man.sex) == (date(1985, 8, 17), Sex.MALE)


@pytest.mark.parametrize(
    ("birth_digits", "born_on"),
    [
        ("221109", date(2009, 11, 22)),  # seventeen today
        ("231109", None),  # seventeen tomorrow, or a hundred and seventeen
        ("010100", date(2000, 1, 1)),
        ("221126", date(1926, 11, 22)),  # a hundred today
        ("290200", date(2000, 2, 29)),
        ("290285", None),
    ],
)
def test_the_century_is_the_one_that_makes_a_working_adult(birth_digits: str, born_on: date | None) -> None:
    assert Nik(f"320101{birth_digits}0001").born_on(TODAY) == born_on


@pytest.mark.parametrize(
    "birth_digits", ["310285", "000185", "320185", "400185", "720185", "171385", "170085"]
)
def test_an_impossible_date_is_doubted_and_never_refused(birth_digits: str) -> None:
    nik = read_nik(f"320101{birth_digits}0001")
    assert isinstance(nik, Nik)
    assert doubts_about(nik, today=TODAY, birth_date=date(1985, 8, 17), sex="male") == (
        NikDoubt.IMPOSSIBLE_DATE,
    )
    assert nik.sex is None


def test_a_nik_that_agrees_with_everything_is_not_doubted() -> None:
    doubts = doubts_about(
        Nik(WRITTEN),
        today=TODAY,
        is_region_known=lambda code: code == "320101",
        birth_date=date(1985, 8, 17),
        sex="female",
    )
    assert doubts == ()


def test_all_doubts_are_told_at_once() -> None:
    doubts = doubts_about(
        Nik("9199995708110001"),
        today=TODAY,
        is_region_known=lambda code: code == "320101",
        birth_date=date(1985, 8, 17),
        sex="male",
    )
    assert doubts == (
        NikDoubt.AGE_OUT_OF_RANGE,
        NikDoubt.REGION_UNKNOWN,
        NikDoubt.DATE_DIFFERS,
        NikDoubt.SEX_DIFFERS,
    )


def test_only_the_masked_form_shows_anything() -> None:
    nik = Nik(WRITTEN, repaired=True)
    assert nik.masked == "3201••••••••0001"
    assert f"{nik} {nik!r} {[nik]}" == "Nik(•) Nik(•) [Nik(•)]"


def test_a_wrong_number_is_refused_without_being_quoted() -> None:
    with pytest.raises(ValueError, match="sixteen ASCII digits") as refused:
        Nik("320101570885000")
    assert "3201" not in str(refused.value)
    assert Nik(WRITTEN).value == WRITTEN


@settings(deadline=None)  # a busy machine is no failure
@given(st.one_of(st.text(max_size=60), st.text("0123456789OolI .-NIKnik:", max_size=40)))
def test_any_text_is_read_without_an_exception_and_without_an_echo(text: str) -> None:
    found = read_nik(text)
    if isinstance(found, NotNik):
        assert found.problems
        assert not any(char.isdigit() for char in str(found.problems))
    else:
        assert found == read_nik(found.value)
        assert not any(char.isdigit() for char in f"{found}{found!r}")


@settings(deadline=None)  # a busy machine is no failure
@given(st.from_regex(r"[0-9]{16}", fullmatch=True))
def test_any_sixteen_digits_can_be_questioned(digits: str) -> None:
    nik = Nik(digits)
    born_on = nik.born_on(TODAY)
    doubts = doubts_about(nik, today=TODAY, birth_date=born_on, sex=nik.sex)
    assert (born_on is None) == bool({NikDoubt.IMPOSSIBLE_DATE, NikDoubt.AGE_OUT_OF_RANGE} & set(doubts))
    assert not {NikDoubt.DATE_DIFFERS, NikDoubt.SEX_DIFFERS} & set(doubts)
