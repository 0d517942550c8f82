"""The sender's own contact card, which Telegram vouches for; a typed number proves nothing."""

from dataclasses import dataclass

from pydantic import JsonValue

from conversations.heard import Contact
from conversations.kinds.kind import Accepted, Asking, Kind, Problem, Reading
from conversations.kinds.phone import NOT_A_DIGIT, STORED


@dataclass(frozen=True, slots=True)
class OwnCard(Kind):
    """Stored is the phone of the card in E.164, from whichever country it is."""

    name = "own_card"
    shares_contact = True

    def read(self, said: str, asking: Asking) -> Reading:
        del said, asking
        return Problem("card_only")

    def take_contact(self, contact: Contact, asking: Asking) -> Reading:
        del asking
        phone = "+" + NOT_A_DIGIT.sub("", contact.phone)
        if not contact.is_own:
            return Problem("not_own_card")
        return Accepted(phone) if STORED.fullmatch(phone) else Problem("from_abroad")

    def stored(self, value: JsonValue) -> JsonValue:
        if not isinstance(value, str) or not STORED.fullmatch(value):
            raise ValueError("not a mobile number in E.164")
        return value

    def show(self, value: JsonValue, asking: Asking) -> str:
        del asking
        return str(value)
