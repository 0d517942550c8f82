"""The few shapes that our pictures are made of, and their colours."""

from dataclasses import dataclass
from html import escape

WIDTH = 800
MARGIN = 40
INSIDE = WIDTH - 2 * MARGIN
INK, QUIET, TRACK, LINE = "#17313a", "#5d6f76", "#e9eef0", "#d5dde0"
GREEN, AMBER, RED, BLUE, PALE, SAND = "#0b8a5f", "#e39b17", "#b5473c", "#2f6fb0", "#9db9cf", "#cdb98d"
TONES = {
    "protected": GREEN,
    "lapsing": AMBER,
    "lapsed": RED,
    "unpaid": BLUE,
    "waiting": PALE,
    "needs_fixing": SAND,
    "step": GREEN,
    "now": GREEN,
    "before": PALE,
    "visit": BLUE,
}
"""Told apart by lightness as well as by colour, for eyes that do not see red and green."""
LETTER = 0.5
"""An average letter's width in parts of its size; what is cut too early does no harm."""


@dataclass(frozen=True, slots=True)
class Text:
    """How a text is written: size in pixels, colour, and to which side of its place it goes."""

    size: int = 26
    colour: str = INK
    is_bold: bool = False
    anchor: str = "start"


def text(x: float, y: float, words: str, style: Text) -> str:
    """Words on their baseline."""
    weight = ' font-weight="bold"' if style.is_bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{style.size}" fill="{style.colour}"'
        f' text-anchor="{style.anchor}"{weight}>{escape(words)}</text>'
    )


def bar(x: float, y: float, width: float, height: float, colour: str) -> str:
    """A bar with round ends; nothing where it would be no bar."""
    if width <= 0:
        return ""
    round_by = min(height, width) / 2
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
        f' rx="{round_by:.1f}" fill="{colour}"/>'
    )


def fitted(words: str, size: int, width: float) -> str:
    """The words, cut with an ellipsis where they would not fit."""
    most = max(3, int(width / (size * LETTER)))
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def picture_of(height: float, *shapes: str) -> str:
    """The whole picture."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height:.0f}"'
        f' viewBox="0 0 {WIDTH} {height:.0f}" font-family="Liberation Sans">{"".join(shapes)}</svg>'
    )


def head(title: str, subtitle: str) -> tuple[str, ...]:
    """The two lines on top of every picture."""
    return (
        text(MARGIN, 70, fitted(title, 44, INSIDE), Text(44, is_bold=True)),
        text(MARGIN, 108, fitted(subtitle, 24, INSIDE), Text(24, QUIET)),
    )
