"""Every wording of every language: a folder a language, a file a flow, looked up by `<flow>.<step>.<part>`."""

import html
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path

from babel.dates import format_date
from babel.numbers import format_decimal

FOLDER = Path(__file__).parent
PLACEHOLDER = re.compile(r"\{([a-z_]+)(?::[^{}|]+\|[^{}|]+)?\}")
"""`{name}`, or `{count:person|people}` where a language has a word for one and another for many."""
LANGUAGES = ("id", "en")


class Html(str):
    """Text that is already safe HTML and is filled in as it stands."""

    __slots__ = ()


class Texts:
    """All wordings of one language."""

    def __init__(
        self, language: str, wordings: Mapping[str, str], lists: Mapping[str, tuple[str, ...]]
    ) -> None:
        self.language = language
        self._wordings = wordings
        self._lists = lists

    def find(self, key: str) -> str | None:
        """The raw wording, or None."""
        return self._wordings.get(key)

    def first(self, *keys: str) -> str:
        """The first of these keys that has a wording; KeyError names the first."""
        for key in keys:
            if key in self._wordings:
                return key
        raise KeyError(keys[0])

    def fill(self, key: str, **values: str | int) -> str:
        """The wording with its placeholders filled in and escaped; KeyError when either is missing."""
        return PLACEHOLDER.sub(lambda found: _filled(found, values), self._wordings[key])

    def words(self, key: str) -> tuple[str, ...]:
        """A list of words (synonyms), empty when there is none."""
        return self._lists.get(key, ())

    def keys(self) -> Iterator[str]:
        """Every key of a wording."""
        return iter(self._wordings)

    def list_keys(self) -> Iterator[str]:
        """Every key of a list of words."""
        return iter(self._lists)

    def rupiah(self, amount_rupiah: int) -> str:
        """`Rp16.800` in Indonesian, `Rp16,800` in English."""
        return "Rp" + format_decimal(amount_rupiah, locale=self.language)

    def number(self, number: int) -> str:
        """A whole number with the marks of the language."""
        return format_decimal(number, locale=self.language)

    def day(self, day_on: date) -> str:
        """`17 Agustus 1985`."""
        return format_date(day_on, "d MMMM y", locale=self.language)

    def month(self, month_on: date) -> str:
        """`Agustus 1985`."""
        return format_date(month_on, "MMMM y", locale=self.language)


def _filled(found: re.Match[str], values: Mapping[str, str | int]) -> str:
    value = values[found[1]]
    if found.end() == found.end(1) + 1:
        return _safe(value)
    one, _, many = found[0][1:-1].partition(":")[2].partition("|")
    return one if str(value) == "1" else many


def _safe(value: str | int) -> str:
    return value if isinstance(value, Html) else html.escape(str(value), quote=False)


@cache
def load(language: str) -> Texts:
    """Read a language's folder once; an unknown language is answered in Indonesian."""
    if language not in LANGUAGES:
        return load("id")
    wordings: dict[str, str] = {}
    lists: dict[str, tuple[str, ...]] = {}
    for path in sorted((FOLDER / language).glob("*.toml")):
        for key, value in _flat(path.stem, tomllib.loads(path.read_text("utf-8"))):
            if isinstance(value, str):
                wordings[key] = value.strip("\n")
            else:
                lists[key] = value
    return Texts(language, wordings, lists)


def _flat(prefix: str, table: Mapping[str, object]) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(f"{prefix}.{key}", value)
        elif isinstance(value, list):
            yield f"{prefix}.{key}", tuple(str(word) for word in value)
        else:
            yield f"{prefix}.{key}", str(value)
