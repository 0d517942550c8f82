"""Choices: the label, its number, another word for it, or nearly so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.kinds import Choice, YesNo
from conversations.kinds.kind import Accepted, Asking, Offer, Problem
from conversations.kinds.months import distance
from conversations.kinds.written import is_slip

RESULT = Choice(("met", "nobody", "again"))


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("Bertemu", "met"),
        ("  BERTEMU!! 👍", "met"),
        ("bertmu", "met"),
        ("berteum", "met"),
        ("ketemu", "met"),
        ("ketemu pak", "met"),
        ("1", "met"),
        ("2.", "nobody"),
        ("no 2", "nobody"),
        ("nomor 3", "again"),
        ("３", "again"),
        ("٣", "again"),
        ("tidak ada orang", "nobody"),
        ("tidak ada oramg", "nobody"),
        ("kosong", "nobody"),
        ("kembali lagi", "again"),
        ("ber\u200btemu", "met"),
    ],
)
def test_a_choice_is_heard_as_label_number_synonym_or_with_a_slip(
    said: str, value: str, asking: Asking
) -> None:
    assert RESULT.read(said, asking) == Accepted(value)


@pytest.mark.parametrize("said", ["", "👍", "4", "0", "99", "tidak bertemu", "besok saja", "met", "ada"])
def test_anything_else_is_not_on_offer_and_the_next_answer_still_counts(said: str, asking: Asking) -> None:
    assert RESULT.read(said, asking) == Problem("not_on_offer")
    assert RESULT.read("bertemu", asking) == Accepted("met")


def test_every_language_is_understood_whatever_language_we_speak(
    asking: Asking, asking_english: Asking
) -> None:
    assert YesNo().read("nggih", asking_english) == Accepted("yes")
    assert YesNo().read("I agree", asking) == Accepted("yes")
    assert YesNo().read("Tidak", asking_english) == Accepted("no")
    assert RESULT.show("met", asking_english) == "Met"


def test_numbers_in_labels_are_themselves_and_not_places(asking: Asking) -> None:
    months = Choice(("one", "three", "twelve"))
    labels = {"one": "1 bulan", "three": "3 bulan", "twelve": "12 bulan"}
    texts = type(asking.texts)(
        "id", {f"pay.months.button.{value}": label for value, label in labels.items()}, {}
    )
    here = Asking("pay.months", texts, {}, asking.facts)
    assert months.read("3 bulan", here) == Accepted("three")
    assert months.read("3", here) == Accepted("three")
    assert months.read("2", here) == Problem("not_on_offer")


def test_a_slip_between_two_labels_is_asked_back(asking: Asking) -> None:
    days = Choice(("first", "second"))
    texts = type(asking.texts)("id", {"a.b.button.first": "Melati", "a.b.button.second": "Meladi"}, {})
    reading = days.read("melaki", Asking("a.b", texts, {}, asking.facts))
    assert isinstance(reading, Offer)
    assert [option.value for option in reading.options] == ["first", "second"]


@given(word=st.text("abcd", min_size=4, max_size=8), other=st.text("abcd", min_size=4, max_size=8))
def test_a_slip_is_one_letter_in_a_long_word_and_nothing_else(word: str, other: str) -> None:
    is_one = min(len(word), len(other)) >= 5 and distance(word, other) <= 1
    assert is_slip(word, other) == (word == other or is_one)


@given(word=st.text("abcde", min_size=6, max_size=9), place=st.integers(0, 4))
def test_every_single_slip_is_forgiven(word: str, place: int) -> None:
    swapped = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    for typed in (
        word[:place] + word[place + 1 :],
        word[:place] + "x" + word[place:],
        word[:place] + "x" + word[place + 1 :],
        swapped,
    ):
        assert is_slip(typed, word)
        assert distance(typed, word) <= 1


def test_a_button_that_was_never_there_is_refused(asking: Asking) -> None:
    assert RESULT.pick("~send", asking) == Problem("not_on_offer")
    assert RESULT.pick("again", asking) == Accepted("again")
    with pytest.raises(ValueError, match="not one of"):
        RESULT.stored("gone")


@pytest.mark.parametrize(
    "said",
    [
        "y",
        "Ya",
        "iya pak",
        "YA!!",
        "nggih",
        "Inggih",
        "enggih",
        "muhun",
        "oke",
        "ok 👍",
        "yes",
        "ya setuju",
        "ya betul bu",
        "1",
        "benar",
        "betuul",
        "sampun",
        "YAAAA",
        "iyaaa bos",
        "njih",
        "he'eh",
        "ho-oh",
        "mangga",
    ],
)
def test_a_yes_is_a_yes_in_every_language_of_the_village(said: str, asking: Asking) -> None:
    assert YesNo().read(said, asking) == Accepted("yes")


@pytest.mark.parametrize(
    "said",
    [
        "tdk",
        "Tidak",
        "ga",
        "gak",
        "nggak pak",
        "ora",
        "henteu",
        "mboten",
        "No.",
        "belum",
        "tidka",
        "gak mau",
        "2",
        "tidak setuju",
        "teu acan",
        "tidaaak",
        "tidak, terima kasih",
        "gak dulu",
        "bukan",
        "dudu",
        "sanes",
        "emoh",
        "ogah",
        "ora iso",
    ],
)
def test_a_no_is_a_no_in_every_language_of_the_village(said: str, asking: Asking) -> None:
    assert YesNo().read(said, asking) == Accepted("no")


@pytest.mark.parametrize(
    "said",
    ["ya tidak", "belum setuju", "tidak ya", "setuju apa tidak", "ya kalau gratis", "mungkin", "pak", "saya"],
)
def test_what_is_neither_is_never_taken_for_a_yes(said: str, asking: Asking) -> None:
    assert isinstance(YesNo().read(said, asking), Problem)
    assert YesNo().read("ya", asking) == Accepted("yes")


def test_shared_labels_stand_in_where_a_question_has_none(asking: Asking, asking_english: Asking) -> None:
    assert [option.label for option in YesNo().options(asking)] == ["Ya", "Tidak"]
    assert YesNo().show("no", asking_english) == "No"
