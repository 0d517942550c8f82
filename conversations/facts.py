"""What a turn needs to know from outside, loaded before it and frozen while it runs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from pydantic import JsonValue

from conversations.actor import Actor
from conversations.regions import Regions
from conversations.regions.search import Search

Answers = Mapping[str, JsonValue]
"""Accepted answers by step, each in its stored form."""

FALLBACK_ZONE = "Asia/Jakarta"
"""The zone of a person whose village is not known yet: most of the country lives by it."""


@dataclass(frozen=True, slots=True)
class Place:
    """The country as we know it: every village, and the search over their names."""

    regions: Regions
    search: Search


@dataclass(frozen=True, slots=True)
class Notice:
    """Who answers for personal facts here; printed in the privacy notice (UU 27/2022 art. 21)."""

    controller: str
    controller_contact: str
    processor: str
    stored_in: str


@dataclass(frozen=True, slots=True)
class Case:
    """One registration as its own people may see it.

    `card_number` and `payment_code` are the core system's and empty until it has answered; `payments_as_of` is the day
    up to which the branch has told us of payments.
    """

    id: str
    reference: str
    state: str
    full_name: str
    submitted_at: datetime
    village_code: str
    reason: str = ""
    paid_until: date | None = None
    is_own: bool = True
    answers: Answers = field(default_factory=dict)
    card_number: str = field(default="", repr=False)
    payment_code: str = field(default="", repr=False)
    payments_as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Needs:
    """What a turn asks to be told: NIKs to look up among those kept, the contact's own cases, our last word to them."""

    niks: frozenset[str] = frozenset()
    cases: bool = False
    last_word: bool = False

    def __or__(self, other: "Needs") -> "Needs":
        return Needs(
            self.niks | other.niks, self.cases or other.cases, last_word=self.last_word or other.last_word
        )


NOBODY = Actor(0)
"""A contact without any post."""


@dataclass(frozen=True, slots=True)
class Facts:
    """The world during one turn.

    `fresh` is a random word for whatever the turn creates: conversation ids and reference numbers are cut from it.
    `taken_niks` are those of `Needs.niks` that somebody has registered; `is_over_limit` when this contact asked
    after too many different ones this hour. `actor` is who speaks, with the roles of this moment. `was_unasked`
    when the last thing this contact read from us was a reminder, a broadcast or a letter (asked by `Needs.last_word`).
    """

    now: datetime
    place: Place
    notice: Notice
    fresh: str = "0" * 32
    language: str = "id"
    taken_niks: frozenset[str] = frozenset()
    is_over_limit: bool = False
    cases: tuple[Case, ...] = ()
    actor: Actor = NOBODY
    is_practice: bool = False
    was_unasked: bool = False

    def today(self, village_code: object = None) -> date:
        """The day it is in a village, or in western Indonesia when the village is not known."""
        return self.day_of(self.now, village_code)

    def day_of(self, moment: datetime, village_code: object = None) -> date:
        """The day that a moment was in a village."""
        return _day_in(moment, self._zone_of(village_code))

    def _zone_of(self, village_code: object) -> str:
        try:
            return self.place.regions.zone(str(village_code or ""))
        except KeyError:
            return FALLBACK_ZONE


def at(moment: datetime) -> datetime:
    """The same moment in UTC; refuses a naive one."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone")
    return moment.astimezone(UTC)


@lru_cache(maxsize=256)
def _day_in(moment: datetime, zone: str) -> date:
    """The day in a zone; a turn asks for its own day again and again."""
    return moment.astimezone(ZoneInfo(zone)).date()
