"""Choosing the language."""

from conversations.facts import Facts
from conversations.heard import opening
from conversations.says import Button, Say, column
from conversations.texts import LANGUAGES, load


def choices(facts: Facts) -> tuple[Say, ...]:
    """One button a language, each in its own words."""
    buttons = (
        Button(load(language).fill("language.name"), opening("bahasa", language)) for language in LANGUAGES
    )
    return (Say(load(facts.language).fill("language.which"), column(*buttons)),)
