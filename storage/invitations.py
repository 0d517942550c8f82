"""Invitations: a word of 128 random bits that works once, for one phone, for three days; only its hash is kept."""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import ColumnElement, RowMapping, false, insert, or_, select, true, update

from conversations.actor import Actor, Pillar, Role
from conversations.colleagues import Invited
from storage.columns import new_id
from storage.tables import invitation, salt
from storage.unit import Unit

VALID_FOR = timedelta(hours=72)
TOKEN_BYTES = 16
NAME = "invitation.full_name"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom to invite: the post, and who may use it: the own card of a phone (E.164), or one account."""

    role: Role
    pillar: Pillar | None = None
    branch_id: str = ""
    full_name: str = field(default="", repr=False)
    villages: tuple[str, ...] = ()
    phone: str = field(default="", repr=False)
    contact_id: int | None = None


class Invitations:
    """Offered, taken with the right card, then confirmed or refused by who gave it."""

    def __init__(self, unit: Unit, now: datetime) -> None:
        self._unit, self._now = unit, now

    async def give(self, wanted: Wanted, *, by: int) -> str:
        """Keep an invitation; gives its word, which is nowhere else (22 letters of base64url)."""
        token, kept = secrets.token_urlsafe(TOKEN_BYTES), self._unit.create_salt(self._now)
        row_id, sealer = new_id(self._now), self._unit.sealer
        row = {
            "id": row_id,
            "token_hash": _hash(token),
            "role": wanted.role.value,
            "pillar": wanted.pillar.value if wanted.pillar else "",
            "branch_id": wanted.branch_id or None,
            "villages": " ".join(wanted.villages),
            "phone_index": sealer.index("phone", wanted.phone) if wanted.phone else None,
            "for_contact": wanted.contact_id,
            "given_by": by,
            "given_at": self._now,
            "expires_at": self._now + VALID_FOR,
            "state": "offered",
            "full_name": sealer.seal(kept.secret, NAME, row_id, wanted.full_name.encode()),
            "salt_id": kept.id,
        }
        await self._unit.flush()
        await self._unit.connection.execute(insert(invitation), [row])
        self._unit.note("invitation.give", actor=by, on=row_id, scope=wanted.branch_id, at=self._now)
        return token

    async def find_offered(self, token: str) -> Invited | None:
        """The invitation that this word opens; None for a wrong, used or old one alike."""
        return await self._find((invitation.c.token_hash == _hash(token)) & self._is_offered())

    async def take(self, invitation_id: str, contact_id: int, *, phone: str = "") -> Invited | None:
        """Use an invitation up, once: None unless it is still offered, and to this phone or account."""
        index = self._unit.sealer.index("phone", phone)
        is_phone = or_(invitation.c.phone_index.is_(None), invitation.c.phone_index == index)
        is_account = or_(invitation.c.for_contact.is_(None), invitation.c.for_contact == contact_id)
        mine = (invitation.c.id == invitation_id) & self._is_offered() & is_phone & is_account
        used = {"state": "taken", "used_by": contact_id, "used_at": self._now}
        if not await self._change(mine, used):
            return None
        self._unit.note("invitation.take", actor=contact_id, on=invitation_id, at=self._now)
        return await self._find(invitation.c.id == invitation_id)

    async def list_taken(self, actor: Actor) -> tuple[Invited, ...]:
        """Those that wait for a word of this actor."""
        found = _INVITATIONS.where(self._is_taken(actor)).order_by(invitation.c.used_at)
        return tuple(map(self._invited, await self._unit.fetch(found)))

    async def settle(
        self, invitation_id: str, actor: Actor, state: Literal["confirmed", "refused"]
    ) -> Invited | None:
        """Say yes or no, once, to who took an invitation; None unless it waits for this actor."""
        mine = (invitation.c.id == invitation_id) & self._is_taken(actor)
        if not await self._change(mine, {"state": state}):
            return None
        self._unit.note(f"invitation.{state}", actor=actor.contact_id, on=invitation_id, at=self._now)
        return await self._find(invitation.c.id == invitation_id)

    def _is_offered(self) -> ColumnElement[bool]:
        return (invitation.c.state == "offered") & (invitation.c.expires_at > self._now)

    def _is_taken(self, actor: Actor) -> ColumnElement[bool]:
        """Taken, and given by this actor or by somebody of the branch that they head."""
        is_head = Role.BRANCH_HEAD in actor.roles
        by_branch = (invitation.c.branch_id == actor.branch_id) & (
            invitation.c.role != Role.BRANCH_HEAD.value
        )
        by_actor = invitation.c.given_by == actor.contact_id if actor.roles else false()
        is_theirs = or_(by_actor, by_branch) if is_head else by_actor
        is_mine = true() if Role.ADMINISTRATOR in actor.roles else is_theirs
        return (invitation.c.state == "taken") & is_mine

    async def _change(self, chosen: ColumnElement[bool], values: dict[str, object]) -> bool:
        """Whether exactly one row was there to change: two who ask at once get one yes."""
        changed = update(invitation).where(chosen).values(values).returning(invitation.c.id)
        return bool(await self._unit.fetch(changed))

    async def _find(self, chosen: ColumnElement[bool]) -> Invited | None:
        rows = await self._unit.fetch(_INVITATIONS.where(chosen))
        return self._invited(rows[0]) if rows else None

    def _invited(self, row: RowMapping) -> Invited:
        name = self._unit.sealer.open(row["secret"], NAME, row["id"], row["full_name"])
        return Invited(
            row["id"],
            Role(row["role"]),
            Pillar(row["pillar"]) if row["pillar"] else None,
            row["branch_id"] or "",
            name.decode(),
            tuple(row["villages"].split()),
            row["given_by"],
            row["used_by"],
            needs_card=row["phone_index"] is not None,
        )


_INVITATIONS = select(*invitation.c, salt.c.secret).join(salt, salt.c.id == invitation.c.salt_id)


def _hash(token: str) -> bytes:
    # The word is 128 random bits: nothing slower than SHA-256 is needed to hide it.
    return hashlib.sha256(token.encode()).digest()
