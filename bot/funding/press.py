"""Draws A4 pages with reportlab: words that never run out of their place, rules, dots to write on, page numbers."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from bot.charts.painting import FONTS

WIDTH, HEIGHT = 595.28, 841.89
"""A4, in points."""
LEFT, RIGHT, TOP, BOTTOM = 54.0, WIDTH - 54.0, HEIGHT - 64.0, 66.0
ALL_PAGES = 38.0
"""Room for `dari 120` in the corner."""
BIG, BODY, SMALL = 17, 11, 9
REGULAR, BOLD = "SasarRegular", "SasarBold"
INK, QUIET, FAINT = 0.0, 0.35, 0.8


@dataclass(frozen=True, slots=True)
class Style:
    """How words are written: size in points, thick, or grey."""

    size: int = BODY
    is_bold: bool = False
    is_quiet: bool = False

    @property
    def font(self) -> str:
        return BOLD if self.is_bold else REGULAR


class Press:
    """One file of pages; under each stand `foot` and its number, with `of` how many there are."""

    def __init__(self, title: str, foot: str, of: Callable[[int], str]) -> None:
        # Read when the first paper is printed: it costs a fifth of a second, and most starts print none.
        from reportlab.pdfbase import pdfmetrics, ttfonts  # noqa: PLC0415
        from reportlab.pdfgen import canvas  # noqa: PLC0415

        for name, file in zip((REGULAR, BOLD), FONTS, strict=True):
            pdfmetrics.registerFont(ttfonts.TTFont(name, file))
        self._measure = pdfmetrics.stringWidth
        self._held = BytesIO()
        # The same list gives the same file: no time of printing inside.
        self._canvas = canvas.Canvas(self._held, pagesize=(WIDTH, HEIGHT), invariant=1)
        self._canvas.setTitle(title)
        self._foot, self._of, self._pages = foot, of, 0

    def page(self) -> None:
        """Begin the next page."""
        if self._pages:
            self._canvas.showPage()
        self._pages += 1
        quiet = Style(SMALL, is_quiet=True)
        self.write(LEFT, BOTTOM - 24, self._foot, quiet, until=RIGHT - 2 * ALL_PAGES)
        self.write_to(RIGHT - ALL_PAGES, BOTTOM - 24, str(self._pages), quiet)
        self._canvas.doForm("of")

    def finished(self) -> bytes:
        """The file; only now is it known how many pages there are."""
        self._canvas.showPage()
        self._canvas.beginForm("of", 0, 0, WIDTH, HEIGHT)
        quiet = Style(SMALL, is_quiet=True)
        self.write(RIGHT - ALL_PAGES, BOTTOM - 24, f" {self._of(self._pages)}", quiet, until=WIDTH)
        self._canvas.endForm()
        self._canvas.save()
        return self._held.getvalue()

    def write(self, x: float, y: float, words: str, style: Style = Style(), *, until: float) -> None:
        """Words from a place on, cut with an ellipsis where they would run over `until`."""
        self._ink(style)
        self._canvas.drawString(x, y, self._fitted(words, style, until - x))

    def write_to(self, x: float, y: float, words: str, style: Style = Style()) -> None:
        """Words that end at a place."""
        self._ink(style)
        self._canvas.drawRightString(x, y, words)

    def write_amid(self, x: float, y: float, words: str, style: Style) -> None:
        """Words around a place."""
        self._ink(style)
        self._canvas.drawCentredString(x, y, self._fitted(words, style, RIGHT - LEFT))

    def paragraph(self, x: float, y: float, words: str, style: Style = Style()) -> float:
        """Words over as many lines as they need; gives the place of the last one."""
        from reportlab.lib.utils import simpleSplit  # noqa: PLC0415 - with the rest of it

        lines = simpleSplit(words, style.font, style.size, RIGHT - x)
        self._ink(style)
        for number, line in enumerate(lines):
            self._canvas.drawString(x, y - number * style.size * 1.4, line)
        return y - max(0, len(lines) - 1) * style.size * 1.4

    def rule(self, x: float, until: float, y: float, *, is_faint: bool = False) -> None:
        """A line across."""
        self._canvas.setStrokeGray(FAINT if is_faint else INK)
        self._canvas.setLineWidth(0.5 if is_faint else 0.9)
        self._canvas.line(x, y, until, y)

    def dots(self, x: float, until: float, y: float) -> None:
        """A dotted line to write on."""
        self._canvas.saveState()
        self._canvas.setStrokeGray(QUIET)
        self._canvas.setLineWidth(0.8)
        self._canvas.setDash(1, 3)
        self._canvas.line(x, y - 2, until, y - 2)
        self._canvas.restoreState()

    def box(self, x: float, y: float) -> None:
        """A box to tick."""
        self._canvas.setStrokeGray(INK)
        self._canvas.setLineWidth(0.9)
        self._canvas.rect(x, y - 1, 10, 10)

    def _ink(self, style: Style) -> None:
        self._canvas.setFont(style.font, style.size)
        self._canvas.setFillGray(QUIET if style.is_quiet else INK)

    def width(self, words: str, style: Style) -> float:
        """How far words reach, in points."""
        return float(self._measure(words, style.font, style.size))

    def _fitted(self, words: str, style: Style, width: float) -> str:
        if self.width(words, style) <= width:
            return words
        while words and self.width(f"{words}…", style) > width:
            words = words[:-1].rstrip()
        return f"{words}…"
