"""A registration as the branch sees it, and what became of a decision about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from pydantic import JsonValue

from conversations.actor import Pillar
from conversations.review.flags import Findings

PROMISED_DAYS = 5
"""Working days that a worker is told a review takes at most (journeys.md 2)."""


@dataclass(frozen=True, slots=True)
class ReviewCase:
    """One case, held for whoever looks at it. `since_at` is when its person first asked, which no rejection resets.

    `pillar` is the registrar's; `is_own` when the worker entered it themselves. `contact_id` is who is told.
    `keeper` is the registrar, or who took the village over since.
    """

    id: str
    reference: str
    village_code: str
    state: str
    since_at: datetime
    stage_at: datetime
    answers: Mapping[str, JsonValue] = field(repr=False)
    found: Findings
    is_own: bool
    contact_id: int | None = None
    registrar: int | None = None
    keeper: int | None = None
    pillar: Pillar | None = None
    reason: str = ""

    @property
    def full_name(self) -> str:
        """As on the card; empty when the person is gone."""
        return str(self.answers.get("full_name", ""))


@dataclass(frozen=True, slots=True)
class Line:
    """The queue of one village: how many wait, and since when the first of them."""

    village_code: str
    count: int
    since_at: datetime


class Fate(StrEnum):
    """What became of a decision: it is the one that counts, or why not."""

    DECIDED = "decided"
    HELD = "held"
    DECIDED_BEFORE = "decided_before"
    OWN_ENTRY = "own_entry"
    NOT_THERE = "not_there"
    """Not there and not yours are the same answer."""
