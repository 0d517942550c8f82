"""By which way a person is reminded: in the own chat, by an officer's mouth, by the branch, or not at all."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from conversations.reminding.due import Due, find_due, find_first_due, fits, is_stale


class Way(StrEnum):
    """`own`: a letter; `officer`, `branch`: a task with words to read aloud; `nobody`: counted in the digest."""

    OWN = "own"
    OFFICER = "officer"
    BRANCH = "branch"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Member:
    """An accepted registration as reminders see it: no name, no number.

    `contact_id` is None when nobody who writes to us is told about it; `is_own` when that is the person. `payer_id`
    is whose money paid the last month, empty for the own.
    """

    registration_id: str
    person_id: str
    reference: str
    village_code: str
    accepted_on: date
    paid_until: date | None
    contact_id: int | None
    is_own: bool
    sector: str
    payer_id: str = ""

    def find_due(self, today: date) -> Due | None:
        """What there is to say today."""
        if self.paid_until is None:
            return find_first_due(self.accepted_on, today)
        return find_due(self.paid_until, today, is_funded=bool(self.payer_id))

    def key(self, due: Due) -> str:
        """The key under which it is said once for ever."""
        paid = f"{self.paid_until:%Y-%m}" if self.paid_until else "never"
        return f"remind:{self.registration_id}:{paid}:{due.name}"


@dataclass(frozen=True, slots=True)
class Reach:
    """What is known of those who could tell a member: loaded for a whole batch at once.

    `readers` are contacts who get letters themselves, by id with their chat and language; `given_on` the days of
    their latest letters; `as_of` by village the day up to which payments are known; `at_hand` villages with an officer
    who wrote lately; `served` villages that a branch serves; `unwilling` registrations whose household wishes none, and
    `closed` those whose household wishes no visit.
    """

    readers: Mapping[int, "Reader"] = field(default_factory=dict)
    given_on: Mapping[int, list[date]] = field(default_factory=dict)
    as_of: Mapping[str, date | None] = field(default_factory=dict)
    at_hand: frozenset[str] = frozenset()
    served: frozenset[str] = frozenset()
    unwilling: frozenset[str] = frozenset()
    closed: frozenset[str] = frozenset()

    def after_letter(self, contact_id: int, today: date) -> "Reach":
        """The same when this contact has had one more letter."""
        days = [*self.given_on.get(contact_id, ()), today]
        return replace(self, given_on={**self.given_on, contact_id: days})


@dataclass(frozen=True, slots=True)
class Reader:
    """A contact who can be written to."""

    contact_id: int
    chat_id: int
    language: str


def is_known(member: Member, reach: Reach, today: date) -> bool:
    """Whether payments are known well enough to warn; who was never seen paying is only asked to begin."""
    return member.paid_until is None or not is_stale(reach.as_of.get(member.village_code), today)


def find_way(member: Member, reach: Reach, today: date) -> Way | None:
    """The way for today; None when it has to wait, as its reader had enough letters."""
    reader = reach.readers.get(member.contact_id or 0)
    if member.registration_id in reach.unwilling:
        return Way.NOBODY
    if reader is not None:
        return Way.OWN if fits(reach.given_on.get(reader.contact_id, ()), today) else None
    if member.village_code in reach.at_hand and member.registration_id not in reach.closed:
        return Way.OFFICER
    return Way.BRANCH if member.village_code in reach.served else Way.NOBODY
