"""Codes that decrees have taken away, and the code that stands for the same place now."""

import gzip
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from conversations.regions.codes import DISTRICT, REGENCY, VILLAGE, parent_code
from conversations.regions.folding import fold, plain

_HEADER = """\
# Codes no longer in force. Licence: ODbL-1.0; origin: see ATTRIBUTION.md.
# successor: the only new code of that name within what the parent became; empty where there is none.
# last_in: the newest list known to us in which the code stood.
# code\tname\tsuccessor\tlast_in
"""


@dataclass(frozen=True, slots=True)
class Retired:
    """A code no longer in force; `successor` is empty where none is certain."""

    code: str
    name: str
    successor: str
    last_in: str


def retire(old: Mapping[str, str], new: Mapping[str, str], last_in: str) -> tuple[Retired, ...]:
    """The codes of `old` (names by dotless code) that `new` has no longer, each with its successor.

    A successor is a code that came with `new`, bears the same name, and is the only such one within what its
    parent became; a village that found none there is looked for in the whole regency.
    """
    came = _by_name_and_place({code: name for code, name in new.items() if code not in old})
    became: dict[str, str] = {}
    for code in sorted((code for code in old if code not in new), key=lambda code: (len(code), code)):
        found = (came[key] for key in _places(code, old[code], became))
        became[code] = next((codes[0] for codes in found if len(codes) == 1), "")
    return tuple(Retired(code, old[code], became[code], last_in) for code in sorted(became))


def merge(
    kept: Iterable[Retired], fresh: Iterable[Retired], in_force: Mapping[str, str]
) -> tuple[Retired, ...]:
    """Both tables as one, the newer list winning; codes that are in force again are left out."""
    rows = {row.code: row for row in (*kept, *fresh)}
    return tuple(rows[code] for code in sorted(rows) if code not in in_force)


def write_retired(rows: Iterable[Retired]) -> bytes:
    """The stored table; equal rows give equal bytes."""
    lines = (f"{row.code}\t{row.name}\t{row.successor}\t{row.last_in}\n" for row in rows)
    return gzip.compress((_HEADER + "".join(lines)).encode(), mtime=0)


def read_retired(stored: bytes) -> tuple[Retired, ...]:
    """What `write_retired` wrote."""
    lines = gzip.decompress(stored).decode().splitlines()
    return tuple(Retired(*line.split("\t")) for line in lines if not line.startswith("#"))


Key = tuple[int, str, str]


def _by_name_and_place(names: Mapping[str, str]) -> defaultdict[Key, list[str]]:
    """Codes by (level, where, name): regencies in the whole country, as provinces split; villages by regency too."""
    found: defaultdict[Key, list[str]] = defaultdict(list)
    for code, name in names.items():
        for where in _wheres(code):
            found[len(code), where, _name_key(name)].append(code)
    return found


def _places(code: str, name: str, became: Mapping[str, str]) -> list[Key]:
    parent = parent_code(code)
    heir = became.get(parent, parent)
    regency = became.get(code[:REGENCY], code[:REGENCY])
    wheres = [where for where in (heir, regency) if where] if len(code) > REGENCY else [""]
    return [(len(code), where, _name_key(name)) for where in wheres]


def _wheres(code: str) -> tuple[str, ...]:
    if len(code) == VILLAGE:
        return code[:DISTRICT], code[:REGENCY]
    return (code[:REGENCY],) if len(code) == DISTRICT else ("",)


def _name_key(name: str) -> str:
    words = (
        plain(name).removeprefix("kabupaten ").removeprefix("kab ")
    )  # a city keeps its title: both Sorong moved
    return fold(words).replace(" ", "")
