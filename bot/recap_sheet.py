"""The numbers of a branch as a spreadsheet: a sheet of districts, one of villages, one of officers; nobody's name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING

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


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet with its lines."""

    title: str
    lines: Sequence[Line]


def write_sheets(sheets: Sequence[Sheet], columns: Mapping[str, str], head: tuple[str, ...]) -> bytes | None:
    """XLSX bytes; None where the writer is not installed. `head` names code, name and target; `columns` the counts."""
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
            for column, title in enumerate((*head, *columns.values())):
                page.write_string(0, column, title, bold)
            for number, line in enumerate(sheet.lines, 1):
                _write(page, number, line, columns)
    return memory.getvalue()


def _write(page: "Worksheet", number: int, line: Line, columns: Mapping[str, str]) -> None:
    # Codes are text: a number would lose its zeros.
    page.write_string(number, 0, line.code)
    page.write_string(number, 1, line.name)
    if line.target is not None:
        page.write_number(number, 2, line.target)
    for column, name in enumerate(columns, 3):
        page.write_number(number, column, getattr(line.counts, name))
