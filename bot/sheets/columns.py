"""Which columns a file has, from the mapping that a branch can change, and what stands in each."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.sorry import Sorry
from conversations.answers.review import masked_nik
from conversations.facts import FALLBACK_ZONE
from conversations.people_listed import masked
from conversations.regions import Regions
from conversations.rules.occupations import find_occupation
from storage.handover import HandedRow

OURS = Path(__file__).with_name("mapping.toml")


class MappingWrong(Sorry):
    """The mapping of columns cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file: title, what fills it, width in letters; a secret one can be masked."""

    title: str
    source: str
    width: int = 16
    is_secret: bool = False


@dataclass(frozen=True, slots=True)
class SheetMapping:
    """Columns out, and the names by which columns of an answer are known."""

    columns: tuple[Column, ...]
    answer: Mapping[str, tuple[str, ...]]


Fill = Callable[[HandedRow, Regions], str]


def _of(name: str) -> Fill:
    return lambda row, _regions: str(row.answers.get(name) or "")


def _day(value: object) -> str:
    return f"{date.fromisoformat(str(value)):%d-%m-%Y}" if value else ""


def _phone(row: HandedRow, _regions: Regions) -> str:
    """As people dial it: a cell that begins with + would be taken for a sum."""
    return str(row.answers.get("phone") or "").replace("+62", "0", 1)


def _place(row: HandedRow, regions: Regions, part: str) -> str:
    village = regions.find_village(str(row.answers.get("village_code", "")))
    return str(getattr(village, part)) if village else ""


def _trade(row: HandedRow, _regions: Regions) -> str:
    code = str(row.answers.get("occupation") or "")
    found = find_occupation(code)
    return found.label("id") if found else code


def _programmes(row: HandedRow, _regions: Regions) -> str:
    found = row.answers.get("programmes")
    return " ".join(str(one).upper() for one in found) if isinstance(found, list) else ""


SEXES = {"female": "PEREMPUAN", "male": "LAKI-LAKI"}
SOURCES: dict[str, Fill] = {
    **{name: _of(name) for name in ("nik", "full_name", "birth_place", "address", "village_code")},
    "work_village_code": _of("work_village_code"),
    "position": lambda row, _regions: str(row.position),
    "reference": lambda row, _regions: row.reference,
    "birth_date": lambda row, _regions: _day(row.answers.get("birth_date")),
    "sex": lambda row, _regions: SEXES.get(str(row.answers.get("sex")), ""),
    "phone": _phone,
    "village": lambda row, regions: _place(row, regions, "name"),
    "district": lambda row, regions: _place(row, regions, "district"),
    "regency": lambda row, regions: _place(row, regions, "regency"),
    "occupation": _trade,
    "programmes": _programmes,
    "submitted_on": lambda row, _regions: _day(
        row.submitted_at.astimezone(ZoneInfo(FALLBACK_ZONE)).date().isoformat()
    ),
}
"""What may fill a column; every cell is text, so that no zero and no digit is lost."""


def cells(row: HandedRow, columns: tuple[Column, ...], regions: Regions, *, is_masked: bool) -> list[str]:
    """One row of a file."""
    return [
        _masked(column, filled) if is_masked and column.is_secret else filled
        for column in columns
        for filled in (SOURCES[column.source](row, regions),)
    ]


def _masked(column: Column, filled: str) -> str:
    if column.source == "nik":
        return masked_nik(filled) if filled else ""
    return masked(filled) if column.source == "full_name" else ""


@cache
def read_mapping(file: Path = OURS) -> SheetMapping:
    """Read a mapping; raises `MappingWrong` with what is wrong in it."""
    try:
        told = tomllib.loads(file.read_text("utf-8"))
        columns = tuple(Column(**column) for column in told["column"])
        answer = {name: tuple(map(str, names)) for name, names in told["answer"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise MappingWrong(f"{file.name} is no mapping of columns: {error}") from error
    if unknown := {column.source for column in columns} - SOURCES.keys():
        raise MappingWrong(f"{file.name} names unknown sources: {', '.join(sorted(unknown))}")
    if "reference" not in {column.source for column in columns}:
        raise MappingWrong(f"{file.name} has no column for the reference: the answer could not be matched.")
    return SheetMapping(columns, answer)
