"""Somebody who writes to us, with the conversations they have open."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from conversations.conversation import Conversation


@dataclass(frozen=True, slots=True)
class Caller:
    """A contact with their conversations: the active one and those set aside, the latest in front."""

    language: str
    active: Conversation | None = None
    parked: tuple[Conversation, ...] = ()

    def find_parked(self, conversation_id: str) -> Conversation | None:
        """A conversation set aside, by its id."""
        return next((parked for parked in self.parked if parked.id == conversation_id), None)

    @property
    def open_ones(self) -> tuple[Conversation, ...]:
        """All of them, the active one in front."""
        return (*((self.active,) if self.active else ()), *self.parked)

    @property
    def unfinished(self) -> Conversation | None:
        """What to go on with: the present conversation, unless it was only just opened over another."""
        latest = next(iter(self.parked), None)
        return self.active if self.active and (self.active.is_begun or latest is None) else latest

    def switched(self, to: Conversation | None) -> "Caller":
        """The same caller with another conversation active and the present one set aside."""
        others = tuple(parked for parked in self.parked if to is None or parked.id != to.id)
        aside = (self.active,) if self.active is not None and self.active.is_begun else ()
        return replace(self, active=to, parked=(*aside, *others))

    def without(self, is_gone: Callable[[Conversation], bool]) -> "Caller":
        """The same caller without some of their conversations."""
        active = None if self.active is not None and is_gone(self.active) else self.active
        return replace(self, active=active, parked=tuple(one for one in self.parked if not is_gone(one)))
