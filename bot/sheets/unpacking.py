"""Opens a file that somebody sent us as if it were hostile: sizes first, then cells, never a formula or a macro."""

import csv
import io
import zipfile
import zlib
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

from bot.sheets.refusing import SheetRefusedError
from bot.sheets.repacking import repacked

MOST_BYTES = 20_000_000
"""Telegram gives bots no larger file (Bot API, getFile)."""
MOST_ROWS = 150_000
MOST_COLUMNS = 100
MOST_DELIMITERS = 5_000
"""In one line of text: quoted cells may hold some, but nobody writes so many."""
LONGEST_CELL = 32_767
LOCKED = b"\xd0\xcf\x11\xe0"
"""An Office container of the old kind: an encrypted workbook, or one of before 2007."""

Cell = str | float | date
Grid = Sequence[Sequence[Cell]]


def unpack(content: bytes) -> list[Grid]:
    """The sheets of an XLSX, or the one table of a CSV; takes seconds and memory, so run it apart.

    Raises `SheetRefusedError`.
    """
    if len(content) > MOST_BYTES:
        raise SheetRefusedError("too_big")
    if content.startswith(LOCKED):
        raise SheetRefusedError("locked")
    sheets = _workbook(content) if zipfile.is_zipfile(io.BytesIO(content)) else [_values(content)]
    for sheet in sheets:
        _check(sheet)
    return sheets


def _workbook(content: bytes) -> list[Grid]:
    from python_calamine import (  # noqa: PLC0415 - few processes ever open a workbook, and it takes memory
        CalamineError,
        CalamineWorkbook,
        PasswordError,
    )

    try:
        book = CalamineWorkbook.from_filelike(repacked(content))
        return [_rows(book, name) for name in book.sheet_names]
    except PasswordError as error:
        raise SheetRefusedError("locked") from error
    except (CalamineError, zipfile.BadZipFile, zlib.error, OSError, ValueError, EOFError) as error:
        raise SheetRefusedError("not_a_sheet") from error
    except (NotImplementedError, RuntimeError) as error:  # a way of packing or locking that nobody uses here
        raise SheetRefusedError("locked") from error


def _rows(book: "CalamineWorkbook", name: str) -> Grid:
    sheet = book.get_sheet_by_name(name)
    if sheet.total_height > MOST_ROWS or sheet.total_width > MOST_COLUMNS:
        raise SheetRefusedError("too_many_rows")
    return [[_cell(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]


def _cell(cell: object) -> Cell:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, str | date):
        return cell
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return str(cell)
    return float(cell)


def _values(content: bytes) -> Grid:
    text = _decoded(content)
    first = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=first.count)
    if not first.count(delimiter):
        raise SheetRefusedError("not_a_sheet")
    if any(line.count(delimiter) > MOST_DELIMITERS for line in io.StringIO(text)):
        raise SheetRefusedError("too_many_rows")
    rows: list[list[Cell]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if len(rows) == MOST_ROWS or len(row) > MOST_COLUMNS:
                raise SheetRefusedError("too_many_rows")
            rows.append([cell.removeprefix("'") for cell in row])
    except csv.Error as error:
        raise SheetRefusedError("not_a_sheet") from error
    return rows


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    raise SheetRefusedError("not_a_sheet")


def _check(sheet: Grid) -> None:
    if len(sheet) > MOST_ROWS or max(map(len, sheet), default=0) > MOST_COLUMNS:
        raise SheetRefusedError("too_many_rows")
    for row in sheet:
        for cell in row:
            if isinstance(cell, str) and (len(cell) > LONGEST_CELL or "\0" in cell):
                raise SheetRefusedError("bad_cell")
