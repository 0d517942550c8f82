"""The numbers of a branch as a spreadsheet: a sheet of districts, one of villages, one of officers; nobody's name."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING

from conversations.recap import Review, forecast
from conversations.summary import Counts

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

NAME = "rekap.xlsx"
NAME_WIDTH = 32


@dataclass(frozen=True, slots=True)
class Line:
    """A row: `code` and `target` are empty for a person."""

    name: str
    counts: Counts
    code: str = ""
    target: int | None = None
    review: Review = field(default_factory=Review)

    def figures(self, columns: Iterable[str], today: date) -> Iterator[int | None]:
        """Counts, how forms are reviewed, and how many lapse at the end of this and the next months if nobody pays."""
        yield from (getattr(self.counts, name) for name in columns)
        waiting, first_pass = self.review.waiting, self.review.first_pass
        yield from (first_pass.decided, first_pass.percent)
        yield from (waiting.median_days, waiting.longest_days) if waiting.count else (None, None)
        yield from (many for _, many in forecast(self.counts, today))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet with its lines."""

    title: str
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Titles:
    """What stands over the columns: code, name and target; the counts by name; `more` over reviews and months."""

    head: tuple[str, ...]
    counts: Mapping[str, str]
    more: tuple[str, ...]


def write_sheets(sheets: Sequence[Sheet], titles: Titles, today: date) -> bytes | None:
    """XLSX bytes; None where the writer is not installed."""
    if find_spec("xlsxwriter") is None:  # an optional part: `pip install sasar[sheets]`
        return None
    import xlsxwriter  # noqa: PLC0415 - few processes ever write a workbook, and it takes memory

    memory = BytesIO()
    with xlsxwriter.Workbook(memory, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True})
        for sheet in sheets:
            page = book.add_worksheet(sheet.title[:31])
            page.freeze_panes(1, 2)
            page.set_column(1, 1, NAME_WIDTH)
            for column, title in enumerate((*titles.head, *titles.counts.values(), *titles.more)):
                page.write_string(0, column, title, bold)
            for number, line in enumerate(sheet.lines, 1):
                _write(page, number, line, line.figures(titles.counts, today))
    return memory.getvalue()


def _write(page: "Worksheet", number: int, line: Line, figures: Iterable[int | None]) -> None:
    # Codes are text: a number would lose its zeros.
    page.write_string(number, 0, line.code)
    page.write_string(number, 1, line.name)
    if line.target is not None:
        page.write_number(number, 2, line.target)
    for column, figure in enumerate(figures, 3):
        if figure is not None:
            page.write_number(number, column, figure)
