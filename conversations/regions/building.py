"""Turns the four CSV tables of a regions source into our one compact file; a wrong row is refused by its number."""

import csv
import gzip
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from conversations.regions.codes import DISTRICT, PROVINCE, REGENCY, VILLAGE, parent_code
from conversations.regions.edition import Counts, Edition

TableName = Literal["provinces", "regencies", "districts", "villages"]
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class _Level:
    parent_column: str | None
    code: re.Pattern[str]


_LEVELS: dict[TableName, _Level] = {
    "provinces": _Level(None, re.compile(r"\d\d")),
    "regencies": _Level("province_code", re.compile(r"\d\d\.\d\d")),
    "districts": _Level("regency_code", re.compile(r"\d\d\.\d\d\.\d\d")),
    "villages": _Level("district_code", re.compile(r"\d\d\.\d\d\.\d\d\.[123]\d{3}")),
}
TABLES: tuple[TableName, ...] = tuple(_LEVELS)
_STRAY = str.maketrans({'"': "'", "’": "'", "*": None})
"""The source writes some apostrophes as quotes (Soka"an) and one name with a star."""


class BadRowError(ValueError):
    """A row that cannot be right; says which table and line, so that it can be found and mended at the source."""

    def __init__(self, table: str, line: int, why: str) -> None:
        super().__init__(f"{table}.csv, row {line}: {why}")


class BadCountError(ValueError):
    """The tables are sound but are not the edition that was announced."""


def build(tables: Mapping[TableName, str], edition: Edition) -> bytes:
    """The compact file of CSV texts with columns `code`, `name` and the parent's code; equal tables give equal bytes.

    Raises:
        BadRowError: a code is malformed, repeated or without its parent, or a name is empty or unprintable.
        BadCountError: there are more or fewer regions than the edition says.
    """
    names = read_tables(tables)
    found = Counts(
        *(sum(len(code) == digits for code in names) for digits in (PROVINCE, REGENCY, DISTRICT, VILLAGE))
    )
    if found != edition.counts:
        raise BadCountError(f"{edition.decree} has {edition.counts} regions, the tables have {found}")
    return gzip.compress((edition.header() + compact(names)).encode(), mtime=0)


def read_tables(tables: Mapping[TableName, str]) -> dict[str, str]:
    """Every region's name by its code without dots ("32", "3202", "320229", "3202292001"), checked.

    Raises:
        BadRowError: as `build`.
    """
    names: dict[str, str] = {}
    for table in TABLES:
        for line, code, name in _checked(table, tables[table]):
            if code in names:
                raise BadRowError(table, line, f"code {code} stands twice")
            if table != "provinces" and parent_code(code) not in names:
                raise BadRowError(table, line, f"{code} has no parent {parent_code(code)}")
            names[code] = name
    return names


def compact(names: Mapping[str, str]) -> str:
    """One line a region above the village, `code TAB name`; a district's line goes on with its villages."""
    villages: dict[str, str] = {}
    for code in sorted(code for code in names if len(code) == VILLAGE):
        villages[code[:DISTRICT]] = f"{villages.get(code[:DISTRICT], '')}\t{code[DISTRICT:]}{names[code]}"
    areas = sorted(code for code in names if len(code) < VILLAGE)
    return "".join(f"{code}\t{names[code]}{villages.get(code, '')}\n" for code in areas)


def names_in(stored: bytes) -> dict[str, str]:
    """Every region's name by code, out of a file that `build` made."""
    names: dict[str, str] = {}
    for line in _lines(stored):
        if not line.startswith("#"):
            code, name, *villages = line.split("\t")
            names |= {code: name, **{code + village[:4]: village[4:] for village in villages}}
    return names


def origin_of(stored: bytes) -> str:
    """Source and version of a file that `build` made: `idn-area-data 4.0.1`."""
    facts = dict(line[2:].split(": ", 1) for line in _lines(stored) if line.startswith("# "))
    return f"{facts['source']} {facts['version']}"


def _lines(stored: bytes) -> list[str]:
    return gzip.decompress(stored).decode().splitlines()


def _checked(table: TableName, text: str) -> Iterator[tuple[int, str, str]]:
    level = _LEVELS[table]
    reader = csv.DictReader(text.splitlines(), strict=True)
    wanted = {"code", "name"} | ({level.parent_column} if level.parent_column else set())
    if not wanted <= set(reader.fieldnames or ()):
        raise BadRowError(table, 1, f"columns {', '.join(sorted(wanted))} are wanted")
    try:
        for row in reader:
            yield reader.line_num, *_region(table, reader.line_num, level, row)
    except csv.Error as why:
        raise BadRowError(table, reader.reader.line_num, str(why)) from why


def _region(table: str, line: int, level: _Level, row: Mapping[str, str | None]) -> tuple[str, str]:
    code, name = row["code"] or "", " ".join((row["name"] or "").translate(_STRAY).split())
    if not level.code.fullmatch(code) or not code.isascii():
        raise BadRowError(table, line, f"{code!r} is not a code of {table}")
    if level.parent_column and row[level.parent_column] != code.rpartition(".")[0]:
        raise BadRowError(table, line, f"{code} does not begin with its parent {row[level.parent_column]!r}")
    if not name or not name.isprintable() or len(name) > LONGEST_NAME or None in row:
        raise BadRowError(table, line, f"{code} has no usable name: {name[:LONGEST_NAME]!r}")
    return code.replace(".", ""), name
