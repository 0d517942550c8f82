"""Where an erased person's Telegram number stood, and how it goes once nothing needs it any more."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, exists, or_, select, update

from conversations.ledger import RecipientState
from storage.places import Places
from storage.tables import (
    assignment,
    broadcast,
    contact,
    conversation,
    fading,
    guess,
    nik_lookup,
    outbox,
    pin,
    post,
    quarantine,
    question,
    recipient,
    registration,
    remark,
    reminder,
    slip,
    thread,
    unwanted,
)

STAYS_FOR = timedelta(days=1)
"""So long after an erased contact's last message: the answer must still arrive, and guesses must still count."""
AT_ONCE = 200
"""So many contacts in one unit: each of their chats is held meanwhile."""

HELD_BY = (
    registration.c.contact_id,
    registration.c.registered_by,
    registration.c.kept_by,
    conversation.c.contact_id,
    post.c.contact_id,
    assignment.c.contact_id,
    broadcast.c.author,
)
"""Whoever stands here is still somebody: they registered others, talk with us again, or hold or held a post."""
DELETED_WITH = (
    recipient.c.contact_id,
    unwanted.c.contact_id,
    pin.c.contact_id,
    guess.c.contact_id,
    nik_lookup.c.contact_id,
)
EMPTIED_WITH = (
    reminder.c.contact_id,
    reminder.c.done_by,
    slip.c.opened_by,
    slip.c.confirmed_by,
    quarantine.c.contact_id,
)
CHATS = (outbox.c.chat_id, fading.c.chat_id)
"""What is known by the chat; the words are gone since the erasure."""


class Partings(Places):
    """The end of contacts who were erased."""

    async def part_with_erased(self, now: datetime) -> int:
        """Let go of contacts who were erased and have nothing here any more; returns how many went."""
        is_over = and_(contact.c.erased_at.is_not(None), contact.c.seen_at < now - STAYS_FOR, _is_free())
        found = select(contact.c.id, contact.c.chat_id).where(is_over).order_by(contact.c.id).limit(AT_ONCE)
        await self.hold([row["chat_id"] for row in await self.fetch(found)])
        # Only now does nobody write to us from these chats: whoever did meanwhile is kept.
        rows = await self.fetch(select(contact).where(is_over).order_by(contact.c.id).limit(AT_ONCE))
        await self._part_with([row["id"] for row in rows], [row["chat_id"] for row in rows])
        await self.bury_salts([row["salt_id"] for row in rows], now)
        return len(rows)

    async def _part_with(self, contact_ids: list[int], chat_ids: list[int]) -> None:
        asked = select(question.c.id).where(self.among(question.c.contact_id, contact_ids))
        for column in (remark.c.question_id, thread.c.question_id, question.c.id):
            await self.connection.execute(delete(column.table).where(column.in_(asked)))
        for column in EMPTIED_WITH:
            theirs = update(column.table).where(self.among(column, contact_ids))
            await self.connection.execute(theirs.values({column: None}))
        for column in DELETED_WITH:
            await self.connection.execute(delete(column.table).where(self.among(column, contact_ids)))
        for column in CHATS:
            await self.connection.execute(delete(column.table).where(self.among(column, chat_ids)))
        await self.connection.execute(delete(contact).where(self.among(contact.c.id, contact_ids)))


def _is_free() -> ColumnElement[bool]:
    """Whether nothing here needs this contact, and nothing is on its way to them."""
    waiting = (RecipientState.WAITING.value, RecipientState.SENDING.value)
    return ~or_(
        *(exists().where(column == contact.c.id) for column in HELD_BY),
        exists().where(question.c.contact_id == contact.c.id, question.c.state == "open"),
        exists().where(recipient.c.contact_id == contact.c.id, recipient.c.state.in_(waiting)),
        exists().where(outbox.c.chat_id == contact.c.chat_id, outbox.c.state.in_(("queued", "sending"))),
    )
