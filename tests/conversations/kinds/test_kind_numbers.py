"""NIK, phone, dates, months, ages and money as people write them."""

from dataclasses import replace

import pytest

from conversations.facts import Needs
from conversations.heard import Contact
from conversations.kinds import BirthDate, IncomeBracket, Month, Nik, Number, Phone, Rupiah
from conversations.kinds.kind import Accepted, Asking, Offer, Problem, Reading

NIK = "3201015708850001"


def code_of(reading: Reading) -> str:
    assert isinstance(reading, Problem)
    return reading.code


def offered(reading: Reading) -> list[str]:
    assert isinstance(reading, Offer)
    return [option.value for option in reading.options]


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
        ("", "not_a_number"),
        ("besok ya", "not_a_number"),
        ("0812-CALL", "not_a_number"),
        ("0266 123456", "not_mobile"),
        ("0812345", "too_short"),
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
    "said",
    [
        "17-08-1970",
        "17/8/70",
        "17 8 1970",
        "17.08.1970",
        "17081970",
        "170870",
        "17 Agustus 1970",
        "17 agt 70",
        "17 Agst. 1970",
        "17agustus1970",
        "17 Agusuts 1970",
        "17 aug 1970",
        "August 17, 1970",
        "1970-08-17",
        "tgl 17-08-1970",
        "Sukabumi, 17 Agustus 1970",
        "١٧-٠٨-١٩٧٠",
        "17 / 08 / 1970.",
    ],
)
def test_a_birth_date_is_read_day_first_however_it_is_written(said: str, asking: Asking) -> None:
    assert BirthDate().read(said, asking) == Accepted("1970-08-17")


@pytest.mark.parametrize(
    ("said", "stored"),
    [
        ("1-2-03", "2003-02-01"),
        ("22/11/09", "2009-11-22"),
        ("1 peb 1960", "1960-02-01"),
        ("5 nopember 1980", "1980-11-05"),
        ("31 Desember 1955", "1955-12-31"),
        ("29-02-1972", "1972-02-29"),
        ("22-11-2026", "2026-11-22"),
        ("1 mei 1990", "1990-05-01"),
    ],
)
def test_a_short_year_is_of_the_century_that_makes_an_adult(said: str, stored: str, asking: Asking) -> None:
    assert BirthDate().read(said, asking) == Accepted(stored)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("31-02-1970", "no_such_day"),
        ("31 Februari 1970", "no_such_day"),
        ("29-02-1970", "no_such_day"),
        ("08/17/1985", "month_first"),
        ("32-01-1970", "no_such_day"),
        ("23-11-2026", "in_future"),
        ("17-08-1885", "too_long_ago"),
        ("17-08-0085", "too_long_ago"),
        ("17-08-0000", "no_such_day"),
        ("45", "only_a_number"),
        ("1970", "only_a_number"),
        ("umur 45 tahun", "only_a_number"),
        ("17 Blabla 1970", "unknown_month"),
        ("lupa", "not_a_date"),
        ("", "not_a_date"),
        (NIK, "not_a_date"),
        ("17-08-19700", "not_a_date"),
    ],
)
def test_a_date_that_cannot_be_says_why_and_the_right_one_is_taken_next(
    said: str, code: str, asking: Asking
) -> None:
    assert code_of(BirthDate().read(said, asking)) == code
    assert BirthDate().read("17-08-1970", asking) == Accepted("1970-08-17")


def test_a_date_with_two_readings_is_asked_back(asking: Asking) -> None:
    assert offered(BirthDate().read("17 8 15", asking)) == ["1915-08-17", "2015-08-17"]
    assert offered(BirthDate().read("1 jui 1980", asking)) == ["1980-06-01", "1980-07-01"]
    assert BirthDate().pick("2015-08-17", asking) == Accepted("2015-08-17")
    assert BirthDate().pick("2027-01-01", asking) == Problem("in_future")
    assert BirthDate().pick("20150817", asking) == Problem("not_on_offer")
    assert BirthDate().show("1970-08-17", asking) == "17 Agustus 1970"


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
        ("2 miliar", "too_much"),
        ("1e9", "not_money"),
        ("tidak tentu", "not_money"),
    ],
)
def test_what_is_no_sum_a_month_says_why(said: str, code: str, asking: Asking) -> None:
    assert code_of(Rupiah().read(said, asking)) == code
    assert Rupiah().read("sejuta", asking) == Accepted(1_000_000)


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


@pytest.mark.parametrize(
    ("said", "stored"),
    [
        ("November 2026", "2026-11"),
        ("nopember 26", "2026-11"),
        ("11/2026", "2026-11"),
        ("11-26", "2026-11"),
        ("2026-11", "2026-11"),
        ("bulan november 2026", "2026-11"),
        ("bulan ini", "2026-11"),
        ("bulan depan", "2026-12"),
        ("bulan lalu", "2026-10"),
        ("next month", "2026-12"),
    ],
)
def test_a_month_is_read_with_its_year_or_from_today(said: str, stored: str, asking: Asking) -> None:
    assert Month().read(said, asking) == Accepted(stored)


def test_a_month_without_its_year_is_asked_back(asking: Asking) -> None:
    assert offered(Month().read("april", asking)) == ["2025-04", "2026-04", "2027-04"]
    assert Month().pick("2026-04", asking) == Accepted("2026-04")
    assert Month().show("2026-04", asking) == "April 2026"


@pytest.mark.parametrize("said", ["", "13/2026", "0/2026", "kapan ya", "11/1899", "2026"])
def test_what_is_no_month_is_asked_again(said: str, asking: Asking) -> None:
    assert Month().read(said, asking) == Problem("not_a_month")
    assert Month().read("11/2026", asking) == Accepted("2026-11")
