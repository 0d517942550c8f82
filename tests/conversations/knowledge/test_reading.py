"""The reading level: what is too long or unexplained is named, and plain words pass."""

import pytest

from conversations.reading import problems, sentences

LONG = (
    "Satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas dua belas tiga belas empat belas."
)


def test_plain_words_pass() -> None:
    assert problems("Ini yang akan dikirim:\n<b>Nama</b> dan alamat. Sudah benar?") == ()


def test_a_sentence_of_seventeen_words_is_named_and_two_short_ones_pass() -> None:
    assert any("17 words" in problem for problem in problems(LONG))
    assert not any("words in" in problem for problem in problems(LONG.replace("empat belas", "empat")))
    assert problems("Satu dua tiga empat lima. Enam tujuh delapan sembilan sepuluh.") == ()


def test_too_many_words_on_average_are_named() -> None:
    eleven = "Satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas."
    assert problems(eleven) == ("11.0 words a sentence",)
    assert problems(f"{eleven} Ya.") == ()


def test_tags_slots_and_commands_are_not_read_as_words_of_the_office() -> None:
    assert problems("<b>Bayar</b> {price_month}. Lihat /iuran dan /klaim.") == ()


def test_a_list_row_counts_for_its_length_but_not_for_the_average() -> None:
    rows = "\n".join("• KTP" for _ in range(9))
    assert problems(f"Satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas.\n{rows}")
    assert any("words in" in problem for problem in problems(f"• {LONG} lagi dan lagi sekali"))
    assert problems("Surat:\n• Kartu Keluarga\n1. KTP") == ()


@pytest.mark.parametrize(
    ("unexplained", "explained"),
    [
        ("Bayar iuran sekarang.", "Bayar iuran (uang bulanan) sekarang."),
        ("Ikut JKK.", "Ikut JKK, bantuan celaka kerja."),
        ("Ahli waris datang.", "Ahli waris (keluarga yang menerima) datang."),
        ("Santunannya besar.", "Santunannya (uang bantuan) besar."),
        ("Pay the contribution.", "Pay the contribution, a monthly payment."),
    ],
)
def test_a_word_of_the_office_needs_its_plain_word(unexplained: str, explained: str) -> None:
    assert any("unexplained" in problem for problem in problems(unexplained))
    assert problems(explained) == ()


def test_a_word_that_was_explained_before_may_be_allowed() -> None:
    assert problems("Ketik NIK.") == ("unexplained: NIK",)
    assert problems("Ketik NIK.", allowed=frozenset({"NIK"})) == ()


def test_small_letters_inside_other_words_are_no_office_words() -> None:
    assert problems("Saya punya kebun dan jaminan diri.") == ()


def test_amounts_dates_and_short_forms_do_not_end_a_sentence() -> None:
    assert sentences("Bayar Rp16.800 ke Jl. Mawar no. 5, dll. Terima kasih.") == (
        "Bayar Rp16.800 ke Jl Mawar no 5, dll Terima kasih",
    )
    assert sentences("Satu baris\nyang bersambung.\nBaris baru") == (
        "Satu baris yang bersambung",
        "Baris baru",
    )
