"""How rows of the outbox get out: claimed under a lease, marked together, taken over from whoever is gone."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    RowMapping,
    String,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    update,
)

from storage.outbox import OUTBOX_BODY, Lane, Outbox, Payload, State, is_state, is_unsent, is_waiting
from storage.tables import contact, outbox, salt

_CLAIMING = 7_311
"""The advisory lock under which rows are claimed: of two claims at once, each would see only half of a chat."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A row that is ours to send; `contact_id` is None for a group, `is_doubtful` when a copy may have arrived."""

    id: int
    key: str
    chat_id: int
    contact_id: int | None
    lane: Lane
    method: str
    payload: Payload
    tries: int
    is_doubtful: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """How a row ended; `queued` puts it back, to be tried again at `not_before`."""

    id: int
    state: State
    message_id: int | None = None
    error: str = ""
    not_before: datetime | None = None


class Deliveries(Outbox):
    """The sending side of the outbox."""

    async def claim(
        self, owner: str, *, lane: Lane, limit: int, now: datetime, lease_until: datetime
    ) -> tuple[Delivery, ...]:
        """Make up to `limit` rows that are due ours, so that every chat stays in order across lanes and owners."""
        await self._hold_claiming()
        before = outbox.alias("before")
        blocks = or_(
            and_(is_state(before, "sending"), before.c.owner != owner),
            and_(is_waiting(before, now), or_(before.c.lane != lane, before.c.not_before > now)),
        )
        is_behind = exists().where(
            before.c.chat_id == outbox.c.chat_id, before.c.id < outbox.c.id, is_unsent(before), blocks
        )
        is_due = and_(is_state(outbox, "queued"), outbox.c.lane == lane, outbox.c.not_before <= now)
        due = select(outbox.c.id).where(is_due, ~is_behind).order_by(outbox.c.not_before, outbox.c.id)
        ours = due.limit(limit).with_for_update(skip_locked=True).cte("due")
        changes = {
            "state": "sending",
            "owner": owner,
            "lease_until": lease_until,
            "tries": outbox.c.tries + 1,
        }
        taken = update(outbox).where(outbox.c.id.in_(select(ours.c.id))).values(changes)
        return await self._opened_rows(await self.fetch(taken.returning(outbox.c.id)))

    async def renew(self, owner: str, *, lease_until: datetime) -> None:
        """Keep every row that is ours for another while."""
        held = update(outbox).where(is_state(outbox, "sending"), outbox.c.owner == owner)
        await self.connection.execute(held.values(lease_until=lease_until))

    async def take_over(
        self, owner: str, *, now: datetime, lease_until: datetime, also_own: bool = False
    ) -> tuple[Delivery, ...]:
        """Settle rows whose owner let the lease run out: live ones are ours to send once more, the rest uncertain.

        `also_own` is for a process that has just started under the name that the one before it had.
        """
        is_lost = or_(outbox.c.lease_until < now, and_(literal(also_own), outbox.c.owner == owner))
        lost = update(outbox).where(is_state(outbox, "sending"), is_lost)
        again = and_(outbox.c.lane == "live", outbox.c.doubts == 0)
        changes = {
            "state": case((again, "sending"), else_="uncertain"),
            "owner": case((again, owner), else_=""),
            "lease_until": case((again, lease_until), else_=null()),
            "tries": outbox.c.tries + 1,
            "doubts": outbox.c.doubts + 1,
        }
        rows = await self.fetch(lost.values(changes).returning(outbox.c.id, outbox.c.state))
        return await self._opened_rows([row for row in rows if row["state"] == "sending"])

    async def mark(self, marks: Iterable[Mark], *, owner: str, now: datetime) -> None:
        """Write how rows ended; those that somebody else took over meanwhile stay as they are."""
        rows = [
            {
                "row": one.id,
                "new_state": one.state,
                "new_message_id": one.message_id,
                "new_error": one.error,
                "new_not_before": one.not_before or now,
                "new_sent_at": now if one.state == "sent" else None,
            }
            for one in sorted(marks, key=lambda one: one.id)
        ]
        if rows:
            is_held = and_(
                outbox.c.id == bindparam("row"), outbox.c.owner == owner, outbox.c.state == "sending"
            )
            await self.connection.execute(_MARK.where(is_held), rows)

    async def count_outbox(self) -> dict[tuple[str, str], int]:
        """(lane, state) to the number of rows."""
        counts = select(outbox.c.lane, outbox.c.state, func.count().label("many"))
        rows = await self.fetch(counts.group_by(outbox.c.lane, outbox.c.state))
        return {(row["lane"], row["state"]): row["many"] for row in rows}

    async def _opened_rows(self, taken: Iterable[RowMapping]) -> tuple[Delivery, ...]:
        """The rows with their words, oldest first; one whose person was erased meanwhile has none and is left out."""
        ids = [row["id"] for row in taken]
        if not ids:
            return ()
        found = (
            select(outbox, salt.c.secret, contact.c.id.label("contact_id"))
            .join(salt, salt.c.id == outbox.c.salt_id)
            .outerjoin(contact, contact.c.chat_id == outbox.c.chat_id)
            .where(self.among(outbox.c.id, ids), outbox.c.body.is_not(None))
        )
        return tuple(self._delivery(row) for row in await self.fetch(found.order_by(outbox.c.id)))

    def _delivery(self, row: RowMapping) -> Delivery:
        body = self.sealer.open(row["secret"], OUTBOX_BODY, row["key"], row["body"])
        payload: Payload = json.loads(body)
        names = ("id", "key", "chat_id", "contact_id", "lane", "method", "tries")
        return Delivery(**{name: row[name] for name in names}, payload=payload, is_doubtful=row["doubts"] > 0)

    async def _hold_claiming(self) -> None:
        if not self.is_sqlite:
            await self.connection.execute(select(func.pg_advisory_xact_lock(_CLAIMING, 0)))


_new_state = bindparam("new_state", type_=String)
_is_over = or_(_new_state == "sent", _new_state == "cancelled")
_MARK = update(outbox).values(
    state=_new_state,
    message_id=bindparam("new_message_id"),
    error=bindparam("new_error"),
    sent_at=bindparam("new_sent_at"),
    not_before=bindparam("new_not_before"),
    owner="",
    lease_until=null(),
    # Nobody needs the words again, and what is not kept cannot leak.
    body=case((_is_over, null()), else_=outbox.c.body),
)
