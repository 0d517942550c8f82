"""Ages, money and incomes, in figures and in words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import JsonValue

from conversations.kinds import IncomeBracket, Number, Rupiah
from conversations.kinds.counting import counted, tokens
from conversations.kinds.kind import Accepted, Asking, Problem
from tests.conversations.kinds.readings import code_of, offered

DIGITS = ("", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")


def in_words(number: int) -> str:
    """A number from 1 to 999,999,999 as it is spoken."""
    if number < 10:
        return DIGITS[number]
    if number < 20:
        return {10: "sepuluh", 11: "sebelas"}.get(number, f"{DIGITS[number - 10]} belas")
    for size, name, one in (
        (10**6, "juta", "satu juta"),
        (1000, "ribu", "seribu"),
        (100, "ratus", "seratus"),
        (10, "puluh", ""),
    ):
        if number >= size:
            head = one if number // size == 1 and one else f"{in_words(number // size)} {name}"
            return f"{head} {in_words(number % size)}".strip()
    raise AssertionError(number)


@pytest.mark.parametrize(
    ("said", "stored"),
    [
        ("45", 45),
        ("45 th", 45),
        ("45thn", 45),
        ("umur 45", 45),
        ("empat puluh lima", 45),
        ("Empat puluh lima tahun", 45),
        ("sebelas", 11),
        ("dua belas", 12),
        ("seratus", 100),
        ("empatpuluh lima", 45),
        ("duapuluhlima", 25),
        ("twenty five", 25),
        ("４５", 45),
        ("saya 45 tahun pak", 45),
        ("0", 0),
    ],
)
def test_a_number_is_read_in_figures_and_in_words(said: str, stored: int, asking: Asking) -> None:
    assert Number(0, 110).read(said, asking) == Accepted(stored)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("", "not_a_number"),
        ("tua", "not_a_number"),
        ("45,5", "not_a_number"),
        ("-5", "not_a_number"),
        ("4e1", "not_a_number"),
        ("NaN", "not_a_number"),
        ("inf", "not_a_number"),
        ("²", "not_a_number"),
        ("puluh", "not_a_number"),
        ("200", "out_of_range"),
        ("9" * 13, "out_of_range"),
        ("9" * 400, "not_a_number"),
    ],
)
def test_nonsense_is_no_number(said: str, code: str, asking: Asking) -> None:
    assert code_of(Number(0, 110).read(said, asking)) == code
    assert Number(0, 110).read("45", asking) == Accepted(45)


def test_two_numbers_are_asked_back(asking: Asking) -> None:
    assert offered(Number(0, 110).read("40 atau 45", asking)) == ["40", "45"]
    assert offered(Number(0, 110).read("40-45", asking)) == ["40", "45"]
    assert offered(Number(0, 110).read("1 2 3 4 5 6 7", asking)) == ["1", "2", "3", "4", "5", "6"]
    assert Number(0, 110).pick("45", asking) == Accepted(45)
    assert Number(0, 110).pick("٤٥", asking) == Problem("not_on_offer")
    with pytest.raises(ValueError, match="bounds"):
        Number(0, 110).stored(True)


@pytest.mark.parametrize(
    ("said", "rupiah"),
    [
        ("1,5jt", 1_500_000),
        ("1.5 juta", 1_500_000),
        ("1,25 jt", 1_250_000),
        ("500rb", 500_000),
        ("500 ribu", 500_000),
        ("500k", 500_000),
        ("sejuta", 1_000_000),
        ("2 jutaan", 2_000_000),
        ("2jt-an", 2_000_000),
        ("1.500.000", 1_500_000),
        ("1 500 000", 1_500_000),
        ("1500000", 1_500_000),
        ("1,500,000", 1_500_000),
        ("Rp1.500.000,-", 1_500_000),
        ("Rp. 1.500.000,00", 1_500_000),
        ("rp 1.500.000 per bulan", 1_500_000),
        ("ceban", 10_000),
        ("gocap", 50_000),
        ("satu setengah juta", 1_500_000),
        ("setengah juta", 500_000),
        ("1 1/2 juta", 1_500_000),
        ("1½ juta", 1_500_000),
        ("kira2 1 juta", 1_000_000),
        ("sajuta", 1_000_000),
        ("sakjuta", 1_000_000),
        ("rong juta", 2_000_000),
        ("telung atus ewu", 300_000),
        ("dua juta setengah", 2_500_000),
        ("dua juta lima ratus ribu", 2_500_000),
        ("dua juta lima ratus", 2_500_000),
        ("sejuta dua ratus", 1_200_000),
        ("sejuta dua", 1_200_000),
        ("1 juta 200 ribu", 1_200_000),
        ("tujuh ratus lima puluh ribu", 750_000),
        ("kurang lebih 800 ribu sebulan", 800_000),
        ("gaji saya cuma 900rb pak", 900_000),
        ("1.5 million", 1_500_000),
        ("tidak ada", 0),
        ("nol", 0),
        ("Rp0", 0),
        ("10.000", 10_000),
        ("sejuta sembilan puluh", 1_090_000),
        ("sejuta sepuluh ribu", 1_010_000),
        ("1.000.500", 1_000_500),
        ("1 miliar", 1_000_000_000),
    ],
)
def test_money_is_read_as_people_say_it(said: str, rupiah: int, asking: Asking) -> None:
    assert Rupiah().read(said, asking) == Accepted(rupiah)


@pytest.mark.parametrize(
    ("said", "sums"),
    [
        ("1-2 juta", ["1000000", "2000000"]),
        ("1 sampai 2 jt", ["1000000", "2000000"]),
        ("antara 1 dan 2 juta", ["1000000", "2000000"]),
        ("500rb - 1jt", ["500000", "1000000"]),
        ("500-1 juta", ["500000", "1000000"]),
        ("5 - 10 ribu", ["5000", "10000"]),
        ("9.999", ["9999000"]),
        ("50", ["50000000"]),
        ("51", ["51000"]),
        ("1,5 s/d 2 juta", ["1500000", "2000000"]),
        ("500", ["500000"]),
        ("2", ["2000000"]),
        ("1.500", ["1500000"]),
    ],
)
def test_a_range_or_a_number_without_its_unit_is_offered_back(
    said: str, sums: list[str], asking: Asking
) -> None:
    assert offered(Rupiah().read(said, asking)) == sums


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("", "not_money"),
        ("banyak", "not_money"),
        ("-500000", "not_money"),
        ("juta", "not_money"),
        ("1 juta 2 juta", "not_money"),
        ("100rb sehari", "not_monthly"),
        ("50 ribu/hari", "not_monthly"),
        ("di bawah 1 juta", "only_a_bound"),
        ("kurang dari sejuta", "only_a_bound"),
        ("2 miliar", "too_much"),
        ("1e9", "not_money"),
        ("tidak tentu", "not_money"),
    ],
)
def test_what_is_no_sum_a_month_says_why(said: str, code: str, asking: Asking) -> None:
    assert code_of(Rupiah().read(said, asking)) == code
    assert Rupiah().read("sejuta", asking) == Accepted(1_000_000)


@pytest.mark.parametrize("value", [-1, 1_000_000_001, True, 1.5, "1000000", None])
def test_no_other_sum_comes_in_by_the_second_door(value: JsonValue) -> None:
    assert Rupiah().stored(1_000_000_000) == 1_000_000_000
    assert Rupiah().stored(0) == 0
    with pytest.raises(ValueError, match="not a sum"):
        Rupiah().stored(value)


def test_money_on_a_button_comes_back_whole(asking: Asking, asking_english: Asking) -> None:
    assert Rupiah().pick("1500000", asking) == Accepted(1_500_000)
    assert Rupiah().pick("1_500_000", asking) == Problem("not_on_offer")
    assert Rupiah().pick("9999999999", asking) == Problem("not_on_offer")
    assert Rupiah().show(1_500_000, asking) == "Rp1.500.000"
    assert Rupiah().show(1_500_000, asking_english) == "Rp1,500,000"


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("400rb", 1),
        ("1.099.999", 1),
        ("1,1 juta", 2),
        ("1,5jt", 4),
        ("2.950.000", 10),
        ("8,2 juta", 21),
        ("50 juta", 33),
        ("800rb - 1 juta", 1),
        ("tidak ada", 1),
    ],
)
def test_a_typed_income_lands_in_its_bracket(said: str, number: int, asking: Asking) -> None:
    assert IncomeBracket().read(said, asking) == Accepted(number)


def test_an_income_between_two_brackets_is_asked_back_by_their_ranges(asking: Asking) -> None:
    assert offered(IncomeBracket().read("1-1,5 juta", asking)) == ["1", "2", "3", "4"]
    assert offered(IncomeBracket().read("2", asking)) == ["6"]
    assert IncomeBracket().pick("6", asking) == Accepted(6)
    assert IncomeBracket().pick("34", asking) == Problem("not_on_offer")
    assert code_of(IncomeBracket().read("100rb sehari", asking)) == "not_monthly"


def test_brackets_are_named_by_their_ranges(asking: Asking, asking_english: Asking) -> None:
    labels = [option.label for option in IncomeBracket().options(asking)]
    assert labels[:3] == ["Di bawah 1,1 juta", "1,1–1,3 juta", "1,3–1,5 juta"]
    assert labels[-1] == "20,2 juta ke atas"
    assert IncomeBracket().show(2, asking) == "Rp1.100.000 sampai Rp1.299.000 sebulan"
    assert IncomeBracket().show(2, asking_english) == "Rp1,100,000 to Rp1,299,000 a month"
    assert IncomeBracket().show(77, asking) == "kisaran nomor 77"


@settings(deadline=None)
@given(number=st.integers(1, 999_999_999))
def test_every_number_is_heard_as_it_is_spoken(number: int) -> None:
    assert counted(tokens(in_words(number))) == number


@settings(deadline=None)
@given(
    thousands=st.integers(10, 999_999),
    form=st.sampled_from(
        ("{n}", "{dots}", "Rp{dots}", "Rp. {dots},-", "{dots},00", "{k}rb", "{k} ribu sebulan", "{k}.000")
    ),
)
def test_every_sum_is_read_back_from_every_form(thousands: int, form: str, asking: Asking) -> None:
    dots = f"{thousands * 1000:,}".replace(",", ".")
    said = form.format(n=thousands * 1000, dots=dots, k=f"{thousands:,}".replace(",", "."))
    assert Rupiah().read(said, asking) == Accepted(thousands * 1000)
