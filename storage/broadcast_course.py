"""The course of broadcasts: begun when due, judged by their first people, ended when nothing is left."""

from collections import Counter
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, exists, or_, select, update

from conversations.broadcast import CARE
from conversations.ledger import BroadcastState, Ledger, RecipientState
from storage.broadcasts import ledger_of
from storage.tables import broadcast, outbox, recipient
from storage.unit import Unit

DRAFTS = timedelta(days=2)
STOPPED = (BroadcastState.PAUSED, BroadcastState.FROZEN, BroadcastState.CANCELLED)


class Course:
    """Where every broadcast stands, within one unit of work."""

    def __init__(self, unit: Unit, now: datetime) -> None:
        self._unit, self._now = unit, now

    async def has_due(self) -> bool:
        """Whether any is to begin by now; only reads."""
        return bool(await self._unit.fetch(select(broadcast.c.id).where(self._is_due()).limit(1)))

    async def begin_due(self) -> None:
        """Begin what was to begin by now."""
        begun = {"state": BroadcastState.RUNNING.value, "started_at": self._now}
        await self._unit.connection.execute(update(broadcast).where(self._is_due()).values(begun))

    async def list_open(self) -> tuple[Ledger, ...]:
        """Those that are under way, and those that stopped with something still on its way; the oldest in front."""
        is_left = or_(
            _has(RecipientState.SENDING),
            and_(broadcast.c.state == BroadcastState.CANCELLED.value, _has(RecipientState.WAITING)),
        )
        is_stopped = broadcast.c.state.in_([one.value for one in STOPPED])
        is_open = or_(broadcast.c.state == BroadcastState.RUNNING.value, and_(is_stopped, is_left))
        rows = await self._unit.fetch(select(broadcast).where(is_open).order_by(broadcast.c.created_at))
        return tuple(map(ledger_of, rows))

    async def has(self, broadcast_id: str, *states: RecipientState) -> bool:
        """Whether any of its recipients is in one of these states."""
        found = select(recipient.c.contact_id).where(
            recipient.c.broadcast_id == broadcast_id, recipient.c.state.in_([one.value for one in states])
        )
        return bool(await self._unit.fetch(found.limit(1)))

    async def drop_waiting(self, broadcast_id: str, *, limit: int) -> int:
        """Let some of those who still wait for a cancelled broadcast go; gives how many."""
        await self._unit.fetch(select(broadcast.c.id).where(broadcast.c.id == broadcast_id).with_for_update())
        is_its = recipient.c.broadcast_id == broadcast_id
        waiting = select(recipient.c.contact_id).where(
            is_its, recipient.c.state == RecipientState.WAITING.value
        )
        some = waiting.order_by(recipient.c.contact_id).limit(limit)
        gone = update(recipient).where(is_its, recipient.c.contact_id.in_(some))
        cancelled = gone.values(state=RecipientState.CANCELLED.value).returning(recipient.c.contact_id)
        count = len(await self._unit.fetch(cancelled))
        await add_counts(self._unit, broadcast_id, Counter({RecipientState.CANCELLED: count}))
        return count

    async def judge(self, one: Ledger) -> BroadcastState | None:
        """Freeze it when the first people were refused too often, end it when nothing is left; the new state."""
        if needs_trial(one) and tried(one) >= CARE.canary_people:
            is_bad = one.failed + one.uncertain > CARE.canary_share * tried(one)
            await self._set(one.id, is_tried=not is_bad, **({"state": "frozen"} if is_bad else {}))
            return BroadcastState.FROZEN if is_bad else None
        if one.state is not BroadcastState.RUNNING or await self.has(
            one.id, RecipientState.WAITING, RecipientState.SENDING
        ):
            return None
        await self._set(one.id, state=BroadcastState.DONE.value, ended_at=self._now)
        return BroadcastState.DONE

    async def get(self, broadcast_id: str) -> Ledger:
        """How it stands now."""
        rows = await self._unit.fetch(select(broadcast).where(broadcast.c.id == broadcast_id))
        return ledger_of(rows[0])

    async def hold(self, broadcast_id: str) -> Ledger:
        """The same, and it changes no more until this unit ends."""
        found = select(broadcast).where(broadcast.c.id == broadcast_id).with_for_update()
        return ledger_of((await self._unit.fetch(found))[0])

    async def note_shown(self, broadcast_id: str, shown: str) -> None:
        """Remember what the author was shown."""
        await self._set(broadcast_id, shown=shown)

    async def find_message(self, key: str) -> int | None:
        """Telegram's number of the message that the row of this key has sent."""
        rows = await self._unit.fetch(select(outbox.c.message_id).where(outbox.c.key == key))
        return rows[0]["message_id"] if rows else None

    async def take_unread(self, before: datetime) -> tuple[Ledger, ...]:
        """Those that ended before then and wanted a word that some have not given; each is given once."""
        is_due = (
            (broadcast.c.state == BroadcastState.DONE.value)
            & broadcast.c.wants_word
            & (broadcast.c.ended_at < before)
            & (broadcast.c.acknowledged < broadcast.c.sent)
            & broadcast.c.escalated_at.is_(None)
        )
        told = update(broadcast).where(is_due).values(escalated_at=self._now).returning(broadcast)
        return tuple(map(ledger_of, await self._unit.fetch(told)))

    async def forget_drafts(self) -> None:
        """Do away with what was written and never sent."""
        old = (broadcast.c.state == BroadcastState.DRAFT.value) & (
            broadcast.c.created_at < self._now - DRAFTS
        )
        rows = await self._unit.fetch(select(broadcast.c.id, broadcast.c.salt_id).where(old).limit(20))
        ids = [row["id"] for row in rows]
        await self._unit.connection.execute(
            delete(recipient).where(self._unit.among(recipient.c.broadcast_id, ids))
        )
        await self._unit.connection.execute(delete(broadcast).where(self._unit.among(broadcast.c.id, ids)))
        await self._unit.drop_salts(row["salt_id"] for row in rows)

    async def _set(self, broadcast_id: str, **changes: object) -> None:
        await self._unit.connection.execute(
            update(broadcast).where(broadcast.c.id == broadcast_id).values(changes)
        )

    def _is_due(self) -> ColumnElement[bool]:
        return (broadcast.c.state == BroadcastState.SCHEDULED.value) & (broadcast.c.start_at <= self._now)


def _has(state: RecipientState) -> ColumnElement[bool]:
    return exists().where(recipient.c.broadcast_id == broadcast.c.id, recipient.c.state == state.value)


async def add_counts(unit: Unit, broadcast_id: str, counts: Counter[RecipientState]) -> None:
    """Count recipients of these states, as they have come to them."""
    more = {state.value: broadcast.c[state.value] + count for state, count in counts.items() if count}
    if more:
        await unit.connection.execute(update(broadcast).where(broadcast.c.id == broadcast_id).values(more))


def tried(one: Ledger) -> int:
    """How many were sent to, whatever came of it."""
    return one.sent + one.failed + one.uncertain


def needs_trial(one: Ledger) -> bool:
    """Whether the first few dozen must go well before the others follow."""
    return not one.is_tried and one.reachable >= CARE.canary_from
