"""Pictures of progress for a chat: drawn as SVG by hand, turned into PNG with the fonts that lie beside."""

from functools import lru_cache

from bot.charts.board import draw_board
from bot.charts.painting import paint
from bot.charts.village import draw_progress
from conversations.progress import Board, Progress
from conversations.says import File

NAME = "sasar.png"
KEPT = 64
"""Pictures at hand, some 70 kB each: many look at the same village on one day, and painting stops everybody's turn."""


@lru_cache(KEPT)
def picture(shown: Progress | Board) -> File | None:
    """The picture of what is shown; None where the painter is not installed, as the text beside says the same.

    One that was painted is given again as long as place, day, language and every number are the same.
    """
    svg = draw_progress(shown) if isinstance(shown, Progress) else draw_board(shown)
    png = paint(svg)
    return File(NAME, png, is_picture=True) if png else None
