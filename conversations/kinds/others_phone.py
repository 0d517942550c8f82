"""How somebody else is known: a phone, typed or from their card, or their account, picked from one's own list."""

import re
from dataclasses import dataclass

from pydantic import JsonValue

from conversations.heard import Contact
from conversations.kinds.kind import Accepted, Asking, Problem, Reading
from conversations.kinds.phone import Phone

PICKED = "tg:"
ACCOUNT = re.compile(rf"{PICKED}[1-9][0-9]{{0,15}}")


@dataclass(frozen=True, slots=True)
class OthersPhone(Phone):
    """Stored is a phone in E.164, or `tg:` and a Telegram number; one's own card is surely a slip."""

    shares_contact = False
    picks_person = True

    def take_contact(self, contact: Contact, asking: Asking) -> Reading:
        return Problem("own_number") if contact.is_own else self.read(f"+{contact.phone.lstrip('+')}", asking)

    def take_person(self, contact_id: int, asking: Asking) -> Reading:
        is_self = contact_id == asking.facts.actor.contact_id
        return Problem("own_number") if is_self else Accepted(f"{PICKED}{contact_id}")

    def stored(self, value: JsonValue) -> JsonValue:
        is_account = isinstance(value, str) and ACCOUNT.fullmatch(value)
        return value if is_account else Phone.stored(self, value)

    def show(self, value: JsonValue, asking: Asking) -> str:
        is_account = str(value).startswith(PICKED)
        return (
            asking.texts.fill("kinds.phone.shown_account") if is_account else Phone.show(self, value, asking)
        )
