"""The picture of several places, one a row: how many are protected of each one's target."""

from collections.abc import Iterator

from bot.charts.drawing import INSIDE, MARGIN, QUIET, TONES, TRACK, Text, bar, fitted, head, picture_of, text
from conversations.progress import Bar, Board

TOP, ROW = 172, 62
LABELS, COUNTS = 280, 95


def draw_board(shown: Board) -> str:
    """An SVG as high as it has rows."""
    beside = max((len(str(one.of)) for one in shown.rows), default=0) * 13 + 22
    rows = (shape for place, one in enumerate(shown.rows) for shape in _row(one, TOP + place * ROW, beside))
    return picture_of(TOP + len(shown.rows) * ROW - 10, *head(shown.title, shown.subtitle), *rows)


def _row(one: Bar, y: float, beside: float) -> Iterator[str]:
    """`beside` is the room that the targets take, so that the numbers stand one under the other."""
    room = INSIDE - LABELS - COUNTS - beside
    part = min(1.0, one.count / one.of) if one.of else 0.0
    yield text(MARGIN, y, fitted(one.label, 28, LABELS - 16), Text(28))
    yield bar(MARGIN + LABELS, y - 24, room, 28, TRACK)
    yield bar(MARGIN + LABELS, y - 24, room * part, 28, TONES["protected"])
    yield text(MARGIN + INSIDE - beside - 4, y, str(one.count), Text(30, is_bold=True, anchor="end"))
    yield text(MARGIN + INSIDE - beside + 2, y, f"/ {one.of}", Text(24, QUIET))
