"""The phone of somebody else, typed or from their contact card."""

from dataclasses import dataclass

from conversations.heard import Contact
from conversations.kinds.kind import Asking, Problem, Reading
from conversations.kinds.phone import Phone


@dataclass(frozen=True, slots=True)
class OthersPhone(Phone):
    """Stored like every phone; one's own card is surely a slip."""

    shares_contact = False

    def take_contact(self, contact: Contact, asking: Asking) -> Reading:
        return Problem("own_number") if contact.is_own else self.read(f"+{contact.phone.lstrip('+')}", asking)
