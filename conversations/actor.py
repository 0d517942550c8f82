"""Who acts and how far their hand reaches: read in the same transaction as the act, never remembered."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody may be; a worker is everybody."""

    WORKER = "worker"
    OFFICER = "officer"
    BRANCH_STAFF = "branch_staff"
    BRANCH_HEAD = "branch_head"
    ADMINISTRATOR = "administrator"


class Pillar(StrEnum):
    """The three pillars of a village, and the staff of its head."""

    COMMUNITY_POLICE = "community_police"
    VILLAGE_NCO = "village_nco"
    VILLAGE_HEAD = "village_head"
    VILLAGE_STAFF = "village_staff"


BRANCH = frozenset({Role.BRANCH_STAFF, Role.BRANCH_HEAD})
REGENCY_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Actor:
    """A contact with the roles they hold today.

    Officers reach their `villages`; a branch reaches its `areas` (regencies, single villages) but for the `ceded`
    villages of those regencies that another branch serves; an administrator reaches everything.
    """

    contact_id: int
    roles: frozenset[Role] = frozenset()
    pillar: Pillar | None = None
    villages: frozenset[str] = frozenset()
    branch_id: str = ""
    areas: frozenset[str] = frozenset()
    ceded: frozenset[str] = frozenset()

    def has(self, *roles: Role) -> bool:
        """Whether this is one of those; everybody is a worker."""
        return Role.WORKER in roles or not self.roles.isdisjoint(roles)

    def reaches(self, village_code: str) -> bool:
        """Whether this village's people are this actor's business."""
        if Role.ADMINISTRATOR in self.roles or village_code in self.villages:
            return True
        if self.roles.isdisjoint(BRANCH) or village_code in self.ceded:
            return False
        return village_code in self.areas or village_code[:REGENCY_DIGITS] in self.areas
