"""Which list of regions this is: where it comes from, which decree it follows, how many of each it holds."""

import tomllib
from dataclasses import asdict, dataclass
from datetime import date
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Counts:
    """How many regions there are at each level."""

    provinces: int
    regencies: int
    districts: int
    villages: int

    def __str__(self) -> str:
        return f"{self.provinces} / {self.regencies} / {self.districts:,} / {self.villages:,}"


@dataclass(frozen=True, slots=True)
class Edition:
    """One dated list of regions; `decided_on` is the day of the decree."""

    source: str
    version: str
    decree: str
    decided_on: date
    licence: str
    attribution: str
    counts: Counts

    def header(self) -> str:
        """The comment lines a stored list begins with, so that the file alone tells its origin and licence."""
        facts = {**asdict(self), "counts": self.counts}
        return "".join(f"# {name}: {fact}\n" for name, fact in facts.items())


def expected_edition() -> Edition:
    """The edition named in `edition.toml`: what the committed list is, and what an import must bring."""
    written = tomllib.loads((files(__package__) / "edition.toml").read_text("utf-8"))
    return Edition(**{**written, "counts": Counts(**written["counts"])})
