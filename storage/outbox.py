"""The outbox: what is to be said, written with the change it speaks of and sent after the commit."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pydantic import JsonValue
from sqlalchemy import BindParameter, ColumnElement, FromClause, and_, bindparam, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.cases import Cases
from storage.sealing import Sealer
from storage.tables import contact, outbox, salt
from storage.transaction import Salt

Lane = Literal["live", "bulk"]
State = Literal["queued", "sending", "sent", "failed", "uncertain", "cancelled"]
Payload = Mapping[str, JsonValue]

OUTBOX_BODY = "outbox.body"


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A row that is sealed when it is written, as only then its contact's salt is settled."""

    key: str
    chat_id: int
    body: bytes
    columns: Mapping[str, object]


class Outbox(Cases):
    """What this unit has to say; how it gets out is in `deliveries.py`."""

    def __init__(self, connection: AsyncConnection, sealer: Sealer) -> None:
        super().__init__(connection, sealer)
        self._waiting: list[_Waiting] = []

    def say(  # noqa: PLR0913 - a row of the outbox has that many sides, and all are named
        self,
        chat_id: int,
        key: str,
        method: str,
        payload: Payload,
        *,
        now: datetime,
        lane: Lane = "live",
        not_before: datetime | None = None,
        owner: str = "",
        lease_until: datetime | None = None,
    ) -> None:
        """Collect one call of the Bot API for a chat; `key` is unique for ever, so nothing is said twice.

        With an `owner` the row is born as `sending`, theirs until `lease_until`; without, it is `queued` for all.
        """
        body = json.dumps(dict(payload), ensure_ascii=False, separators=(",", ":")).encode()
        columns = {
            "lane": lane,
            "method": method,
            "state": "sending" if owner else "queued",
            "not_before": not_before or now,
            "owner": owner,
            "lease_until": lease_until,
            "tries": 1 if owner else 0,
            "created_at": now,
        }
        self._waiting.append(_Waiting(key, chat_id, body, columns))

    async def unsent_chats(self, chat_ids: Iterable[int], *, owner: str, now: datetime) -> set[int]:
        """Those of the chats to which somebody else still has something to send, or nobody yet: they come first."""
        is_held = and_(is_state(outbox, "sending"), outbox.c.owner != owner)
        found = select(outbox.c.chat_id).where(self.among(outbox.c.chat_id, chat_ids))
        is_before_us = and_(is_unsent(outbox), or_(is_held, is_waiting(outbox, now)))
        rows = await self.fetch(found.where(is_before_us).distinct())
        return {row["chat_id"] for row in rows}

    async def outbox_ids(self, keys: Iterable[str]) -> dict[str, int]:
        """The row numbers of flushed rows, by key."""
        wanted = list(keys)
        if not wanted:
            return {}
        rows = await self.fetch(select(outbox.c.key, outbox.c.id).where(self.among(outbox.c.key, wanted)))
        return {row["key"]: row["id"] for row in rows}

    async def _write_outbox(self) -> None:
        salts = await self._salts_of_chats()
        for row in self._waiting:
            kept = salts.get(row.chat_id) or await self.house_salt()
            body = self.sealer.seal(kept.secret, OUTBOX_BODY, row.key, row.body)
            chat = {"key": row.key, "chat_id": row.chat_id, "body": body, "salt_id": kept.id}
            self.add(outbox, **chat, **row.columns, doubts=0, error="")
        self._waiting.clear()
        await self._insert(outbox)

    async def _salts_of_chats(self) -> dict[int, Salt]:
        known = {one.chat_id: one.salt for one in self._contacts.values()}
        if unknown := {row.chat_id for row in self._waiting} - known.keys():
            found = select(contact.c.chat_id, salt.c.id, salt.c.secret).join(
                salt, salt.c.id == contact.c.salt_id
            )
            rows = await self.fetch(found.where(self.among(contact.c.chat_id, unknown)))
            known |= {row["chat_id"]: Salt(row["id"], row["secret"]) for row in rows}
        return known


def is_state(rows: FromClause, state: State) -> ColumnElement[bool]:
    """Whether a row is in this state, written into the statement: only so do partial indexes serve it."""
    return rows.c.state == literal(state, literal_execute=True)


def is_waiting(rows: FromClause, now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Whether a row is to be sent now, or was to be and waits for its next try; one for later holds nobody up."""
    is_due = or_(rows.c.not_before <= now, rows.c.tries > 0)
    return and_(is_state(rows, "queued"), is_due)


def is_unsent(rows: FromClause) -> ColumnElement[bool]:
    """Whether a row is still to be sent or on its way; said beside what is asked, it opens the index of such rows."""
    states = ["queued", "sending"]
    unsent: BindParameter[list[str]] = bindparam(
        None, states, expanding=True, literal_execute=True, unique=True
    )
    return rows.c.state.in_(unsent)
