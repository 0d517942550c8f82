"""The front door: greetings, the menu, and kind words for what we could not use."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from conversations.actor import Role
from conversations.asking import open_button, paragraphs
from conversations.facts import FALLBACK_ZONE, Facts
from conversations.heard import Heard, Sort
from conversations.says import Button, Rows, Say, column, grid
from conversations.texts import load

NOON, AFTERNOON, EVENING = 11, 15, 18
"""Hours from which Indonesians greet with siang, sore and malam."""
WELCOMING = ("cek", "iuran", "daftar", "bahasa")
WORKER = ("cek", "iuran", "manfaat", "daftar", "status", "tanya", "klaim", "dataku", "latihan", "bahasa")
AT_WORK = ("cek", "iuran", "tanya", "latihan", "bahasa")
"""What those in a post still want of a worker's menu, for whoever stands before them."""
OF_ROLE = {
    Role.OFFICER: ("kunjungan", "daftarkan", "ringkasan", "tugas", "jawab", "desa", "panduan", "lencana"),
    Role.BRANCH_STAFF: ("periksa", "jawab", "siaran", "rekap", "dana", "ekspor", "impor"),
    Role.BRANCH_HEAD: ("periksa", "jawab", "siaran", "rekap", "petugas", "dana", "ekspor", "impor"),
    Role.ADMINISTRATOR: ("cabang", "petugas"),
}


def welcome(argument: str, facts: Facts) -> tuple[Say, ...]:
    """Who we are, and the four things most people want; to those in a post, their work."""
    del argument
    texts = load(facts.language)
    hello = texts.fill("menu.welcome", greeting=texts.fill(f"menu.greeting.{_part_of_day(facts)}"))
    practice = texts.fill("menu.practice") if facts.is_practice else ""
    rows = (
        menu_rows(facts) if facts.actor.roles else column(*(open_button(name, texts) for name in WELCOMING))
    )
    return (Say(paragraphs(hello, practice), rows, drops_keyboard=True),)


def _part_of_day(facts: Facts) -> str:
    hour = facts.now.astimezone(ZoneInfo(FALLBACK_ZONE)).hour
    if hour < NOON:
        return "morning"
    if hour < AFTERNOON:
        return "noon"
    return "afternoon" if hour < EVENING else "evening"


def menu(argument: str, facts: Facts) -> tuple[Say, ...]:
    """Everything this person may want, two in a row."""
    del argument
    return (Say(load(facts.language).fill("menu.shown"), menu_rows(facts), drops_keyboard=True),)


def menu_rows(facts: Facts) -> Rows:
    """The buttons of the menu: for those in a post, their work first."""
    return grid(tuple(_menu_buttons(facts)), 2)


def _menu_buttons(facts: Facts) -> Iterator[Button]:
    texts, roles = load(facts.language), facts.actor.roles
    own = (name for role in OF_ROLE if role in roles for name in OF_ROLE[role])
    for name in dict.fromkeys((*own, *(AT_WORK if roles else WORKER))):
        if texts.find(f"menu.button.{name}"):
            yield open_button(name, texts)


def lost(facts: Facts, heard: Heard) -> tuple[Say, ...]:
    """What to say to what we did not understand."""
    texts = load(facts.language)
    key = (
        "menu.lost"
        if heard.sort is Sort.TEXT
        else texts.first(f"talk.cannot_use.{heard.sort}", "talk.cannot_use.other")
    )
    return (Say(texts.fill(key), menu_rows(facts)),)


def unknown_command(facts: Facts) -> tuple[Say, ...]:
    """A command that does not exist, or not for this person: the same answer."""
    return (Say(load(facts.language).fill("menu.unknown_command"), menu_rows(facts)),)


def old_button(facts: Facts) -> tuple[Say, ...]:
    """The button of a conversation that is over."""
    return (Say(load(facts.language).fill("menu.shown"), menu_rows(facts)),)


def broke(language: str, reference: str) -> Say:
    """Something broke on our side: say so, with a reference that finds one log line."""
    return Say(load(language).fill("menu.broke", reference=reference))
