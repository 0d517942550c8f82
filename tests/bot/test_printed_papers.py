"""The papers that a village prints: what stands on which page, and that nothing runs out of its place."""

from datetime import UTC, date, datetime

import pytest

from bot.funding.listing import Listings
from bot.funding.paper import list_paper, meeting_paper
from bot.funding.press import LEFT, RIGHT, Press, Style
from conversations.facts import Place
from conversations.funding.pack import Candidate, pack, rank
from conversations.funding.payers import Funding, PayerKind
from conversations.texts import load
from tests.bot.printed import pages_of, words_of
from tests.storage.people import VILLAGE

TODAY = date(2027, 1, 10)
MONEY = Funding(
    PayerKind.VILLAGE, "Dana Desa 2027", VILLAGE, date(2027, 1, 1), date(2027, 12, 1), 100,
    decree_number="141/05/2027",
)  # fmt: skip
FITS = 29
"""Rows on a page."""


def listings(place: Place, people: int, language: str = "id", money: Funding = MONEY) -> Listings:
    everybody = [
        Candidate(
            f"case{number}", f"SSR-{number:04}", f"Siti Melati {number}", VILLAGE, "other",
            datetime(2026, 11, 1, 0, number % 60, tzinfo=UTC), None, is_proposed=number % 2 == 1,
        )
        for number in range(1, people + 1)
    ]  # fmt: skip
    return Listings(pack(money, rank(everybody, TODAY)), place.regions, load(language))


def test_the_meeting_gets_the_ranking_with_reasons_and_minutes_to_fill_in(place: Place) -> None:
    words = words_of(meeting_paper(listings(place, 4), TODAY))
    assert "Daftar warga menurut urutan" in words
    assert words.count("belum pernah dibayar") == 4
    for said in ("BERITA ACARA MUSYAWARAH DESA", "Sukarasa", "Saksi 2", "141/05/2027"):
        assert said in words
    assert "Musyawarah membahas 2 nama untuk dibayari dari Dana Desa 2027." in words
    assert "Dasar hukum diisi oleh desa. Berkas ini tidak menyatakan sah tidaknya." in words


def test_a_price_that_is_not_sure_is_called_at_most_on_every_paper(place: Place) -> None:
    ours = listings(place, 4, money=Funding(
        PayerKind.VILLAGE, "Dana Desa", VILLAGE, date(2026, 11, 1), date(2026, 12, 1), 5
    ))  # fmt: skip
    for paper in (
        meeting_paper(ours, TODAY),
        *(list_paper(ours, one, TODAY) for one in (ours.board(), ours.branch())),
    ):
        assert "Angka paling banyak. Keringanan belum pasti." in words_of(paper)


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_board_shows_no_whole_name_and_no_number_of_a_person(place: Place, language: str) -> None:
    ours = listings(place, 9, language)
    board, branch = (words_of(list_paper(ours, one, TODAY)) for one in (ours.board(), ours.branch()))
    assert "Siti M." in board
    assert "Melati" not in board
    assert "SSR-" not in board
    assert all(f"SSR-{number:04}" in branch for number in (1, 3, 5, 7, 9))
    total = ours.texts.rupiah(ours.pack.total_rupiah or 0)
    assert board.count(total) == branch.count(total) == 1


@pytest.mark.parametrize("listed", [0, 1, FITS - 5, FITS - 3, FITS - 1, FITS, FITS + 1, 3 * FITS])
def test_every_row_is_printed_once_however_many_pages_it_takes(place: Place, listed: int) -> None:
    ours = listings(place, 2 * listed)
    paper = list_paper(ours, ours.branch(), TODAY)
    words = words_of(paper)
    assert words.count("SSR-") == listed
    assert words.count("Jumlah orang") == 1
    assert f"dari {pages_of(paper)}" in words


def test_who_is_called_very_long_stays_within_the_place() -> None:
    press = Press("title", "foot", str)
    long = "Muhammad " * 40
    press.page()
    press.write(LEFT, 100, long, Style(), until=LEFT + 80)
    press.paragraph(LEFT, 90, long)
    cut, *wrapped = [line for line in words_of(press.finished()).splitlines() if "Muhammad" in line]
    assert press.width(cut[:-1], Style()) <= 80
    assert len(wrapped) > 3
    assert max(press.width(line, Style()) for line in wrapped) <= RIGHT - LEFT


def test_the_same_list_gives_the_same_file(place: Place) -> None:
    ours = listings(place, 3)
    assert meeting_paper(ours, TODAY) == meeting_paper(ours, TODAY)
