"""An officer's badge: a code that anybody can check, and what it tells."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from conversations.answers.staff import called, place_names
from conversations.asking import menu_button
from conversations.colleagues import BadgeShown
from conversations.facts import FALLBACK_ZONE, Facts
from conversations.plain import plain
from conversations.says import Say
from conversations.texts import load

MARK = "PTG"
"""Every code begins so, and is known by it wherever it is typed."""
WRITTEN = re.compile(rf"{MARK.lower()} ?([0-9a-z]{{4}}) ?([0-9a-z]{{4}})")
ZONE_NAMES = {"Asia/Jakarta": "WIB", "Asia/Pontianak": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


def find_code(text: str) -> str:
    """The eight letters of a badge code, however it is spaced; empty when this is none."""
    found = WRITTEN.fullmatch(plain(text))
    return "".join(found.groups()).upper() if found else ""


def written(code: str) -> str:
    """As it is shown: PTG-4K7P-Q2MX."""
    return f"{MARK}-{code[:4]}-{code[4:]}"


def shown(code: str, until_at: datetime, village_code: str, facts: Facts) -> tuple[Say, ...]:
    """To the officer: the code, and how long it is good."""
    texts = load(facts.language)
    html = texts.fill("badge.shown", code=written(code), time=_clock(until_at, village_code, facts))
    return (Say(html, menu_button(facts.language)),)


def good(badge: BadgeShown, facts: Facts) -> tuple[Say, ...]:
    """To anybody: who this is, where they work and until when the code is good; no name, and no money ever."""
    texts = load(facts.language)
    html = texts.fill(
        "badge.good",
        rank=called(badge.rank or "officer", facts),
        branch=badge.branch_name,
        villages=place_names(badge.villages, facts),
        time=_clock(badge.until_at, badge.villages[0], facts),
    )
    return Say(html), Say(texts.fill("badge.no_cash"), menu_button(facts.language))


def other(key: str, facts: Facts) -> tuple[Say, ...]:
    """`ask` for a code, a `bad` one, or `too_many`; every reason to refuse a code has the same words."""
    return (Say(load(facts.language).fill(f"badge.{key}"), menu_button(facts.language)),)


def _clock(moment: datetime, village_code: str, facts: Facts) -> str:
    regions = facts.place.regions
    zone = regions.zone(village_code) if regions.find_village(village_code) else FALLBACK_ZONE
    return f"{moment.astimezone(ZoneInfo(zone)):%H.%M} {ZONE_NAMES.get(zone, '')}".strip()
