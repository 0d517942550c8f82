"""How a rule is written down: a row of TOML with its dates, its regulation and how sure we are of it."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, ClassVar, TypeVar

from pydantic import BeforeValidator, ConfigDict, TypeAdapter

from conversations.rules.dates import last_day_of

FOLDER = Path(__file__).parent
MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")


def _first_day(written: object) -> object:
    return f"{written}-01" if isinstance(written, str) and MONTH.fullmatch(written) else written


def _last_day(written: object) -> object:
    if isinstance(written, str) and MONTH.fullmatch(written):
        return last_day_of(date.fromisoformat(f"{written}-01"))
    return written


FirstDay = Annotated[date, BeforeValidator(_first_day)]
"""A day, or a month that stands for its first day."""

LastDay = Annotated[date, BeforeValidator(_last_day)]
"""A day, or a month that stands for its last day."""


class Confidence(StrEnum):
    """How sure we are: from law text or an official page down to what was looked for in vain."""

    OFFICIAL = "A"
    AGREED = "B+"
    REPORTED = "B"
    UNCHECKED = "C"
    NOT_FOUND = "not found"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A rule in force from `valid_from` to `valid_to`, both days included; an open end holds until changed."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    valid_from: FirstDay
    valid_to: LastDay | None = None
    regulation: str
    confidence: Confidence

    def is_valid(self, on: date) -> bool:
        """Whether the rule is in force on this day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)

    @property
    def is_stated(self) -> bool:
        """Whether people may be told this as a fact; what is unchecked or was not found never is."""
        return self.confidence not in {Confidence.UNCHECKED, Confidence.NOT_FOUND}


Row = TypeVar("Row")
Rule = TypeVar("Rule", bound=Dated)


def in_force(rules: Iterable[Rule], on: date) -> tuple[Rule, ...]:
    """Those rules that are in force on this day, in their order."""
    return tuple(rule for rule in rules if rule.is_valid(on))


def read_rows(file: str, table: str, kind: type[Row]) -> tuple[Row, ...]:
    """The rows of one table of `<file>.toml`; a misspelt or missing key is a ValidationError that names it.

    A table that holds `rows` lends its own keys to each of them.
    """
    adapter = TypeAdapter(kind)
    return tuple(adapter.validate_python(row) for row in _rows(_tables(file)[table]))


@cache
def _tables(file: str) -> Mapping[str, list[dict[str, object]]]:
    return tomllib.loads((FOLDER / f"{file}.toml").read_text(encoding="utf-8"))


def _rows(tables: Iterable[Mapping[str, object]]) -> Iterator[dict[str, object]]:
    for table in tables:
        shared = {key: value for key, value in table.items() if key != "rows"}
        own = table.get("rows", [{}])
        if not isinstance(own, list):
            raise TypeError("`rows` is a list")
        yield from (shared | row for row in own)
