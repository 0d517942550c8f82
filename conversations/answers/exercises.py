"""Playing a conversation with an invented person, because officers train on their own phones."""

from conversations.facts import Facts
from conversations.flows import EXERCISES
from conversations.heard import opening
from conversations.says import Button, Say, column
from conversations.texts import load


def exercises(facts: Facts) -> tuple[Say, ...]:
    """What can be played."""
    texts = load(facts.language)
    buttons = (Button(texts.fill(f"{flow.name}.title"), opening("latihan", flow.name)) for flow in EXERCISES)
    return (Say(texts.fill("menu.exercises"), column(*buttons)),)
