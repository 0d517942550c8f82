"""Writing a file row by row in little memory: a workbook, or comma-separated values, every cell as text."""

import csv
import hashlib
import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Protocol

from bot.sheets.columns import Column

FIRST_OF_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A cell of a CSV that begins so is run by a spreadsheet (OWASP, CSV Injection)."""
LONGEST_CELL = 32_767
"""Letters in one cell (Excel specifications and limits)."""
ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)
"""A file made twice of the same rows is the same, bit by bit."""


class Writing(Protocol):
    """A file being written; `add` may run in a thread, one call at a time."""

    def add(self, rows: Iterable[Sequence[str]]) -> None:
        """Write more rows."""

    def close(self) -> None:
        """Finish the file."""


class Workbook:
    """An XLSX with one sheet: titles that stay in sight, a filter, widths."""

    def __init__(self, file: Path, columns: Sequence[Column]) -> None:
        import xlsxwriter  # noqa: PLC0415 - few processes ever write a workbook, and it takes memory

        options = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "tmpdir": str(file.parent),
        }
        self._book = xlsxwriter.Workbook(str(file), options)
        self._book.set_properties({"created": ALWAYS.replace(tzinfo=None)})
        self._text = self._book.add_format({"num_format": "@"})
        self._sheet = self._book.add_worksheet("Data")
        self._row = 0
        self._columns = columns
        self._sheet.freeze_panes(1, 0)
        for place, column in enumerate(columns):
            self._sheet.set_column(place, place, column.width)
        self._write([column.title for column in columns], self._book.add_format({"bold": True}))

    def add(self, rows: Iterable[Sequence[str]]) -> None:
        for row in rows:
            self._write(row, self._text)

    def close(self) -> None:
        self._sheet.autofilter(0, 0, max(1, self._row - 1), len(self._columns) - 1)
        self._book.close()

    def _write(self, row: Sequence[str], form: object) -> None:
        for place, cell in enumerate(row):
            self._sheet.write_string(self._row, place, cell[:LONGEST_CELL], form)
        self._row += 1


class Values:
    """Comma-separated values in UTF-8 with its mark, every cell quoted (RFC 4180)."""

    def __init__(self, file: Path, columns: Sequence[Column]) -> None:
        self._file: IO[str] = io.TextIOWrapper(file.open("wb"), encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        self._writer.writerow([column.title for column in columns])

    def add(self, rows: Iterable[Sequence[str]]) -> None:
        self._writer.writerows([_safe(cell) for cell in row] for row in rows)

    def close(self) -> None:
        self._file.close()


class Checksum:
    """SHA-256 over the rows themselves: the same for every form and every password."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()

    def add(self, rows: Iterable[Sequence[str]]) -> None:
        """Take in more rows."""
        for row in rows:
            self._hash.update("\x1f".join(row).encode() + b"\x1e")

    @property
    def value(self) -> str:
        """64 hexadecimal digits."""
        return self._hash.hexdigest()


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FIRST_OF_A_FORMULA) else cell
