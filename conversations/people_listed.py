"""One line about a person for those who may know them: enough to find them, too little to copy."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Listed:
    """A registration in a list; `name` is masked, and empty where the person was erased."""

    reference: str
    village_code: str
    state: str
    name: str
    since_at: datetime
    paid_until: date | None = None


def masked(full_name: str) -> str:
    """`Siti Aminah Putri` as `Siti A. P.`; a single name as it is."""
    first, *others = full_name.split() or [""]
    return " ".join((first, *(f"{name[0]}." for name in others)))
