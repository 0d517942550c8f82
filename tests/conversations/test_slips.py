"""Codes that are easy to read back, slips that fit the narrowest paper, and names half remembered."""

from hypothesis import given
from hypothesis import strategies as st

from conversations.names import likeness, wanted
from conversations.slips import COLUMNS, LETTERS, blank, code_from, printed, read_code, shown_code
from conversations.texts import LANGUAGES, load

FRESH = st.text("0123456789abcdef", min_size=32, max_size=32)


@given(fresh=FRESH, number=st.integers(1, 999_999))
def test_a_code_is_read_back_however_it_is_written(fresh: str, number: int) -> None:
    code = code_from(fresh, number)
    for written in (
        shown_code(code),
        code.lower(),
        f"kode {code[:4]} {code[4:]}",
        f"slip-{code}",
        " ".join(code),
    ):
        assert read_code(written) == code


@given(said=st.text(max_size=30))
def test_anything_else_is_no_code(said: str) -> None:
    found = read_code(said)
    assert found is None or set(found) <= set(LETTERS)


def test_codes_of_one_booklet_all_differ() -> None:
    assert len({code_from("0" * 32, number) for number in range(5000)}) == 5000


def test_a_slip_fits_32_columns_in_every_language() -> None:
    for language in LANGUAGES:
        slip = printed(load(language), 999_999, "7K2FQD4M", "SSR-7K2F-QD")
        assert max(map(len, (*slip.split("\n"), blank(load(language), 999_999, "7K2FQD4M")))) <= COLUMNS
        assert "7K2F-QD4M" in slip
        assert "SSR-7K2F-QD" in slip


def test_a_name_is_found_by_what_somebody_remembers_of_it() -> None:
    name = "Siti Nurhaliza binti H. Umar"
    for said in ("siti", "Bu Siti", "nurhal", "nurhalisa", "umar siti"):
        assert likeness(name, wanted(said)) > 0, said
    for said in ("budi", "siti budi", "s"):
        assert likeness(name, wanted(said)) == 0, said
    assert (
        likeness(name, wanted("siti"))
        > likeness(name, wanted("nurhal"))
        > likeness(name, wanted("nurhalisa"))
    )
    assert wanted("Pak Haji") == ()
