"""Those who work with Sasar, as their branch sees them: colleagues, branches, invitations, hand-overs and badges."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from conversations.actor import Pillar, Role

IDLE_AFTER = timedelta(days=7)
"""Who has not written for so long may be reminded."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody in a post; `full_name` is what their inviter called them, never what their account says."""

    post_id: str
    contact_id: int
    role: Role
    pillar: Pillar | None
    branch_id: str
    full_name: str
    villages: tuple[str, ...]
    seen_at: datetime
    is_suspended: bool = False

    @property
    def rank(self) -> str:
        """The pillar of an officer, else the role: the key of what people call it."""
        return (self.pillar or self.role).value

    def is_idle(self, now: datetime) -> bool:
        """Whether nothing was heard of them for long."""
        return not self.is_suspended and now - self.seen_at > IDLE_AFTER


@dataclass(frozen=True, slots=True)
class BranchRow:
    """A branch with its areas: regencies (4 digits) and single villages (10 digits)."""

    id: str
    name: str
    areas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation as its giver sees it; `used_by` is who opened it, with the right card where it `needs_card`."""

    id: str
    role: Role
    pillar: Pillar | None
    branch_id: str
    full_name: str
    villages: tuple[str, ...]
    given_by: int
    used_by: int | None = None
    needs_card: bool = True

    @property
    def rank(self) -> str:
        """The pillar of an officer, else the role."""
        return (self.pillar or self.role).value


@dataclass(frozen=True, slots=True)
class HandingOver:
    """Villages on their way from one officer to another, who has not said yes or no."""

    id: str
    from_contact: int
    to_contact: int
    villages: tuple[str, ...]
    given_by: int


@dataclass(frozen=True, slots=True)
class BadgeShown:
    """What anybody may know of the officer behind a badge code."""

    rank: str
    branch_name: str
    villages: tuple[str, ...]
    until_at: datetime
