"""The moving of broadcasts: a few recipients at a time into the outbox, and what became of them back to their rows."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import RowMapping, Select, String, and_, bindparam, delete, exists, func, or_, select, update

from conversations.broadcast import CARE
from conversations.ledger import BroadcastState, Ledger, RecipientState
from storage.broadcasts import QUEUED_KEY, ledger_of
from storage.tables import broadcast, contact, outbox, recipient
from storage.unit import Unit

FINAL = ("sent", "failed", "uncertain", "cancelled")
LOST = "lost"
"""The reason of whom the outbox knows nothing any more: nobody can say whether they got it."""
DRAFTS = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Sending:
    """One recipient whose turn it is; `key` names the row of the outbox, for ever."""

    contact_id: int
    chat_id: int
    key: str


@dataclass(frozen=True, slots=True)
class Settled:
    """What the outbox says of one recipient."""

    contact_id: int
    key: str
    state: RecipientState
    reason: str
    message_id: int | None


class Feed:
    """One bite of a broadcast's work, within one unit of work."""

    def __init__(self, unit: Unit, now: datetime) -> None:
        self._unit, self._now = unit, now

    async def begin_due(self) -> None:
        """Begin what was to begin by now."""
        is_due = (broadcast.c.state == BroadcastState.SCHEDULED.value) & (broadcast.c.start_at <= self._now)
        begun = {"state": BroadcastState.RUNNING.value, "started_at": self._now}
        await self._unit.connection.execute(update(broadcast).where(is_due).values(begun))

    async def list_open(self) -> tuple[Ledger, ...]:
        """Those that are under way, and those that stopped with something still on its way; the oldest in front."""
        stopped = [
            one.value for one in (BroadcastState.PAUSED, BroadcastState.FROZEN, BroadcastState.CANCELLED)
        ]
        is_left = exists().where(
            recipient.c.broadcast_id == broadcast.c.id,
            or_(
                recipient.c.state == RecipientState.QUEUED.value,
                and_(
                    broadcast.c.state == BroadcastState.CANCELLED.value,
                    recipient.c.state == RecipientState.WAITING.value,
                ),
            ),
        )
        is_open = or_(
            broadcast.c.state == BroadcastState.RUNNING.value, and_(broadcast.c.state.in_(stopped), is_left)
        )
        rows = await self._unit.fetch(select(broadcast).where(is_open).order_by(broadcast.c.created_at))
        return tuple(map(ledger_of, rows))

    async def count_queued(self, broadcast_id: str) -> int:
        """How many of its recipients are in the outbox."""
        return await self._count(broadcast_id, RecipientState.QUEUED)

    async def take(self, one: Ledger, *, limit: int, quiet: Collection[str]) -> tuple[Sending, ...]:
        """The next recipients, now queued; those in `quiet` provinces (two digits) wait for their morning.

        Who blocked us since then becomes unreachable. Nobody is taken unless the broadcast still runs.
        """
        if not await self._still_runs(one.id):
            return ()
        rows = await self._unit.fetch(self._waiting(one.id, limit, quiet))
        gone = [row["contact_id"] for row in rows if row["contact_state"] != "active"]
        await self._lose(one.id, gone)
        taken = [row for row in rows if row["contact_state"] == "active"]
        await self._move(one.id, [row["contact_id"] for row in taken], RecipientState.QUEUED, sendings=1)
        return tuple(_sending(one.id, row) for row in taken)

    async def look(self, broadcast_id: str, *, limit: int) -> tuple[Settled, ...]:
        """Those of the queued whose row in the outbox is at its end; only reads."""
        found = (
            select(
                recipient.c.contact_id,
                QUEUED_KEY.label("key"),
                outbox.c.state,
                outbox.c.error,
                outbox.c.message_id,
            )
            .outerjoin(outbox, outbox.c.key == QUEUED_KEY)
            .where(recipient.c.broadcast_id == broadcast_id, recipient.c.state == RecipientState.QUEUED.value)
            .where(or_(outbox.c.state.in_(FINAL), outbox.c.id.is_(None)))
        )
        return tuple(map(_settled, await self._unit.fetch(found.limit(limit))))

    async def settle(self, broadcast_id: str, settled: Iterable[Settled]) -> None:
        """Write what became of these, count it, and let their rows in the outbox go; whoever did so before is first."""
        fresh = await self._still_queued(broadcast_id, settled)
        if not fresh:
            return
        rows = [
            {
                "person": one.contact_id,
                "new_state": one.state.value,
                "new_reason": one.reason,
                "new_message": one.message_id,
                "new_at": self._now,
            }
            for one in fresh
        ]
        await self._unit.connection.execute(_SETTLE.where(recipient.c.broadcast_id == broadcast_id), rows)
        keys = [one.key for one in fresh]
        await self._unit.connection.execute(delete(outbox).where(self._unit.among(outbox.c.key, keys)))
        await self._add(broadcast_id, Counter(one.state for one in fresh))

    async def _still_queued(self, broadcast_id: str, settled: Iterable[Settled]) -> list[Settled]:
        await self._unit.fetch(select(broadcast.c.id).where(broadcast.c.id == broadcast_id).with_for_update())
        by_person = {one.contact_id: one for one in settled}
        found = select(recipient.c.contact_id).where(
            recipient.c.broadcast_id == broadcast_id,
            recipient.c.state == RecipientState.QUEUED.value,
            self._unit.among(recipient.c.contact_id, by_person),
        )
        return [by_person[row["contact_id"]] for row in await self._unit.fetch(found)]

    async def drop_waiting(self, broadcast_id: str, *, limit: int) -> int:
        """Let some of those who still wait for a cancelled broadcast go; gives how many."""
        waiting = select(recipient.c.contact_id).where(
            recipient.c.broadcast_id == broadcast_id, recipient.c.state == RecipientState.WAITING.value
        )
        people = [row["contact_id"] for row in await self._unit.fetch(waiting.limit(limit))]
        await self._move(broadcast_id, people, RecipientState.CANCELLED)
        await self._add(broadcast_id, Counter({RecipientState.CANCELLED: len(people)}))
        return len(people)

    async def judge(self, one: Ledger) -> BroadcastState | None:
        """Freeze it when the first people were refused too often, end it when nothing is left; the new state."""
        tried = one.sent + one.failed + one.uncertain
        if needs_trial(one) and tried >= CARE.canary_people:
            is_bad = one.failed + one.uncertain > CARE.canary_share * tried
            await self._set(one.id, is_tried=not is_bad, **({"state": "frozen"} if is_bad else {}))
            return BroadcastState.FROZEN if is_bad else None
        counts = [
            await self._count(one.id, state) for state in (RecipientState.WAITING, RecipientState.QUEUED)
        ]
        if any(counts) or one.state is not BroadcastState.RUNNING:
            return None
        await self._set(one.id, state=BroadcastState.DONE.value, ended_at=self._now)
        return BroadcastState.DONE

    async def get(self, broadcast_id: str) -> Ledger:
        """How it stands now."""
        rows = await self._unit.fetch(select(broadcast).where(broadcast.c.id == broadcast_id))
        return ledger_of(rows[0])

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

    def _waiting(self, broadcast_id: str, limit: int, quiet: Collection[str]) -> Select[Any]:
        found = (
            select(
                recipient.c.contact_id,
                recipient.c.sendings,
                contact.c.chat_id,
                contact.c.state.label("contact_state"),
            )
            .join(contact, contact.c.id == recipient.c.contact_id)
            .where(
                recipient.c.broadcast_id == broadcast_id, recipient.c.state == RecipientState.WAITING.value
            )
        )
        if quiet:
            found = found.where(func.substr(recipient.c.village_code, 1, 2).not_in(sorted(quiet)))
        # PostgreSQL alone understands the lock; on SQLite there is one writer anyway.
        return (
            found.order_by(recipient.c.contact_id)
            .limit(limit)
            .with_for_update(of=recipient, skip_locked=True)
        )

    async def _still_runs(self, broadcast_id: str) -> bool:
        is_running = (broadcast.c.id == broadcast_id) & (broadcast.c.state == BroadcastState.RUNNING.value)
        found = select(broadcast.c.id).where(is_running).with_for_update(read=True)
        return bool(await self._unit.fetch(found))

    async def _lose(self, broadcast_id: str, people: list[int]) -> None:
        await self._move(broadcast_id, people, RecipientState.UNREACHABLE)
        await self._add(broadcast_id, Counter({RecipientState.UNREACHABLE: len(people)}))

    async def _move(
        self, broadcast_id: str, people: list[int], to: RecipientState, *, sendings: int = 0
    ) -> None:
        if people:
            theirs = (recipient.c.broadcast_id == broadcast_id) & self._unit.among(
                recipient.c.contact_id, people
            )
            moved = {"state": to.value, "sendings": recipient.c.sendings + sendings}
            await self._unit.connection.execute(update(recipient).where(theirs).values(moved))

    async def _add(self, broadcast_id: str, counts: Counter[RecipientState]) -> None:
        more = {state.value: broadcast.c[state.value] + count for state, count in counts.items() if count}
        if more:
            await self._set(broadcast_id, **more)

    async def _set(self, broadcast_id: str, **changes: object) -> None:
        await self._unit.connection.execute(
            update(broadcast).where(broadcast.c.id == broadcast_id).values(changes)
        )

    async def _count(self, broadcast_id: str, state: RecipientState) -> int:
        is_so = (recipient.c.broadcast_id == broadcast_id) & (recipient.c.state == state.value)
        rows = await self._unit.fetch(select(func.count().label("many")).where(is_so))
        return int(rows[0]["many"])


def needs_trial(one: Ledger) -> bool:
    """Whether the first few dozen must go well before the others follow."""
    return not one.is_tried and one.reachable >= CARE.canary_from


def _sending(broadcast_id: str, row: RowMapping) -> Sending:
    key = f"bc:{broadcast_id}:{row['contact_id']}:{row['sendings'] + 1}"
    return Sending(row["contact_id"], row["chat_id"], key)


def _settled(row: RowMapping) -> Settled:
    if row["state"] is None:
        return Settled(row["contact_id"], row["key"], RecipientState.UNCERTAIN, LOST, None)
    return Settled(
        row["contact_id"], row["key"], RecipientState(row["state"]), row["error"], row["message_id"]
    )


_SETTLE = (
    update(recipient)
    .where(recipient.c.contact_id == bindparam("person"))
    .values(
        state=bindparam("new_state", type_=String),
        reason=bindparam("new_reason", type_=String),
        message_id=bindparam("new_message"),
        settled_at=bindparam("new_at"),
    )
)
