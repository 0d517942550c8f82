"""The neighbourhood numbers RT and RW, three digits each on an identity card."""

import re
from dataclasses import dataclass

from pydantic import JsonValue

from conversations.kinds.kind import Accepted, Asking, Kind, Problem, Reading
from conversations.kinds.written import clean, spoken, worded

NONE = "-"
"""Stored where a village has neither."""
NAMED = re.compile(
    r"\bR\.?T\.?\s?(?:[/&]\s?R\.?W\.?)?\s?[:.]?\s?([0-9]{1,3})"
    r"\s?(?:[/.-]|[,;&]?\s?(?:dan\s)?(?=R))\s?(?:R\.?W\.?\s?[:.]?)?\s?([0-9]{1,3})(?![0-9])",
    re.IGNORECASE,
)
BARE = re.compile(r"([0-9]{1,3})\s?[-/.,\s]\s?([0-9]{1,3})|([0-9]{3})([0-9]{3})")
STORED = re.compile(r"[0-9]{3}/[0-9]{3}")


@dataclass(frozen=True, slots=True)
class RtRw(Kind):
    """Stored as `003/005`, or `-` where there is none; read from `RT 3 RW 5`, `3/5`, `003005` and their like."""

    name = "rt_rw"

    def read(self, said: str, asking: Asking) -> Reading:
        del asking
        text = clean(said)
        if text == NONE or worded(text) in spoken("kinds.rt_rw.none"):
            return Accepted(NONE)
        found = NAMED.fullmatch(text) or BARE.fullmatch(text)
        return Accepted(written(found)) if found else Problem("not_rt_rw")

    def stored(self, value: JsonValue) -> JsonValue:
        if not isinstance(value, str) or not (value == NONE or STORED.fullmatch(value)):
            raise ValueError("not RT and RW")
        return value

    def show(self, value: JsonValue, asking: Asking) -> str:
        if value == NONE:
            return asking.texts.fill("kinds.rt_rw.shown_none")
        rt, _, rw = str(value).partition("/")
        return f"RT {rt}/RW {rw}"


def written(found: re.Match[str]) -> str:
    """What was found, as it is stored: `003/005`."""
    rt, rw = (group for group in found.groups() if group)
    return f"{int(rt):03}/{int(rw):03}"
