"""Single figures that belong to no table: days to the card, the age at which a scholarship ends."""

from dataclasses import dataclass
from datetime import date

from conversations.rules.rows import Dated, in_force, read_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(Dated):
    """One number by its name; its unit is in the name or is rupiah."""

    name: str
    value: int


FIGURES = read_rows("figures", "figure", Figure)


def get_figure(name: str, day: date) -> int:
    """The figure in force on this day; LookupError where none may be told."""
    found = next((row for row in in_force(FIGURES, day) if row.name == name and row.is_stated), None)
    if found is None:
        raise LookupError(name)
    return found.value
