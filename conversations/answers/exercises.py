"""Playing a conversation with an invented person, because officers train on their own phones."""

from conversations.exercises import EXERCISES
from conversations.facts import Facts
from conversations.heard import opening
from conversations.says import Button, Say, column
from conversations.texts import load


def exercises(facts: Facts) -> tuple[Say, ...]:
    """What the one who asks can play; what belongs to a post comes first."""
    texts = load(facts.language)
    mine = sorted((one for one in EXERCISES if one.is_for(facts.actor)), key=lambda one: one.is_for_everybody)
    named = ((one, texts.fill(texts.first(f"menu.exercise.{one.name}", f"{one.name}.title"))) for one in mine)
    buttons = (Button(title[0].upper() + title[1:], opening("latihan", one.name)) for one, title in named)
    return (Say(texts.fill("menu.exercises"), column(*buttons)),)
