"""Names of people and places as they stand on cards, and addresses."""

import pytest

from conversations.kinds import Address, BirthPlace, FreeText, FullName, RtRw
from conversations.kinds.kind import Accepted, Asking, Problem


@pytest.mark.parametrize(
    ("said", "stored", "shown"),
    [
        ("Siti Aminah", "Siti Aminah", "Siti Aminah"),
        ("  SITI   AMINAH ", "SITI AMINAH", "Siti Aminah"),
        ("suharto", "suharto", "Suharto"),
        ("Slamet", "Slamet", "Slamet"),
        ("Selamat", "Selamat", "Selamat"),
        ("NI'MATUL ‘AINI", "NI'MATUL ‘AINI", "Ni'matul ‘aini"),
        ("Ma’ruf", "Ma’ruf", "Ma’ruf"),
        ("Fa'atulö Zebua", "Fa'atulö Zebua", "Fa'atulö Zebua"),
        ("I Wayan Sudarma", "I Wayan Sudarma", "I Wayan Sudarma"),
        ("NI LUH PUTU AYU", "NI LUH PUTU AYU", "Ni Luh Putu Ayu"),
        ("Ida Bagus Gede", "Ida Bagus Gede", "Ida Bagus Gede"),
        ("H. UMAR BIN ABDULLAH", "H. UMAR BIN ABDULLAH", "H. Umar bin Abdullah"),
        ("Hj. Nur'aini binti Saleh", "Hj. Nur'aini binti Saleh", "Hj. Nur'aini binti Saleh"),
        ("Drs. Budi Santoso, S.Pd.", "Drs. Budi Santoso, S.Pd.", "Drs. Budi Santoso, S.Pd."),
        ("BUDI, S.PD.", "BUDI, S.PD.", "Budi, S.Pd."),
        ("Abdul-Rahman", "Abdul-Rahman", "Abdul-Rahman"),
        ("nama saya Siti Aminah", "Siti Aminah", "Siti Aminah"),
        ("Nama: Siti Aminah", "Siti Aminah", "Siti Aminah"),
        ("Siti 😊 Aminah", "Siti Aminah", "Siti Aminah"),
        ("Siti\u202e Ami\x00nah", "Siti Aminah", "Siti Aminah"),
        ("Jose\u0301", "José", "José"),
        ("U", "U", "U"),
        ("Pak Budi", "Budi", "Budi"),
    ],
)
def test_a_name_is_kept_as_typed_and_shown_calmly(said: str, stored: str, shown: str, asking: Asking) -> None:
    assert FullName().read(said, asking) == Accepted(stored)
    assert FullName().show(stored, asking) == shown


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("", "not_text"),
        ("...", "not_text"),
        ("😊", "not_text"),
        ("halo", "a_question"),
        ("Assalamualaikum", "a_question"),
        ("selamat pagi", "a_question"),
        ("tidak tahu", "a_question"),
        ("siapa ya", "a_question"),
        ("nama siapa?", "a_question"),
        ("ya", "a_question"),
        ("belum tau", "a_question"),
        ("saya mau tanya dulu", "a_question"),
        ("Siti 2", "has_digits"),
        ("3201015708850001", "has_digits"),
        ("https://contoh.id/x", "a_link"),
        ("beli di contoh.com", "a_link"),
        ("siti@contoh", "a_link"),
        ("Siti <b>", "odd_sign"),
        ("=SUM(A)", "odd_sign"),
        ("Сити", "odd_sign"),
        ("ㅤ", "odd_sign"),
        ("A" * 61, "too_long"),
        ("A." * 51, "too_long"),
    ],
)
def test_what_is_no_name_is_refused_kindly_and_the_name_is_taken_next(
    said: str, code: str, asking: Asking
) -> None:
    reading = FullName().read(said, asking)
    assert isinstance(reading, Problem)
    assert reading.code == code
    assert FullName().read("Siti Aminah", asking) == Accepted("Siti Aminah")


@pytest.mark.parametrize(
    ("said", "stored"),
    [
        ("Sukabumi", "Sukabumi"),
        ("SUKABUMI", "SUKABUMI"),
        ("lahir di Sukabumi", "Sukabumi"),
        ("Sukabumi, 17 Agustus 1970", "Sukabumi"),
        ("Sukabumi/17-08-1970", "Sukabumi"),
        ("Muara Bungo (Jambi)", "Muara Bungo (Jambi)"),
        ("Nga'ol", "Nga'ol"),
    ],
)
def test_a_place_of_birth_is_a_name_without_the_date(said: str, stored: str, asking: Asking) -> None:
    assert BirthPlace().read(said, asking) == Accepted(stored)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("", "not_a_place"),
        ("17-08-1970", "not_a_place"),
        ("U", "not_a_place"),
        ("lupa", "a_question"),
        ("dimana?", "a_question"),
        ("A" * 61, "too_long"),
        ("a#b", "odd_sign"),
    ],
)
def test_what_is_no_place_is_asked_again(said: str, code: str, asking: Asking) -> None:
    reading = BirthPlace().read(said, asking)
    assert isinstance(reading, Problem)
    assert reading.code == code
    assert BirthPlace().read("Garut", asking) == Accepted("Garut")


@pytest.mark.parametrize(
    ("said", "stored"),
    [
        ("Kp. Baru rt 3 rw 5", "Kp. Baru RT 003/RW 005"),
        ("Kp Baru RT.03/RW.05 No 7", "Kp Baru RT 003/RW 005 No 7"),
        ("Jl. Melati 5, rt/rw 003/005", "Jl. Melati 5, RT 003/RW 005"),
        ("rt3/5 dusun Cikole", "RT 003/RW 005 dusun Cikole"),
        ("RT 03, RW 05", "RT 003/RW 005"),
        ("Rt 1 dan rw 2 Dusun II", "RT 001/RW 002 Dusun II"),
        ("Dusun II\nJl Kartini 9", "Dusun II Jl Kartini 9"),
        ("RT 3, 12 meter dari masjid", "RT 3, 12 meter dari masjid"),
        ("Artha 3/5 blok C", "Artha 3/5 blok C"),
    ],
)
def test_an_address_keeps_its_words_and_evens_out_rt_and_rw(said: str, stored: str, asking: Asking) -> None:
    assert Address().read(said, asking) == Accepted(stored)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("", "not_an_address"),
        ("kp", "not_an_address"),
        ("12345", "not_an_address"),
        ("tidak tahu", "a_question"),
        ("x" * 201, "too_long"),
    ],
)
def test_what_is_no_address_is_asked_again(said: str, code: str, asking: Asking) -> None:
    reading = Address().read(said, asking)
    assert isinstance(reading, Problem)
    assert reading.code == code
    assert Address().read("Dusun Baru", asking) == Accepted("Dusun Baru")


@pytest.mark.parametrize(
    "said",
    [
        "003/005",
        "3/5",
        "3 5",
        "RT 3 RW 5",
        "rt.03/rw.05",
        "RT/RW 003/005",
        "003005",
        "3-5",
        "rt3 rw5",
        "RT 03 / RW 05",
        "rt 3, rw 5",
    ],
)
def test_rt_and_rw_are_three_digits_each(said: str, asking: Asking) -> None:
    assert RtRw().read(said, asking) == Accepted("003/005")
    assert RtRw().show("003/005", asking) == "RT 003/RW 005"


def test_a_village_without_rt_and_rw_says_so(asking: Asking) -> None:
    assert RtRw().read("tidak ada", asking) == Accepted("-")
    assert RtRw().show("-", asking) == "tanpa RT/RW"


@pytest.mark.parametrize("said", ["", "3", "RT 3", "0003/5", "1/2/3", "a/b", "12345"])
def test_half_of_rt_and_rw_is_asked_again(said: str, asking: Asking) -> None:
    assert RtRw().read(said, asking) == Problem("not_rt_rw")
    assert RtRw().read("3/5", asking) == Accepted("003/005")


def test_free_text_has_a_limit_that_is_named(asking: Asking) -> None:
    assert FreeText(10).read("a" * 11, asking) == Problem("too_long", {"limit": "10"})
    assert FreeText(10).read(" ada\x00 \n dua ", asking) == Accepted("ada dua")
    assert FreeText(10).read("\u200b \n", asking) == Problem("not_text")
