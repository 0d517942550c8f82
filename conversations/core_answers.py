"""What the core system answers about people who were handed over, one row a person."""

from dataclasses import dataclass, field
from datetime import date

KEYS = ("reference", "nik")
"""By what a person is found; our own reference comes first."""
FIELDS = (*KEYS, "card_number", "payment_code", "paid_until", "refusal")

Columns = dict[str, str]
"""Field to the title of its column in the file."""


TITLES = "titles"
"""Under this name a file's titles are kept, a line each, while somebody is asked which is which."""


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One row as it was read; `line` is its number in the file, `problems` are fields that cannot be right."""

    line: int
    reference: str = ""
    nik: str = field(default="", repr=False)
    card_number: str = field(default="", repr=False)
    payment_code: str = field(default="", repr=False)
    paid_until: date | None = None
    refusal: str = field(default="", repr=False)
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tried:
    """What a file would do: how many rows say something new, nothing new, or speak of nobody we handed over."""

    news: int = 0
    same: int = 0
    unknown: tuple[int, ...] = ()
    """Lines of the file."""
    wrong: tuple[tuple[int, str], ...] = ()
    """Line and problem."""

    @property
    def count(self) -> int:
        """All rows."""
        return self.news + self.same + len(self.unknown) + len({line for line, _ in self.wrong})
