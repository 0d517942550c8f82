"""The front door: greetings, the menu, and kind words for what we could not use."""

from zoneinfo import ZoneInfo

from conversations.asking import open_button, paragraphs
from conversations.facts import FALLBACK_ZONE, Facts
from conversations.heard import Heard, Sort
from conversations.says import Rows, Say, Spoken, column, grid
from conversations.texts import load

NOON, AFTERNOON, EVENING = 11, 15, 18
"""Hours from which Indonesians greet with siang, sore and malam."""


def welcome(argument: str, facts: Facts) -> tuple[Say, ...]:
    """Who we are, and the four things most people want."""
    del argument
    texts = load(facts.language)
    hello = texts.fill("menu.welcome", greeting=texts.fill(f"menu.greeting.{_part_of_day(facts)}"))
    practice = texts.fill("menu.practice") if facts.is_practice else ""
    buttons = (open_button(name, texts) for name in ("cek", "iuran", "daftar", "bahasa"))
    return (Say(paragraphs(hello, practice), column(*buttons), drops_keyboard=True),)


def _part_of_day(facts: Facts) -> str:
    hour = facts.now.astimezone(ZoneInfo(FALLBACK_ZONE)).hour
    if hour < NOON:
        return "morning"
    if hour < AFTERNOON:
        return "noon"
    return "afternoon" if hour < EVENING else "evening"


def menu(argument: str, facts: Facts) -> tuple[Say, ...]:
    """Everything a worker may want, two in a row."""
    del argument
    return (Say(load(facts.language).fill("menu.shown"), menu_rows(facts.language), drops_keyboard=True),)


def menu_rows(language: str) -> Rows:
    """The buttons of the menu."""
    texts = load(language)
    names = ("cek", "iuran", "manfaat", "daftar", "status", "tanya", "klaim", "dataku", "latihan", "bahasa")
    return grid(tuple(open_button(name, texts) for name in names), 2)


def lost(facts: Facts, heard: Heard) -> tuple[Say, ...]:
    """What to say to what we did not understand."""
    texts = load(facts.language)
    key = (
        "menu.lost"
        if heard.sort is Sort.TEXT
        else texts.first(f"talk.cannot_use.{heard.sort}", "talk.cannot_use.other")
    )
    return (Say(texts.fill(key), menu_rows(facts.language)),)


def unknown_command(facts: Facts) -> tuple[Say, ...]:
    """A command that does not exist, or not for this person: the same answer."""
    return (Say(load(facts.language).fill("menu.unknown_command"), menu_rows(facts.language)),)


def old_button(facts: Facts) -> tuple[Say, ...]:
    """The button of a conversation that is over."""
    return (Say(load(facts.language).fill("menu.shown"), menu_rows(facts.language)),)


def in_a_group(heard: Heard, language: str) -> Spoken:
    """Groups get one sentence, and only when they ask."""
    if heard.sort is Sort.TEXT and heard.text.startswith("/"):
        return Spoken((Say(load(language).fill("menu.group")),))
    return Spoken()


def broke(language: str, reference: str) -> Say:
    """Something broke on our side: say so, with a reference that finds one log line."""
    return Say(load(language).fill("menu.broke", reference=reference))
