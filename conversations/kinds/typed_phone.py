"""The mobile number of somebody else: typed, as the card that could be shared is the officer's own."""

from dataclasses import dataclass

from conversations.heard import Contact
from conversations.kinds.kind import Asking, Problem, Reading
from conversations.kinds.phone import Phone


@dataclass(frozen=True, slots=True)
class TypedPhone(Phone):
    """A number like any other, without the button that shares the own one."""

    shares_contact = False

    def take_contact(self, contact: Contact, asking: Asking) -> Reading:
        del contact, asking
        return Problem("not_text")
