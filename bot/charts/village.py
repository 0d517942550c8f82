"""The picture of one place: who is protected of the target, who is not yet, and what happened lately."""

from collections.abc import Iterator

from bot.charts.drawing import (
    INSIDE,
    LINE,
    MARGIN,
    QUIET,
    TONES,
    TRACK,
    Text,
    bar,
    fitted,
    head,
    picture_of,
    text,
)
from conversations.progress import Bar, Part, Progress

TOP, ROW, GAP = 300, 46, 34
HALF = INSIDE / 2
LABELS, COUNTS = 250, 70
"""Room for the label left of a bar, and for the number right of it."""


def draw_progress(shown: Progress) -> str:
    """An SVG as high as what it shows."""
    shapes = [*head(shown.title, shown.subtitle), *_headline(shown.headline, shown.note)]
    shapes += _target(shown.standing, shown.headline.of)
    legend = list(_legend(shown.standing, TOP + 64))
    y = TOP + 64 + ROW * ((len(shown.standing.bars) + 1) // 2) + GAP
    for part in shown.others:
        shapes += _part(part, y)
        y += GAP + ROW * (len(part.bars) + 1)
    return picture_of(y - 6, *shapes, *legend)


def _headline(headline: Bar, note: str) -> Iterator[str]:
    number = str(headline.count)
    yield text(MARGIN, 226, number, Text(112, TONES["protected"], is_bold=True))
    beside = MARGIN + 24 + len(number) * 62
    yield text(beside, 188, headline.label, Text(34, is_bold=True))
    yield text(beside, 226, note, Text(26, QUIET))


def _target(standing: Part, target: int) -> Iterator[str]:
    """One long bar: the parts of the registered, on a track as long as the target (or as all of them)."""
    whole = max(target, sum(one.count for one in standing.bars), 1)
    yield bar(MARGIN, TOP - 40, INSIDE, 40, TRACK)
    x: float = MARGIN
    for one in standing.bars:
        width = INSIDE * one.count / whole
        yield f'<g clip-path="url(#track)">{_block(x, width, one.tone)}</g>'
        x += width
    clip = bar(MARGIN, TOP - 40, INSIDE, 40, "#000")
    yield f'<clipPath id="track">{clip}</clipPath>'
    if target and whole > target:
        at = MARGIN + INSIDE * target / whole
        yield f'<rect x="{at - 2:.1f}" y="{TOP - 52}" width="4" height="64" fill="#17313a"/>'


def _block(x: float, width: float, tone: str) -> str:
    if width <= 0:
        return ""
    # A hair of white between neighbours, for eyes that do not tell their colours apart.
    return f'<rect x="{x:.1f}" y="{TOP - 40}" width="{max(1.5, width - 2):.1f}" height="40" fill="{TONES[tone]}"/>'


def _legend(standing: Part, y: float) -> Iterator[str]:
    for place, one in enumerate(standing.bars):
        x = MARGIN + (place % 2) * HALF
        line = y + (place // 2) * ROW
        yield f'<rect x="{x:.1f}" y="{line - 20:.1f}" width="22" height="22" rx="6" fill="{TONES[one.tone]}"/>'
        yield text(x + 34, line, fitted(one.label, 26, HALF - 110), Text())
        yield text(
            x + HALF - 34 * (place % 2 == 0), line, str(one.count), Text(28, is_bold=True, anchor="end")
        )


def _part(part: Part, y: float) -> Iterator[str]:
    yield f'<rect x="{MARGIN}" y="{y - 34:.1f}" width="{INSIDE}" height="2" fill="{LINE}"/>'
    yield text(MARGIN, y + 8, part.title, Text(26, QUIET, is_bold=True))
    most = max((one.count for one in part.bars), default=0) or 1
    room = INSIDE - LABELS - COUNTS
    for place, one in enumerate(part.bars, 1):
        line = y + 8 + place * ROW
        yield text(MARGIN, line, fitted(one.label, 26, LABELS), Text())
        yield bar(MARGIN + LABELS, line - 20, room, 22, TRACK)
        yield bar(MARGIN + LABELS, line - 20, room * one.count / most, 22, TONES[one.tone])
        yield text(MARGIN + INSIDE, line, str(one.count), Text(28, is_bold=True, anchor="end"))
