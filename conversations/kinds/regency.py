"""A regency or a city, by its name."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from pydantic import JsonValue

from conversations.kinds.kind import Accepted, Asking, Kind, Offer, Option, Problem, Reading
from conversations.kinds.written import worded
from conversations.regions import Regions
from conversations.regions.codes import REGENCY
from conversations.regions.regions import Area

LONGEST = 60
MOST_OFFERED = 5
LIKENESS = 0.8
TITLES = {
    "kab": "kabupaten",
    "kabupaten": "kabupaten",
    "kota": "kota",
    "city": "kota",
    "regency": "kabupaten",
}


@dataclass(frozen=True, slots=True)
class Regency(Kind):
    """Stored is the four-digit code; `Sukabumi` alone may be the regency or the city, and is asked back."""

    name = "regency"

    def read(self, said: str, asking: Asking) -> Reading:
        typed = " ".join(TITLES.get(word, word) for word in worded(said[:LONGEST]).split())
        found = tuple(_named(typed, asking.facts.place.regions))[:MOST_OFFERED] if typed else ()
        if len(found) == 1:
            return Accepted(found[0].code)
        return Offer(tuple(Option(area.code, area.name) for area in found)) if found else Problem("not_found")

    def pick(self, value: str, asking: Asking) -> Reading:
        is_known = len(value) == REGENCY and asking.facts.place.regions.find_area(value)
        return Accepted(value) if is_known else Problem("not_on_offer")

    def stored(self, value: JsonValue) -> JsonValue:
        if not isinstance(value, str) or not (value.isascii() and value.isdigit() and len(value) == REGENCY):
            raise ValueError("not the code of a regency")
        return value

    def show(self, value: JsonValue, asking: Asking) -> str:
        area = asking.facts.place.regions.find_area(str(value))
        return area.name if area else str(value)


def _named(typed: str, regions: Regions) -> Iterator[Area]:
    """Those of exactly this name, else of this name under any title, else of a name like it."""
    by_name = {worded(area.name): area for area in regions.areas if len(area.code) == REGENCY}
    if typed in by_name:
        return iter((by_name[typed],))
    bare = {name: _bare(name) for name in by_name}
    same = [area for name, area in by_name.items() if bare[name] == _bare(typed)]
    if same:
        return iter(same)
    like = get_close_matches(_bare(typed), sorted(set(bare.values())), MOST_OFFERED, LIKENESS)
    return (area for name, area in by_name.items() if bare[name] in like)


def _bare(name: str) -> str:
    words = [word for word in name.split() if word not in {*TITLES.values(), "administrasi"}]
    return " ".join(words) or name
