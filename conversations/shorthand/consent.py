"""The line about consent: `setuju 0042 saksi Pak RT`, `setuju hp sendiri`, `tidak setuju`."""

import re

from pydantic import JsonValue

from conversations.kinds.slip_number import NEW

REFUSED = re.compile(r"\b(?:tidak|tdk|gak|ga|nggak|not|no|menolak|refuses?)\b", re.IGNORECASE)
OWN_PHONE = re.compile(
    r"\b(?:hp|telegram|phone)\s?(?:sendiri|own)?\b|\bown\s(?:phone|telegram)\b", re.IGNORECASE
)
WITNESS = re.compile(r"\b(?:saksi(?:nya)?|witness)\b[\s:]*(.{1,80})$", re.IGNORECASE)
NUMBER = re.compile(r"\b([0-9]{1,6})\b")


def read_consent(words: str) -> dict[str, JsonValue]:
    """The answers that the words after `setuju` give; a witness without a number gets a new slip."""
    if REFUSED.search(words):
        return {"consent_visited": "refuse"}
    if found := WITNESS.search(words):
        number = NUMBER.search(words[: found.start()])
        slip = f"{int(number[1]):04}" if number and int(number[1]) else NEW
        return {"consent_visited": "witness", "witness": found[1].strip(), "slip": slip}
    if OWN_PHONE.search(words):
        return {"consent_visited": "own_phone"}
    if (number := NUMBER.search(words)) and int(number[1]):
        return {"consent_visited": "witness", "slip": f"{int(number[1]):04}"}
    return {}
