"""How recipients are sent to: claimed under a lease a few at a time, and what became of them kept beside their names.

A broadcast needs no rows in the outbox: its ledger already says who waits, and its words are kept once.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import RowMapping, and_, func, literal, or_, select, update

from conversations.broadcast import CARE
from conversations.ledger import BroadcastState, Ledger, RecipientState
from storage.audiences import UNWANTED
from storage.broadcast_course import add_counts, needs_trial, tried
from storage.broadcasts import ledger_of
from storage.outbox import is_state
from storage.sending_statements import claims, listed, marks, waits
from storage.tables import broadcast, recipient
from storage.unit import Unit

LEFT = "left"
"""The reason of whom a process had claimed that is gone: nobody can say whether they got it."""


@dataclass(frozen=True, slots=True)
class Sending:
    """One recipient whose turn it is, and who reads it where in which language."""

    contact_id: int
    chat_id: int
    language: str


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of one; `WAITING` gives back whom surely nobody has sent to."""

    contact_id: int
    state: RecipientState
    reason: str = ""
    message_id: int | None = None


class Sendings:
    """The sending side of the ledgers, within one unit of work.

    A broadcast is locked before its recipients, everywhere: so two of us never wait for each other.
    """

    def __init__(self, unit: Unit, now: datetime) -> None:
        self._unit, self._now = unit, now

    async def list_running(self) -> tuple[Ledger, ...]:
        """Those whose recipients are sent to now, the oldest in front; only reads."""
        found = select(broadcast).where(broadcast.c.state == BroadcastState.RUNNING.value)
        return tuple(map(ledger_of, await self._unit.fetch(found.order_by(broadcast.c.created_at))))

    async def claim(
        self, broadcast_id: str, owner: str, *, limit: int, lease_until: datetime, quiet: Collection[str]
    ) -> tuple[Sending, ...]:
        """Make up to `limit` recipients ours; those in `quiet` provinces (two digits) wait for their morning.

        Who has blocked us or wants no more since they were counted becomes unreachable, and who is still to get
        something else from us waits. Of a broadcast that is tried out nobody follows the first few dozen.
        """
        if (one := await self._running(broadcast_id)) is None:
            return ()
        room = min(limit, await self._room(one))
        rows = await self._waiting(one, owner, room, quiet) if room > 0 else ()
        await self._lose(broadcast_id, rows)
        taken = tuple(_sending(row) for row in rows if _is_lost(row) is None)
        if taken:
            people = self._listed(sending.contact_id for sending in taken)
            ours = {"one": broadcast_id, "people": people, "new_owner": owner, "until": lease_until}
            await self._unit.connection.execute(claims(is_sqlite=self._unit.is_sqlite), ours)
        return taken

    async def mark(self, broadcast_id: str, ended: Iterable[Ended], *, owner: str) -> None:
        """Write how these ended and count them; whom somebody else took over meanwhile stays as they are."""
        await self._hold([broadcast_id])
        alike: dict[tuple[RecipientState, str], dict[int, int | None]] = defaultdict(dict)
        for one in ended:
            alike[one.state, one.reason][one.contact_id] = one.message_id
        counts: Counter[RecipientState] = Counter()
        for (state, reason), people in sorted(alike.items()):
            is_back = state is RecipientState.WAITING
            became = {
                "one": broadcast_id,
                "people": self._listed(people),
                "messages": json.dumps(people),
                "by": owner,
                "new_state": state.value,
                "new_reason": reason,
                "new_at": None if is_back else self._now,
                "undone": int(is_back),
            }
            marked = await self._unit.connection.execute(marks(is_sqlite=self._unit.is_sqlite), became)
            counts[state] += marked.rowcount
        del counts[RecipientState.WAITING]
        await add_counts(self._unit, broadcast_id, counts)

    async def renew(self, owner: str, *, lease_until: datetime) -> None:
        """Keep every recipient who is ours for another while."""
        is_ours = and_(is_state(recipient, "sending"), recipient.c.owner == owner)
        found = await self._unit.fetch(select(recipient.c.broadcast_id).where(is_ours).distinct())
        if found:
            await self._hold(row["broadcast_id"] for row in found)
            kept = update(recipient).where(is_ours).values(lease_until=lease_until)
            await self._unit.connection.execute(kept)

    async def take_over(self, owner: str, *, also_own: bool = False) -> None:
        """Let whom a process that is gone had claimed be uncertain: a broadcast is never sent on a guess.

        `also_own` is for a process that has just started under the name that the one before it had.
        """
        is_gone = or_(
            recipient.c.lease_until < self._now, and_(literal(also_own), recipient.c.owner == owner)
        )
        is_lost = and_(is_state(recipient, "sending"), is_gone)
        found = await self._unit.fetch(select(recipient.c.broadcast_id).where(is_lost).distinct())
        if not found:
            return
        await self._hold(row["broadcast_id"] for row in found)
        changes = {"state": RecipientState.UNCERTAIN.value, "reason": LEFT, "settled_at": self._now}
        lost = update(recipient).where(is_lost).values({**changes, "owner": "", "lease_until": None})
        rows = await self._unit.fetch(lost.returning(recipient.c.broadcast_id))
        for broadcast_id, count in sorted(Counter(row["broadcast_id"] for row in rows).items()):
            await add_counts(self._unit, broadcast_id, Counter({RecipientState.UNCERTAIN: count}))

    async def _running(self, broadcast_id: str) -> Ledger | None:
        is_it = and_(broadcast.c.id == broadcast_id, broadcast.c.state == BroadcastState.RUNNING.value)
        rows = await self._unit.fetch(select(broadcast).where(is_it).with_for_update())
        return ledger_of(rows[0]) if rows else None

    async def _room(self, one: Ledger) -> int:
        """How many more may be claimed: of one that is being tried out only the first few dozen."""
        if not needs_trial(one):
            return one.total
        is_ours = and_(recipient.c.broadcast_id == one.id, recipient.c.state == RecipientState.SENDING.value)
        rows = await self._unit.fetch(select(func.count().label("many")).where(is_ours))
        return CARE.canary_people - int(rows[0]["many"]) - tried(one)

    async def _waiting(
        self, one: Ledger, owner: str, limit: int, quiet: Collection[str]
    ) -> Sequence[RowMapping]:
        asked = {"one": one.id, "now": self._now, "by": owner, "many": limit, "quiet": sorted(quiet) or ["-"]}
        return await self._unit.fetch(waits(for_workers=one.audience.whom == "workers"), asked)

    async def _lose(self, broadcast_id: str, rows: Iterable[RowMapping]) -> None:
        lost: dict[str, list[int]] = defaultdict(list)
        for row in rows:
            if (reason := _is_lost(row)) is not None:
                lost[reason].append(row["id"])
        for reason, people in lost.items():
            theirs = and_(
                recipient.c.broadcast_id == broadcast_id, self._unit.among(recipient.c.contact_id, people)
            )
            gone = {"state": RecipientState.UNREACHABLE.value, "reason": reason}
            await self._unit.connection.execute(update(recipient).where(theirs).values(gone))
            await add_counts(self._unit, broadcast_id, Counter({RecipientState.UNREACHABLE: len(people)}))

    def _listed(self, people: Iterable[int]) -> str | list[int]:
        return listed(people, is_sqlite=self._unit.is_sqlite)

    async def _hold(self, broadcast_ids: Iterable[str]) -> None:
        if self._unit.is_sqlite:
            return  # there is one writer anyway
        found = select(broadcast.c.id).where(self._unit.among(broadcast.c.id, broadcast_ids))
        await self._unit.fetch(found.order_by(broadcast.c.id).with_for_update())


def _is_lost(row: RowMapping) -> str | None:
    """Why somebody cannot be sent to any more; None when they can."""
    if row["state"] != "active":
        return str(row["state"])
    return None if row["may"] else UNWANTED


def _sending(row: RowMapping) -> Sending:
    return Sending(row["id"], row["chat_id"], row["language"])
