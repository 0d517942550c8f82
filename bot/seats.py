"""A contact's conversations during one batch: as they came, and what must be written when it is over."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self

from bot.callers import Caller
from conversations.conversation import Conversation
from conversations.silence import expires_at, reminds_at
from storage.contacts import ContactRow
from storage.conversations import StoredConversation
from storage.unit import Unit


@dataclass(frozen=True, slots=True)
class Seat:
    """A caller, and their stored conversations by id as they were when the batch began."""

    contact_id: int
    caller: Caller
    reminded: frozenset[str] = frozenset()
    stored: dict[str, StoredConversation] = field(default_factory=dict)

    @classmethod
    def of(cls, contact: ContactRow, stored: tuple[StoredConversation, ...]) -> Self:
        """The seat of a contact with what is kept of their conversations."""
        active = next((one.conversation for one in stored if one.status == "active"), None)
        parked = tuple(one.conversation for one in stored if one.status == "parked")
        by_id = {one.conversation.id: one for one in stored}
        return cls(contact.id, Caller(contact.language, active, parked), stored=by_id)

    def after(self, caller: Caller) -> Self:
        """The same seat after a turn."""
        return replace(self, caller=caller)

    def nudged(self, conversation_id: str) -> Self:
        """The same seat, one conversation of which has been mentioned, and will not be again until it moves."""
        return replace(self, reminded=self.reminded | {conversation_id})

    def village_of(self, conversation_id: str) -> str:
        """The village that a stored conversation names; empty where it names none."""
        stored = self.stored.get(conversation_id)
        return str(stored.conversation.answers.get("village_code") or "") if stored else ""

    def write(self, unit: Unit, now: datetime) -> None:
        """Save what changed and end what is over."""
        caller = self.caller
        kept = {one.id: one for one in caller.open_ones}
        for gone in self.stored.keys() - kept.keys():
            unit.end_conversation(gone, revision=self.stored[gone].revision)
        for conversation in kept.values():
            if self._is_changed(conversation):
                self._save(unit, conversation, now)

    def _is_changed(self, conversation: Conversation) -> bool:
        before = self.stored.get(conversation.id)
        return (
            before is None
            or conversation.id in self.reminded
            or before.conversation != conversation
            or before.status != self._status(conversation)
        )

    def _status(self, conversation: Conversation) -> str:
        return "active" if conversation is self.caller.active else "parked"

    def _save(self, unit: Unit, conversation: Conversation, now: datetime) -> None:
        before = self.stored.get(conversation.id)
        is_reminded = conversation.id in self.reminded
        unit.save_conversation(
            self.contact_id,
            conversation,
            revision=before.revision if before else 0,
            now=now,
            status="active" if conversation is self.caller.active else "parked",
            remind_at=None if is_reminded else reminds_at(conversation, now),
            expire_at=before.expire_at if before and is_reminded else expires_at(conversation, now),
        )
