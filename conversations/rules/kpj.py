"""The number on a member's card (KPJ), which BPJS gives: 11 digits, kept as text (domain.md 4.3)."""

import re

CARD_NUMBER = re.compile(r"[0-9]{11}")
_WRITTEN = re.compile(r"(?:(?:no(?:mor)?|nomer)?\W*kpj\W*)?([0-9](?:[ .-]?[0-9]){10})", re.IGNORECASE)


def read_card_number(said: str) -> str:
    """The number, however it was spaced and introduced: `KPJ 2309 1234 567`; empty when there is none."""
    found = _WRITTEN.fullmatch(said.strip())
    return re.sub(r"[^0-9]", "", found[1]) if found else ""
