"""Broadcasts: written, agreed to, begun, paused and ended; the recipients are frozen when one is written."""

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import (
    ColumnElement,
    RowMapping,
    case,
    func,
    insert,
    literal,
    select,
    update,
)

from conversations.actor import Actor, Role
from conversations.ledger import OVER, Audience, Body, BroadcastState, Ledger, RecipientState
from storage.audiences import audience_of
from storage.columns import new_id
from storage.tables import broadcast, recipient, salt
from storage.unit import Unit

BROADCAST_BODY = "broadcast.body"
STORED = TypeAdapter(Body)
NAMES = tuple(Ledger.__dataclass_fields__)
LISTED = 8
BEGINS_FROM = frozenset({BroadcastState.DRAFT, BroadcastState.ASKING, BroadcastState.SCHEDULED})
GOES_ON_FROM = frozenset({BroadcastState.PAUSED, BroadcastState.FROZEN})


class Broadcasts:
    """Broadcasts as an actor sees them, within one unit of work: those of other branches are not there."""

    def __init__(self, unit: Unit, actor: Actor, now: datetime) -> None:
        self._unit, self._actor, self._now = unit, actor, now

    async def write(self, audience: Audience, body: Body, *, wants_word: bool) -> Ledger:
        """Keep a draft and freeze whom it is for: one row a person, whatever groups they are in."""
        unit, broadcast_id, kept = self._unit, new_id(self._now), self._unit.create_salt(self._now)
        sealed = unit.sealer.seal(kept.secret, BROADCAST_BODY, broadcast_id, STORED.dump_json(body))
        counts = dict.fromkeys(
            ("total", "unreachable", "sent", "failed", "uncertain", "cancelled", "acknowledged"), 0
        )
        row = {
            "id": broadcast_id,
            "author": self._actor.contact_id,
            "branch_id": self._actor.branch_id,
            "audience": asdict(audience),
            "body": sealed,
            "salt_id": kept.id,
            "wants_word": wants_word,
            "state": BroadcastState.DRAFT.value,
            "is_tried": False,
            "created_at": self._now,
            "shown": "",
            **counts,
        }
        await unit.flush()
        await unit.connection.execute(insert(broadcast), [row])
        await self._freeze(broadcast_id, audience)
        unit.note("broadcast.write", actor=self._actor.contact_id, on=broadcast_id, at=self._now)
        return await self.get(broadcast_id)

    async def _freeze(self, broadcast_id: str, audience: Audience) -> None:
        meant = audience_of(self._unit, self._actor, audience, self._now)
        state = case(
            (meant.c.state == "active", RecipientState.WAITING.value), else_=RecipientState.UNREACHABLE.value
        )
        reason = case((meant.c.state == "active", ""), else_=meant.c.state)
        rows = select(
            literal(broadcast_id),
            meant.c.contact_id,
            meant.c.village_code,
            state,
            reason,
            literal(0),
            literal(""),
        )
        names = ["broadcast_id", "contact_id", "village_code", "state", "reason", "sendings", "owner"]
        await self._unit.connection.execute(insert(recipient).from_select(names, rows))
        counted = select(func.count()).where(recipient.c.broadcast_id == broadcast_id)
        unreachable = counted.where(recipient.c.state == RecipientState.UNREACHABLE.value)
        sums = {"total": counted.scalar_subquery(), "unreachable": unreachable.scalar_subquery()}
        await self._set(broadcast_id, **sums)

    async def get(self, broadcast_id: str) -> Ledger:
        """One of the actor's branch; KeyError when there is none."""
        if (found := await self.find(broadcast_id)) is None:
            raise KeyError(broadcast_id)
        return found

    async def find(self, broadcast_id: str) -> Ledger | None:
        """One of the actor's branch, held until this unit ends, so that two taps follow each other."""
        await self._unit.flush()
        found = select(broadcast).where(broadcast.c.id == broadcast_id, self._is_ours()).with_for_update()
        rows = await self._unit.fetch(found)
        return ledger_of(rows[0]) if rows else None

    async def list_latest(self) -> tuple[Ledger, ...]:
        """The latest of the actor's branch, the newest in front; drafts that were left are not among them."""
        is_kept = (broadcast.c.state != BroadcastState.DRAFT.value) & self._is_ours()
        found = select(broadcast).where(is_kept).order_by(broadcast.c.created_at.desc()).limit(LISTED)
        return tuple(map(ledger_of, await self._unit.fetch(found)))

    async def list_drafts(self) -> tuple[Ledger, ...]:
        """The actor's own that were written and not sent."""
        mine = (broadcast.c.author == self._actor.contact_id) & (
            broadcast.c.state == BroadcastState.DRAFT.value
        )
        found = select(broadcast).where(mine).order_by(broadcast.c.created_at.desc()).limit(LISTED)
        return tuple(map(ledger_of, await self._unit.fetch(found)))

    async def load_body(self, broadcast_id: str) -> Body:
        """What is sent; KeyError when its time of keeping is over."""
        return await load_body(self._unit, broadcast_id)

    async def ask_second(self, one: Ledger) -> bool:
        """Let it wait for a second person; False when it is no draft any more."""
        return await self._step(one, {BroadcastState.DRAFT}, BroadcastState.ASKING)

    async def schedule(self, one: Ledger, at: datetime) -> bool:
        """Note when it is to begin; whoever must agree is still asked. False when it has begun."""
        if one.state is not BroadcastState.DRAFT:
            return False
        await self._set(one.id, start_at=at)
        return True

    async def begin(self, one: Ledger) -> bool:
        """Begin now, or at the time that was chosen; False when it was begun before: tapping twice sends once."""
        is_later = one.start_at is not None and one.start_at > self._now
        to = BroadcastState.SCHEDULED if is_later else BroadcastState.RUNNING
        by = self._actor.contact_id if one.author != self._actor.contact_id else None
        changes: dict[str, object] = {"approved_by": by}
        if not is_later:
            changes["started_at"] = self._now
        return await self._step(one, BEGINS_FROM, to, **changes)

    async def pause(self, one: Ledger) -> bool:
        """Stop for now; what was claimed a moment ago still goes."""
        return await self._step(one, {BroadcastState.RUNNING}, BroadcastState.PAUSED)

    async def go_on(self, one: Ledger) -> bool:
        """Go on after a pause, or after it froze: then somebody has looked, and it is not tried again."""
        return await self._step(one, GOES_ON_FROM, BroadcastState.RUNNING, is_tried=True)

    async def cancel(self, one: Ledger) -> bool:
        """End it; whoever was not sent to yet never is."""
        return await self._step(
            one, frozenset(BroadcastState) - OVER, BroadcastState.CANCELLED, ended_at=self._now
        )

    async def again(self, one: Ledger, *, uncertain: bool) -> int:
        """Send once more, to the uncertain or to whoever has not acknowledged; gives to how many."""
        state = RecipientState.UNCERTAIN if uncertain else RecipientState.SENT
        is_meant = (recipient.c.broadcast_id == one.id) & (recipient.c.state == state.value)
        if not uncertain:
            is_meant &= recipient.c.acknowledged_at.is_(None)
        anew = update(recipient).where(is_meant).values(state=RecipientState.WAITING.value, reason="")
        count = len(await self._unit.fetch(anew.returning(recipient.c.contact_id)))
        if count:
            changes: dict[str, Any] = {state.value: broadcast.c[state.value] - count, "ended_at": None}
            await self._set(one.id, state=BroadcastState.RUNNING.value, is_tried=True, **changes)
            self._unit.note("broadcast.again", actor=self._actor.contact_id, on=one.id, at=self._now)
        return count

    async def acknowledge(self, broadcast_id: str) -> bool:
        """The actor has read it; False when it was not for them."""
        mine = (recipient.c.broadcast_id == broadcast_id) & (recipient.c.contact_id == self._actor.contact_id)
        # Before the recipient, as everywhere: who marks it as sent in this moment must not wait for us in turn.
        await self._unit.fetch(select(broadcast.c.id).where(broadcast.c.id == broadcast_id).with_for_update())
        first = update(recipient).where(mine, recipient.c.acknowledged_at.is_(None))
        read = await self._unit.fetch(
            first.values(acknowledged_at=self._now).returning(recipient.c.contact_id)
        )
        if read:
            await self._set(broadcast_id, acknowledged=broadcast.c.acknowledged + 1)
        return bool(read) or await self.is_for_actor(broadcast_id)

    async def is_for_actor(self, broadcast_id: str) -> bool:
        """Whether the actor was sent this broadcast."""
        mine = (recipient.c.broadcast_id == broadcast_id) & (recipient.c.contact_id == self._actor.contact_id)
        return bool(await self._unit.fetch(select(recipient.c.contact_id).where(mine)))

    async def _step(
        self, one: Ledger, since: Iterable[BroadcastState], to: BroadcastState, **changes: object
    ) -> bool:
        if one.state not in since:
            return False
        await self._set(one.id, state=to.value, **changes)
        self._unit.note(f"broadcast.{to}", actor=self._actor.contact_id, on=one.id, at=self._now)
        return True

    async def _set(self, broadcast_id: str, **changes: object) -> None:
        await self._unit.connection.execute(
            update(broadcast).where(broadcast.c.id == broadcast_id).values(changes)
        )

    def _is_ours(self) -> ColumnElement[bool]:
        if Role.ADMINISTRATOR in self._actor.roles:
            return literal(value=True)
        return (broadcast.c.branch_id == self._actor.branch_id) & (broadcast.c.branch_id != "")


async def load_body(unit: Unit, broadcast_id: str) -> Body:
    """What a broadcast says; KeyError when its words are gone."""
    found = select(broadcast.c.body, salt.c.secret).join(salt, salt.c.id == broadcast.c.salt_id)
    rows = await unit.fetch(found.where(broadcast.c.id == broadcast_id, broadcast.c.body.is_not(None)))
    if not rows:
        raise KeyError(broadcast_id)
    sealed = unit.sealer.open(rows[0]["secret"], BROADCAST_BODY, broadcast_id, rows[0]["body"])
    return STORED.validate_json(sealed)


def ledger_of(row: RowMapping) -> Ledger:
    """A row as those who work with it see it."""
    values = {name: row[name] for name in NAMES}
    audience = Audience(**values.pop("audience"))
    return replace(Ledger(**values, audience=audience), state=BroadcastState(row["state"]))
