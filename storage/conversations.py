"""Conversations between two turns: sealed, counted in revisions, at most one active for a contact."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pydantic import TypeAdapter
from sqlalchemy import RowMapping, delete, insert, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from conversations.conversation import Conversation
from storage.contacts import Contacts
from storage.errors import Conflict
from storage.sealing import Sealer
from storage.tables import conversation as kept
from storage.tables import salt
from storage.transaction import Salt
from storage.upserts import insert_or_replace

Status = Literal["active", "parked"]

_WRITTEN = TypeAdapter(Conversation)
_BODY = "conversation.body"


@dataclass(frozen=True, slots=True)
class StoredConversation:
    """A conversation as kept; `revision` counts its saves and 0 is one that was never saved."""

    conversation: Conversation
    contact_id: int
    status: Status
    revision: int
    touched_at: datetime
    remind_at: datetime | None
    expire_at: datetime | None
    salt: Salt


@dataclass(frozen=True, slots=True)
class DueConversation:
    """A silence that has lasted long enough: `is_expired` ends it, else it is time for a reminder."""

    id: str
    contact_id: int
    is_expired: bool


class Conversations(Contacts):
    """What has been answered so far, by contact, flow and subject."""

    def __init__(self, connection: AsyncConnection, sealer: Sealer) -> None:
        super().__init__(connection, sealer)
        self._known: dict[str, StoredConversation] = {}
        self._stored: set[str] = set()
        self._saved: set[str] = set()
        self._ended: set[str] = set()
        self._lost: set[str] = set()

    async def load_conversations(
        self, contact_ids: Iterable[int]
    ) -> dict[int, tuple[StoredConversation, ...]]:
        """All conversations of these contacts, the one touched last in front; empty tuples where there are none."""
        wanted = list(contact_ids)
        found = select(*kept.c, salt.c.secret).join(salt, salt.c.id == kept.c.salt_id)
        found = found.where(self.among(kept.c.contact_id, wanted)).order_by(
            kept.c.touched_at.desc(), kept.c.id
        )
        by_contact: dict[int, list[StoredConversation]] = {one: [] for one in wanted}
        for row in await self.fetch(found if self.is_reading else found.with_for_update(of=kept)):
            stored = self._opened(row)
            self._known[stored.conversation.id] = stored
            self._stored.add(stored.conversation.id)
            by_contact[stored.contact_id].append(stored)
        return {one: tuple(stored) for one, stored in by_contact.items()}

    def save_conversation(
        self,
        contact_id: int,
        conversation: Conversation,
        *,
        revision: int,
        now: datetime,
        status: Status = "active",
        remind_at: datetime | None = None,
        expire_at: datetime | None = None,
    ) -> StoredConversation:
        """Keep a conversation; contact and conversation were loaded in this unit, or are new (`revision` 0).

        Raises `Conflict` when another revision is kept by now.
        """
        known = self._checked(conversation.id, revision)
        if known and conversation.id in self._lost:
            return known
        if known:
            salt_kept = known.salt
        elif conversation.subject:
            # Somebody else is spoken of: with the conversation's end their draft must go, for good.
            salt_kept = self.create_salt(now)
        else:
            salt_kept = self._contacts[contact_id].salt
        stored = StoredConversation(
            conversation, contact_id, status, revision + 1, now, remind_at, expire_at, salt_kept
        )
        self._known[conversation.id] = stored
        self._saved.add(conversation.id)
        self._ended.discard(conversation.id)
        return stored

    def end_conversation(self, conversation_id: str, *, revision: int) -> None:
        """Forget a conversation and its answers; raises `Conflict` when another revision is kept by now."""
        self._checked(conversation_id, revision)
        self._saved.discard(conversation_id)
        self._ended.add(conversation_id)

    async def due_conversations(self, now: datetime, *, limit: int) -> tuple[DueConversation, ...]:
        """Conversations whose reminder or end is due, the longest waiting in front."""
        is_due = or_(kept.c.expire_at <= now, kept.c.remind_at <= now)
        found = select(kept.c.id, kept.c.contact_id, kept.c.expire_at).where(is_due)
        rows = await self.fetch(found.order_by(kept.c.touched_at).limit(limit))
        return tuple(
            DueConversation(row["id"], row["contact_id"], bool(row["expire_at"] and row["expire_at"] <= now))
            for row in rows
        )

    def _lose_conversations(self, conversation_ids: set[str]) -> None:
        """These were erased: whoever still holds one from before cannot bring it back by saving it."""
        self._lost |= conversation_ids
        self._saved -= conversation_ids

    def _checked(self, conversation_id: str, revision: int) -> StoredConversation | None:
        known = self._known.get(conversation_id)
        if revision != (known.revision if known else 0):
            raise Conflict(f"conversation {conversation_id} is not at revision {revision}")
        return known

    def _opened(self, row: RowMapping) -> StoredConversation:
        body = self.sealer.open(row["secret"], _BODY, row["id"], row["body"])
        return StoredConversation(
            _WRITTEN.validate_json(body),
            row["contact_id"],
            row["status"],
            row["revision"],
            row["touched_at"],
            row["remind_at"],
            row["expire_at"],
            Salt(row["salt_id"], row["secret"]),
        )

    async def _write_conversations(self) -> None:
        if self._ended:
            await self.connection.execute(delete(kept).where(self.among(kept.c.id, sorted(self._ended))))
            ended = [self._known.pop(one) for one in self._ended if one in self._known]
            await self.drop_salts(one.salt.id for one in ended if one.conversation.subject)
        # Parked before active: in between, a contact never has two active ones.
        ordered = sorted(self._saved, key=lambda one: (self._known[one].status == "active", one))
        old = [self._row_of(self._known[one]) for one in ordered if one in self._stored]
        new = [self._row_of(self._known[one]) for one in ordered if one not in self._stored]
        try:
            await insert_or_replace(self.connection, kept, old)
            if new:
                await self.connection.execute(insert(kept), new)
        except IntegrityError as error:
            raise Conflict("another conversation is in its place") from error
        self._stored.update(self._saved)
        self._ended.clear()
        self._saved.clear()

    def _row_of(self, stored: StoredConversation) -> dict[str, object]:
        conversation = stored.conversation
        body = _WRITTEN.dump_json(conversation)
        return {
            "id": conversation.id,
            "contact_id": stored.contact_id,
            "flow": conversation.flow,
            "subject": conversation.subject,
            "status": stored.status,
            "asked": conversation.asked,
            "revision": stored.revision,
            "body": self.sealer.seal(stored.salt.secret, _BODY, conversation.id, body),
            "salt_id": stored.salt.id,
            "touched_at": stored.touched_at,
            "remind_at": stored.remind_at,
            "expire_at": stored.expire_at,
        }
