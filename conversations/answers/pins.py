"""What is said about a PIN."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_time

from conversations.asking import menu_button
from conversations.facts import FALLBACK_ZONE, Facts
from conversations.heard import opening
from conversations.says import Button, Say, column
from conversations.texts import load


def said(key: str, facts: Facts) -> Say:
    """One sentence, with the way to the menu."""
    return Say(load(facts.language).fill(f"pin.{key}"), menu_button(facts.language))


def locked(until_at: datetime, facts: Facts) -> Say:
    """Too many wrong ones: when it opens again, by the clock of most of the country."""
    time = clock(until_at, facts.language)
    return Say(load(facts.language).fill("pin.locked", time=time), menu_button(facts.language))


def clock(at: datetime, language: str) -> str:
    """`14.05 WIB`."""
    return format_time(at.astimezone(ZoneInfo(FALLBACK_ZONE)), "HH.mm", locale=language) + " WIB"


def wrong(goes_to: str, facts: Facts) -> Say:
    """It did not fit: the way to try again, and the way of who forgot it."""
    texts = load(facts.language)
    again = Button(texts.fill("pin.button.again"), opening(*(goes_to or "pin").split(".", 1)))
    forgotten = Button(texts.fill("pin.button.forgotten"), opening("pin", "lupa"))
    return Say(texts.fill("pin.wrong"), column(again, forgotten))


def asks_reset(name: str, contact_id: int, facts: Facts) -> Say:
    """To the head: somebody forgot theirs."""
    texts = load(facts.language)
    reset = Button(texts.fill("pin.button.reset"), opening("pin", f"hapus-{contact_id}"))
    return Say(texts.fill("pin.asks_reset", name=name), column(reset))


def right(goes_to: str, facts: Facts) -> Say:
    """It fits: the way on."""
    return _with(facts, "right", "go_on", goes_to)


def is_set(facts: Facts) -> Say:
    """There is one: the way to change it."""
    return _with(facts, "is_set", "change", "pin.ganti")


def _with(facts: Facts, key: str, button: str, goes_to: str) -> Say:
    texts = load(facts.language)
    way = Button(texts.fill(f"pin.button.{button}"), opening(*goes_to.split(".", 1)))
    return Say(texts.fill(f"pin.{key}"), column(way))
