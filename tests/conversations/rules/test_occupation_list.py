"""The list of trades: text codes, a village's order, and the words that people type."""

import pytest

from conversations.rules import OCCUPATIONS, Sector, find_occupation, get_occupation, occupations_named
from conversations.rules.occupations import plain


def test_codes_are_unique_text_and_keep_their_zeros() -> None:
    codes = [trade.code for trade in OCCUPATIONS]
    assert len(set(codes)) == len(codes)
    assert {"014", "026", "000"} <= set(codes)
    assert all(len(code) == 3 for code in codes if code.isdigit())


def test_a_village_is_asked_about_farm_sea_and_trade_first() -> None:
    assert [trade.id for trade in OCCUPATIONS[:4]] == ["Petani", "Buruh tani", "Nelayan", "Pedagang"]


def test_transport_is_who_the_relief_names() -> None:
    transport = {trade.id for trade in OCCUPATIONS if trade.sector is Sector.TRANSPORT}
    assert transport == {"Ojek pangkalan", "Ojek online", "Sopir", "Kurir"}


@pytest.mark.parametrize("code", ["becak", "delman", "021", "014", "065", "185"])
def test_trades_between_the_sectors_are_left_to_the_branch(code: str) -> None:
    assert get_occupation(code).sector is Sector.UNCLEAR


@pytest.mark.parametrize("code", ["135", "079", "158", "138", "052", "127", "185", "014"])
def test_people_covered_elsewhere_are_referred(code: str) -> None:
    assert get_occupation(code).refers_to_branch


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("Petani", "129"),
        ("  PETANI. ", "129"),
        ("bertani", "129"),
        ("farmer", "129"),
        ("supir", "149"),
        ("ojol", "110"),
        ("ojek", "111"),
        ("ibu rumah tangga", "000"),
        ("p3k", "079"),
        ("serabutan", "185"),
    ],
)
def test_what_people_type_finds_their_trade(said: str, code: str) -> None:
    assert [trade.code for trade in occupations_named(said)] == [code]


def test_a_word_of_many_trades_finds_all_of_them() -> None:
    assert {trade.code for trade in occupations_named("buruh")} >= {"026", "022", "024", "027"}
    assert occupations_named("   ") == ()
    assert occupations_named("astronaut") == ()


def test_every_button_is_short_and_every_word_is_typed_plainly() -> None:
    for trade in OCCUPATIONS:
        assert len(trade.label("id")) <= 30, trade.code
        assert len(trade.label("en")) <= 30, trade.code
        assert all(word == plain(word) and word for word in trade.words), trade.code


def test_an_unknown_code_is_not_found() -> None:
    assert find_occupation("999") is None
    with pytest.raises(LookupError):
        get_occupation("999")
    assert get_occupation("129").label("en") == "Farmer"
