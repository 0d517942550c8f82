"""A broadcast as those who work with it see it: whom it is for, where it stands, and what became of it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from conversations.actor import Pillar

PILLARS = tuple(pillar.value for pillar in Pillar)


class BroadcastState(StrEnum):
    """Where a broadcast stands; `asking` waits for a second person, `frozen` stopped itself."""

    DRAFT = "draft"
    ASKING = "asking"
    SCHEDULED = "scheduled"
    RUNNING = "running"
    PAUSED = "paused"
    FROZEN = "frozen"
    DONE = "done"
    CANCELLED = "cancelled"


class RecipientState(StrEnum):
    """What became of one recipient; `unreachable` had blocked us or was gone before the first try."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    UNREACHABLE = "unreachable"
    CANCELLED = "cancelled"


OVER = frozenset({BroadcastState.DONE, BroadcastState.CANCELLED})


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a broadcast is for, within the reach of its author.

    `whom` is `officers`, a pillar, `colleagues` or `workers`; `area` a region's code or empty; `status` (of
    workers) is `all`, `submitted`, `needs_fixing`, `protected` or `unprotected`; `language` is `all` or a language.
    """

    whom: str
    area: str = ""
    status: str = "all"
    language: str = "all"


@dataclass(frozen=True, slots=True)
class Link:
    """A button under a broadcast that opens a page."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Body:
    """What is sent: `html` of the allow-list, a photo or a document by Telegram's `file_id`, buttons with links."""

    html: str = field(repr=False)
    photo: str = ""
    document: str = ""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Ledger:
    """One broadcast with its counts; they add up to `total`, who was unreachable from the start included.

    `is_tried` once the first few dozen went well; `shown` is what the author's live message says.
    """

    id: str
    author: int
    branch_id: str
    audience: Audience
    state: BroadcastState
    wants_word: bool
    total: int
    unreachable: int
    sent: int
    failed: int
    uncertain: int
    cancelled: int
    acknowledged: int
    is_tried: bool
    created_at: datetime
    approved_by: int | None = None
    start_at: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    escalated_at: datetime | None = None
    shown: str = ""

    @property
    def reachable(self) -> int:
        """How many there are to send to."""
        return self.total - self.unreachable

    @property
    def settled(self) -> int:
        """How many of them need nothing more."""
        return self.sent + self.failed + self.uncertain + self.cancelled

    @property
    def left(self) -> int:
        """How many are still to be sent to."""
        return max(0, self.reachable - self.settled)

    def per_second(self, now: datetime) -> float:
        """Messages a second since the start."""
        seconds = ((self.ended_at or now) - self.started_at).total_seconds() if self.started_at else 0.0
        return self.settled / seconds if seconds > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Line:
    """One recipient in the report: no name of a worker, no number of anybody."""

    name: str
    village_code: str
    state: RecipientState
    reason: str
    settled_at: datetime | None
    acknowledged_at: datetime | None
