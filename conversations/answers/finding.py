"""What an officer or branch hears who looks for somebody."""

from collections.abc import Iterable
from dataclasses import dataclass

from conversations.asking import menu_button, paragraphs
from conversations.facts import Facts
from conversations.kinds.full_name import calm
from conversations.says import Say
from conversations.texts import load


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody who was found: enough to tell people apart, and no number of theirs."""

    registration_id: str
    reference: str
    full_name: str
    village_code: str
    state: str


def found(facts: Facts, people: Iterable[Found], village_code: str = "") -> Say:
    """The people, one on a line; nobody there and nobody in reach read alike."""
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
    if not lines:
        return Say(texts.fill("enrol.not_found"), menu_button(facts.language))
    place = facts.place.regions.find_village(village_code) if village_code else None
    head = texts.fill("enrol.found", village=place.name) if place else texts.fill("enrol.found_exact")
    return Say(paragraphs(head, *lines), menu_button(facts.language), is_private=True)


def how_to_search(facts: Facts) -> Say:
    """What can be looked for."""
    return Say(load(facts.language).fill("enrol.search"))


def too_many(facts: Facts) -> Say:
    """Enough for this hour."""
    return Say(load(facts.language).fill("enrol.too_many"), menu_button(facts.language))
