"""What a reviewer should look at twice: never a reason to refuse, always a reason to ask."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from conversations.kinds.written import is_slip, worded

BURST, BURST_WITHIN = 10, timedelta(minutes=30)
"""So many people by one registrar in so short a time were hardly all visited."""
SHARED_PHONE = 4
"""One phone for a family is common (domain.md 5.4); for more people than this it is worth a look."""
SAME_ADDRESS = 6
ALIKE_DIGITS = 14
"""Two numbers of sixteen digits that differ in two places were perhaps one, written down twice."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """One registration of a village, as far as it is compared with others; `registrar` is None for nobody known."""

    id: str
    full_name: str = field(repr=False)
    nik: str = field(repr=False)
    birth_date: date = field(repr=False)
    phone: str = field(repr=False)
    address: str = field(repr=False)
    registrar: int | None
    entered_at: datetime
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Findings:
    """Codes of what was found (`review.flag.<code>`), and the ids of people who may be the same one."""

    codes: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()

    @property
    def are_none(self) -> bool:
        """Whether the row is clean."""
        return not self.codes


def findings(
    one: Neighbour, village: Sequence[Neighbour], *, apart: frozenset[str] = frozenset()
) -> Findings:
    """Everything worth a second look; `apart` are ids that somebody has already found to be other people."""
    others = [other for other in village if other.id != one.id]
    alike = tuple(other.id for other in others if other.id not in apart and are_alike(one, other))
    found = {
        "burst": _count(_is_near(one, other) for other in others) + 1 >= BURST,
        "shared_phone": _count(bool(one.phone) and one.phone == other.phone for other in others)
        >= SHARED_PHONE,
        "same_address": _count(_lives_there(one, other) for other in others) >= SAME_ADDRESS,
        "near_duplicate": bool(alike),
    }
    return Findings((*one.flags, *(code for code, is_so in found.items() if is_so)), alike)


def are_alike(one: Neighbour, other: Neighbour) -> bool:
    """Whether two people may be one: the same name but for a slip, with the same birth date or nearly the same NIK."""
    same_digits = _count(here == there for here, there in zip(one.nik, other.nik, strict=False))
    is_near = one.birth_date == other.birth_date or same_digits >= ALIKE_DIGITS
    return is_near and _is_same_name(one.full_name, other.full_name)


def _is_same_name(one: str, other: str) -> bool:
    """Word by word, in any order; a name of one word may be the beginning of a longer one."""
    here, there = sorted(worded(one).split()), sorted(worded(other).split())
    fewer, more = (here, there) if len(here) <= len(there) else (there, here)
    return bool(fewer) and all(any(is_slip(word, their) for their in more) for word in fewer)


def _is_near(one: Neighbour, other: Neighbour) -> bool:
    is_his = one.registrar is not None and one.registrar == other.registrar
    return is_his and abs(one.entered_at - other.entered_at) <= BURST_WITHIN


def _lives_there(one: Neighbour, other: Neighbour) -> bool:
    return bool(one.address) and worded(one.address) == worded(other.address)


def _count(truths: Iterable[bool]) -> int:
    return sum(truths)
