"""The villages of Indonesia in memory: by code, with their parents and their time zone."""

import gzip
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO
from itertools import accumulate, islice
from typing import Literal

from conversations.regions.codes import DISTRICT, PROVINCE, REGENCY, VILLAGE
from conversations.regions.retiring import Retired, read_retired
from conversations.regions.zones import ZONE_BY_PROVINCE

NikRegion = Literal["known", "retired", "unknown"]
_SHORT_TITLES = (("Kabupaten Administrasi ", ""), ("Kabupaten ", ""), ("Kota Administrasi ", "Kota "))


@dataclass(frozen=True, slots=True)
class Area:
    """A province (2 digits), regency or city (4) or district (6)."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Village:
    """A village with the names of what it lies in; `code` is ten digits of text. Names are labels, never keys."""

    code: str
    name: str
    district: str
    regency: str
    province: str

    @property
    def kind(self) -> Literal["kelurahan", "desa", "desa adat"]:
        """What the code's seventh digit says (Permendagri 58/2021)."""
        return "kelurahan" if self.code[6] == "1" else "desa" if self.code[6] == "2" else "desa adat"

    @property
    def label(self) -> str:
        """Short enough for a button: `Sukamanah, Cisaat, Sukabumi`; a city keeps its `Kota`."""
        title, short = next((pair for pair in _SHORT_TITLES if self.regency.startswith(pair[0])), ("", ""))
        return f"{self.name}, {self.district}, {short}{self.regency.removeprefix(title)}"


class Regions:
    """Every region of one edition; villages are numbered from 0 by code, so that each area is a range of numbers.

    Names are kept as one text and cut out when asked for: 84,000 small objects would cost ten times the memory.
    """

    __slots__ = (
        "_areas",
        "_district_codes",
        "_district_starts",
        "_name_starts",
        "_names",
        "_numbers",
        "_retired",
    )

    def __init__(self, stored: bytes, retired: bytes) -> None:
        """From what `building.build` and `retiring.write_retired` wrote."""
        self._areas: dict[str, Area] = {}
        self._district_codes: list[str] = []
        self._district_starts = array("I", [0])
        self._numbers = array("H")
        self._name_starts = array("I", [0])
        names: list[str] = []
        for line in _lines(stored):
            code, name, *villages = line.split("\t")
            self._areas[code] = Area(code, name)
            if len(code) == DISTRICT:
                self._district_codes.append(code)
                self._numbers.extend(int(village[:4]) for village in villages)
                self._district_starts.append(len(self._numbers))
                ends = accumulate(map(len, villages), _end, initial=self._name_starts[-1])
                self._name_starts.extend(islice(ends, 1, None))
                names.append("\n".join(village[4:] for village in villages))
        self._names = "\n".join(names)
        self._retired = {row.code: row for row in read_retired(retired)}

    @classmethod
    def load(cls) -> "Regions":
        """The list this program ships with (0.1 s); load it once and hand it around."""
        folder = files(__package__)
        return cls((folder / "regions.tsv.gz").read_bytes(), (folder / "retired.tsv.gz").read_bytes())

    def __len__(self) -> int:
        return len(self._numbers)

    def __iter__(self) -> Iterator[Village]:
        """Every village, by code."""
        return map(self.village, range(len(self)))

    @property
    def areas(self) -> tuple[Area, ...]:
        """Every province, regency and district, by code; a parent comes before its children."""
        return tuple(self._areas.values())

    @property
    def names(self) -> str:
        """The names of all villages, one a line, in the order of their numbers."""
        return self._names

    def find_village(self, code: str) -> Village | None:
        """The village with this ten-digit code."""
        number = self._number(code)
        return None if number is None else self.village(number)

    def is_village(self, code: str) -> bool:
        """Whether this ten-digit code is a village's."""
        return self._number(code) is not None

    def get_village(self, code: str) -> Village:
        """The village with this ten-digit code; KeyError when there is none."""
        if (village := self.find_village(code)) is None:
            raise KeyError(code)
        return village

    def find_area(self, code: str) -> Area | None:
        """The province, regency or district with this code."""
        return self._areas.get(code)

    def parents(self, code: str) -> tuple[Area, ...]:
        """What a region lies in, the province first; KeyError for a code that is not in force."""
        if code not in self._areas and self._number(code) is None:
            raise KeyError(code)
        return tuple(
            self._areas[code[:digits]] for digits in (PROVINCE, REGENCY, DISTRICT) if digits < len(code)
        )

    def villages_in(self, code: str) -> tuple[Village, ...]:
        """The villages of a province, regency or district, by code; empty for an unknown code."""
        return tuple(map(self.village, self.span(code))) if code in self._areas else ()

    def zone(self, code: str) -> str:
        """The IANA zone of a region, also of a retired one; KeyError when the province is unknown."""
        return ZONE_BY_PROVINCE[code[:PROVINCE]]

    def find_retired(self, code: str) -> Retired | None:
        """What is known of a code that is no longer in force."""
        return self._retired.get(code)

    def find_successor(self, code: str) -> str | None:
        """The code in force today for a retired one, where one is known."""
        row = self._retired.get(code)
        while row and row.successor in self._retired:
            row = self._retired[row.successor]
        return row.successor or None if row else None

    def nik_region(self, prefix: str) -> NikRegion:
        """Whether the first six digits of a NIK are a district: of today, of an older list, or of none we know.

        A NIK keeps the district of its first issue, so none of the three is a reason to refuse it.
        """
        if len(prefix) == DISTRICT and prefix in self._areas:
            return "known"
        return "retired" if len(prefix) == DISTRICT and prefix in self._retired else "unknown"

    def village(self, number: int) -> Village:
        """The village at a place in the list."""
        district = self.district_code(number)
        names = (self._areas[district[:digits]].name for digits in (DISTRICT, REGENCY, PROVINCE))
        name = self._names[self._name_starts[number] : self._name_starts[number + 1] - 1]
        return Village(f"{district}{self._numbers[number]}", name, *names)

    def district_code(self, number: int) -> str:
        """The district of the village at a place in the list."""
        return self._district_codes[bisect_right(self._district_starts, number) - 1]

    def span(self, code: str) -> range:
        """The places in the list that the villages of an area take."""
        first = bisect_left(self._district_codes, code)
        last = bisect_left(self._district_codes, f"{code}~")
        return range(self._district_starts[first], self._district_starts[last])

    def _number(self, code: str) -> int | None:
        if (
            len(code) != VILLAGE
            or not code.isdecimal()
            or not code.isascii()
            or code[:DISTRICT] not in self._areas
        ):
            return None
        span = self.span(code[:DISTRICT])
        number = bisect_left(self._numbers, int(code[DISTRICT:]), span.start, span.stop)
        return number if number < span.stop and self._numbers[number] == int(code[DISTRICT:]) else None


def _lines(stored: bytes) -> Iterator[str]:
    """The lines of a stored list, one after the other: all at once would leave holes in memory behind."""
    with gzip.open(BytesIO(stored), "rt", encoding="utf-8") as file:
        yield from (line.rstrip("\n") for line in file if not line.startswith("#"))


def _end(start: int, length: int) -> int:
    """Where a name ends that is written behind its four digits, with a line end instead of them."""
    return start + length - 3
