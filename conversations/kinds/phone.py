"""A mobile number of Indonesia; whose it is, is a question of its own."""

import re
from dataclasses import dataclass

from pydantic import JsonValue

from conversations.heard import Contact
from conversations.kinds.kind import Accepted, Asking, Kind, Problem, Reading
from conversations.kinds.written import clean, spoken, without, worded

COUNTRY = "62"
SHORTEST, LONGEST = 9, 12
"""Digits after +62; operators and their prefixes change too often to be judged."""
STORED = re.compile(rf"\+{COUNTRY}8[0-9]{{{SHORTEST - 1},{LONGEST - 1}}}")
LETTER_O = re.compile(r"(?<![^\W\d_])o(?=[0-9])|(?<=[0-9])o(?![^\W\d_])", re.IGNORECASE)
"""An O among figures is a nought: `O812`."""
NOT_A_DIGIT = re.compile(r"[^0-9]")
ABROAD = re.compile(r"\W{0,3}(?:\+|00)(?!\W{0,2}62)[\W]{0,2}[0-9]")


@dataclass(frozen=True, slots=True)
class Phone(Kind):
    """Stored in E.164, `+6281234567890`. Families share phones, so the same number may come many times."""

    name = "phone"
    shares_contact = True

    def read(self, said: str, asking: Asking) -> Reading:
        del asking
        text = LETTER_O.sub("0", clean(said))
        if worded(text) in spoken("kinds.phone.none"):
            return Problem("no_phone")
        if _has_other_words(text):
            return Problem("not_a_number")
        return Problem("from_abroad") if ABROAD.match(text) else _judged(NOT_A_DIGIT.sub("", text))

    def take_contact(self, contact: Contact, asking: Asking) -> Reading:
        if not contact.is_own:
            return Problem("not_own_card")
        # Telegram gives the card's number with its country code, with or without the plus.
        digits = NOT_A_DIGIT.sub("", clean(contact.phone))
        reading = self.read(f"+{digits}" if not digits.startswith("0") else digits, asking)
        return Accepted(reading.value, implies={"whose": "own"}) if isinstance(reading, Accepted) else reading

    def stored(self, value: JsonValue) -> JsonValue:
        if not isinstance(value, str) or not STORED.fullmatch(value):
            raise ValueError("not a mobile number in E.164")
        return value

    def show(self, value: JsonValue, asking: Asking) -> str:
        del asking
        national = "0" + str(value).removeprefix(f"+{COUNTRY}")
        return f"{national[:4]}-{national[4:8]}-{national[8:]}"


def _has_other_words(text: str) -> bool:
    words = without(worded(text), spoken("kinds.phone.small_words"))
    return any(sign.isalpha() for sign in words)


def _judged(digits: str) -> Reading:
    if not digits:
        return Problem("not_a_number")
    number = digits.removeprefix("00").removeprefix(COUNTRY).removeprefix("0")
    if not number.startswith("8"):
        return Problem("not_mobile")
    if len(number) < SHORTEST:
        return Problem("too_short", {"digits": str(len(digits))})
    if len(number) > LONGEST:
        return Problem("too_long", {"digits": str(len(digits))})
    return Accepted(f"+{COUNTRY}{number}")
