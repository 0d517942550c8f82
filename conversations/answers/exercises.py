"""Playing a conversation with an invented person, because officers train on their own phones."""

from conversations.facts import Facts
from conversations.flows import EXERCISES
from conversations.heard import opening
from conversations.says import Button, Say, column
from conversations.texts import load


def exercises(facts: Facts) -> tuple[Say, ...]:
    """What can be played."""
    texts = load(facts.language)
    titles = ((flow.name, texts.fill(f"{flow.name}.title")) for flow in EXERCISES)
    buttons = (Button(title[0].upper() + title[1:], opening("latihan", name)) for name, title in titles)
    return (Say(texts.fill("menu.exercises"), column(*buttons)),)
