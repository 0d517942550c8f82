"""What an officer or branch hears who looks for somebody."""

from collections.abc import Iterable
from dataclasses import dataclass

from conversations.answers.visits import named
from conversations.asking import menu_button, open_button, paragraphs
from conversations.facts import Facts
from conversations.heard import Tap, opening
from conversations.kinds.full_name import calm
from conversations.says import Button, Rows, Say, column
from conversations.texts import load

MOST_ELSEWHERE = 6


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody who was found: enough to tell people apart, and no number of theirs."""

    registration_id: str
    reference: str
    full_name: str
    village_code: str
    state: str


def found(facts: Facts, people: Iterable[Found], village_code: str = "", words: str = "") -> Say:
    """The people, one on a line; nobody there and nobody in reach read alike. The officer's other villages follow."""
    texts = load(facts.language)
    lines = [
        texts.fill(
            "enrol.found_line",
            name=calm(one.full_name),
            reference=one.reference,
            state=texts.fill(texts.first(f"enrol.state.{one.state}", "enrol.state.other")),
        )
        for one in people
    ]
    rows = (*_elsewhere(facts, village_code, words), *menu_button(facts.language))
    if not lines:
        return Say(texts.fill("enrol.not_found"), rows)
    place = facts.place.regions.find_village(village_code) if village_code else None
    head = texts.fill("enrol.found", village=place.name) if place else texts.fill("enrol.found_exact")
    return Say(paragraphs(head, *lines), rows, is_private=True)


def _elsewhere(facts: Facts, village_code: str, words: str) -> Rows:
    """The same name in another village of this officer: one village at a time is looked through."""
    codes = sorted(facts.actor.villages - {village_code}) if words else []
    taps = ((code, opening("cari", f"{code} {words}")) for code in codes[:MOST_ELSEWHERE])
    return column(*(Button(named(code, facts), tap) for code, tap in taps if len(tap.encode()) <= Tap.LIMIT))


def how_to_search(facts: Facts) -> Say:
    """What can be looked for."""
    return Say(load(facts.language).fill("enrol.search"))


def stopped(facts: Facts, name: str) -> Say:
    """To whoever leads the branch: somebody asks after too many numbers."""
    texts = load(facts.language)
    who = calm(name) or texts.fill("enrol.somebody")
    return Say(texts.fill("enrol.stopped", name=who), column(open_button("petugas", texts)), is_private=True)


def too_many(facts: Facts) -> Say:
    """Enough for this hour."""
    return Say(load(facts.language).fill("enrol.too_many"), menu_button(facts.language))
