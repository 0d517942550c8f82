"""Badges: a short code that proves for some minutes who is at the door, and goes with the post behind it."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import select

from conversations.actor import Role
from conversations.colleagues import BadgeShown, Colleague
from storage.staff import Staff
from storage.tables import badge, branch, post
from storage.unit import Unit
from storage.upserts import insert_or_replace

VALID_FOR = timedelta(minutes=15)
"""Long enough for one door, too short to be handed on."""
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""None that is read as another one."""
LENGTH = 8


class Badges:
    """One good code for each post, within one unit of work."""

    def __init__(self, unit: Unit, now: datetime) -> None:
        self._unit, self._now = unit, now

    async def renew(self, own: Colleague) -> tuple[str, datetime]:
        """A new code for this officer, and until when it is good; the code before is good no more."""
        code, until_at = "".join(secrets.choice(LETTERS) for _ in range(LENGTH)), self._now + VALID_FOR
        row = {"post_id": own.post_id, "code_index": self._index(code), "until_at": until_at}
        await insert_or_replace(self._unit.connection, badge, [row])
        self._unit.note("badge.renew", actor=own.contact_id, on=own.post_id, at=self._now)
        return code, until_at

    async def find(self, code: str) -> BadgeShown | None:
        """Who stands behind a code just now; None for a wrong or old one, and for one who works no more."""
        found = select(badge.c.until_at, post.c.contact_id, post.c.pillar, branch.c.name)
        found = found.join(post, post.c.id == badge.c.post_id).outerjoin(
            branch, branch.c.id == post.c.branch_id
        )
        found = found.where(badge.c.code_index == self._index(code), badge.c.until_at > self._now)
        rows = await self._unit.fetch(found.where(post.c.role == Role.OFFICER.value))
        if not rows:
            return None
        contact_id = rows[0]["contact_id"]
        actor = (await Staff(self._unit).load_actors([contact_id], self._now))[contact_id]
        if not actor.villages:
            return None
        return BadgeShown(
            rows[0]["pillar"], rows[0]["name"] or "", tuple(sorted(actor.villages)), rows[0]["until_at"]
        )

    def _index(self, code: str) -> bytes:
        return self._unit.sealer.index("badge", code)
