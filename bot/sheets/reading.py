"""Reads the core system's answer: which columns it has, and what each row says, with what is wrong named row by row."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.sheets.refusing import SheetRefusedError
from bot.sheets.unpacking import Cell, Grid
from conversations.core_answers import FIELDS, KEYS, AnswerRow, Columns
from conversations.plain import plain
from conversations.rules import read_nik
from conversations.rules.dates import last_day_of
from conversations.rules.kpj import CARD_NUMBER
from conversations.rules.nik import Nik

LONGEST_TITLE = 200
TITLES_WITHIN = 10
"""Rows in which the titles may stand; above them some offices write the name of the list."""
PAYMENT_CODE = re.compile(r"[0-9A-Za-z]{6,24}")
REFERENCE = re.compile(r"SSR-[0-9A-Z]{4}-[0-9A-Z]{2}")
LONGEST_REFUSAL = 300
EXACT = 10**15
"""Whole numbers above it lose digits in a spreadsheet (15 significant digits)."""
DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?")
MONTH_YEAR = re.compile(r"(\d{1,2})[-/](\d{4})")


@dataclass(frozen=True, slots=True)
class Found:
    """The table of a file: rows below the titles, the first at `first_line` as a spreadsheet counts; known columns."""

    rows: Grid
    titles: list[str]
    columns: Columns
    first_line: int


def find_columns(sheets: Sequence[Grid], names: Mapping[str, Sequence[str]], chosen: Columns) -> Found:
    """The table that is meant, with the columns known by name or by choice.

    `chosen` gives field to title, as somebody once told us. Raises `SheetRefusedError` when no sheet has any titles.
    """
    best: Found | None = None
    for sheet in sheets:
        for place, row in enumerate(sheet[:TITLES_WITHIN]):
            titles = [" ".join(_text(cell).split())[:LONGEST_TITLE] for cell in row]
            known = _known(titles, names, chosen)
            if best is None or len(known) > len(best.columns):
                best = Found(sheet[place + 1 :], titles, known, place + 2)
    if best is None or not any(best.titles):
        raise SheetRefusedError("empty")
    return best


def is_enough(columns: Columns) -> bool:
    """Whether somebody can be found by these columns and something is said of them."""
    return any(key in columns for key in KEYS) and any(name in columns for name in FIELDS if name not in KEYS)


def read_rows(found: Found) -> list[AnswerRow]:
    """Every row that says something; raises `SheetRefusedError` when none does."""
    places = {name: found.titles.index(title) for name, title in found.columns.items()}
    read = [
        _row(found.first_line + number, {name: _at(row, place) for name, place in places.items()})
        for number, row in enumerate(found.rows)
        if any(_text(cell) for cell in row)
    ]
    if not read:
        raise SheetRefusedError("empty")
    return read


def _known(titles: Sequence[str], names: Mapping[str, Sequence[str]], chosen: Columns) -> Columns:
    said = {plain(title): title for title in titles if title}
    found = {
        name: said[plain(one)]
        for name in FIELDS
        for one in reversed(names.get(name, ()))
        if plain(one) in said
    }
    return {**found, **{name: title for name, title in chosen.items() if title and title in titles}}


def _at(row: Sequence[Cell], place: int) -> Cell:
    return row[place] if place < len(row) else ""


def _row(line: int, cells: Mapping[str, Cell]) -> AnswerRow:
    problems: list[str] = []

    def take(name: str, shape: re.Pattern[str]) -> str:
        text = _digits(cells.get(name, ""), name, problems)
        if text and not shape.fullmatch(text):
            problems.append(name)
        return text

    reference = take("reference", REFERENCE)
    nik = _nik(cells.get("nik", ""), problems)
    if not reference and not nik and not problems:
        problems.append("nobody")
    return AnswerRow(
        line=line,
        reference=reference,
        nik=nik,
        card_number=take("card_number", CARD_NUMBER),
        payment_code=take("payment_code", PAYMENT_CODE),
        paid_until=_paid_until(cells.get("paid_until", ""), problems),
        refusal=_text(cells.get("refusal", ""))[:LONGEST_REFUSAL],
        problems=tuple(dict.fromkeys(problems)),
    )


def _nik(cell: Cell, problems: list[str]) -> str:
    """A number instead of text has lost its last digits, whatever it shows."""
    if isinstance(cell, float):
        problems.append("nik_number")
        return ""
    if not (text := _text(cell)):
        return ""
    read = read_nik(text)
    if not isinstance(read, Nik):
        problems.append("nik")
        return ""
    return read.value


def _digits(cell: Cell, name: str, problems: list[str]) -> str:
    if not isinstance(cell, float):
        return _text(cell).upper() if name == "reference" else _text(cell).replace(" ", "")
    if not math.isfinite(cell) or abs(cell) >= EXACT or cell != int(cell):
        problems.append(name)
        return ""
    return str(int(cell))


def _paid_until(cell: Cell, problems: list[str]) -> date | None:
    """The last day of the month that is named; day first always, and no number that may be a day or not."""
    found = cell if isinstance(cell, date) else _day(_text(cell)) if isinstance(cell, str) else None
    if found is None and _text(cell):
        problems.append("paid_until")
    if found is not None and not 2015 <= found.year <= 2100:  # noqa: PLR2004 - before the programme, and never
        problems.append("paid_until")
        return None
    return last_day_of(found) if found else None


def _day(text: str) -> date | None:
    if found := DAY_FIRST.fullmatch(text):
        day, month, year = map(int, found.groups())
    elif found := YEAR_FIRST.fullmatch(text):
        year, month, day = (int(part or 1) for part in found.groups())
    elif found := MONTH_YEAR.fullmatch(text):
        day, month, year = 1, *map(int, found.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _text(cell: Cell) -> str:
    if isinstance(cell, float):
        return str(int(cell)) if math.isfinite(cell) and cell == int(cell) else str(cell)
    return cell.strip() if isinstance(cell, str) else f"{cell:%d-%m-%Y}"
