"""Pictures are painted with our own letters, show what they are given, and stay within what a chat takes."""

import struct
from dataclasses import replace

import pytest

from bot import charts
from bot.charts import picture
from bot.charts.board import draw_board
from bot.charts.drawing import WIDTH
from bot.charts.painting import FONTS, paint
from bot.charts.village import draw_progress
from conversations.progress import Bar, Board, Part, Progress

TONES = ("protected", "lapsing", "lapsed", "unpaid", "waiting", "needs_fixing")
STANDING = Part("Keadaan", tuple(Bar(tone, count, tone) for count, tone in enumerate(TONES, 1)))
SHOWN = Progress(
    "Sukamanah",
    "22 November 2026",
    Bar("dari 100 terlindungi", 37, of=100),
    "Kurang 63 orang lagi",
    STANDING,
    (Part("Kunjungan", (Bar("Bertemu", 9, "visit"), Bar("Tidak ada orang", 0, "visit"))),),
)
BOARD = Board("12 desa", "22 November 2026", tuple(Bar(f"Desa {n}", n * 11, of=100) for n in range(12)))


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.parametrize("shown", [SHOWN, BOARD], ids=["one place", "a board"])
def test_a_picture_is_small_and_fits_a_phone(shown: Progress | Board) -> None:
    file = picture(shown)
    assert file is not None
    width, height = size_of(file.content)
    assert width == WIDTH
    assert height < 2 * width
    assert len(file.content) < 150_000


def test_our_letters_are_really_painted() -> None:
    svg = draw_progress(SHOWN)
    painted, bare = paint(svg), paint(svg, fonts=())
    assert painted is not None
    assert bare is not None
    assert painted != bare
    assert len(painted) > len(bare) + 5_000
    assert len(FONTS) == 2


def test_letters_and_numbers_stand_in_the_drawing() -> None:
    drawn = draw_progress(SHOWN)
    for words in ("Sukamanah", ">37<", "Kurang 63 orang lagi", "Bertemu", ">9<"):
        assert words in drawn
    assert "/ 100" in draw_board(BOARD)


def test_a_village_called_like_a_tag_breaks_nothing() -> None:
    odd = replace(SHOWN, title='<b>Air & "Api"</b>')
    assert "&lt;b&gt;Air &amp;" in draw_progress(odd)
    assert picture(odd) is not None


@pytest.mark.parametrize("target", [0, 3, 100])
def test_nobody_and_more_than_the_target_can_be_drawn(target: int) -> None:
    empty = replace(STANDING, bars=tuple(replace(one, count=0) for one in STANDING.bars))
    for standing in (STANDING, empty):
        shown = replace(SHOWN, standing=standing, headline=replace(SHOWN.headline, of=target))
        assert picture(shown) is not None


def test_a_picture_is_painted_once_as_long_as_day_place_and_every_number_are_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    painted: list[str] = []

    def counting(svg: str) -> bytes | None:
        painted.append(svg)
        return paint(svg)

    monkeypatch.setattr(charts, "paint", counting)
    picture.cache_clear()
    for _ in range(3):
        assert picture(replace(SHOWN)) == picture(replace(SHOWN))
    assert len(painted) == 1
    other_bar = replace(STANDING, bars=(replace(STANDING.bars[0], count=2), *STANDING.bars[1:]))
    changes = (
        replace(SHOWN, standing=other_bar),
        replace(SHOWN, subtitle="23 November 2026"),
        replace(SHOWN, title="Sukamantri"),
        replace(SHOWN, headline=replace(SHOWN.headline, label="of 100 protected")),
    )
    assert len({picture(one) for one in (SHOWN, *changes)}) == 5
    assert len(painted) == 5
