"""How many people a village aims at when nobody has set a number of its own."""

from dataclasses import dataclass
from datetime import date

from conversations.rules.rows import Dated, in_force, read_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetRule(Dated):
    """People a village."""

    per_village: int


TARGETS = read_rows("targets", "target", TargetRule)


def default_target(day: date) -> int:
    """People that each village aims at on this day; 0 before there was any aim."""
    return next((rule.per_village for rule in in_force(TARGETS, day)), 0)
