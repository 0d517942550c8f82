"""Free questions, answered from the curated topics or not at all."""

from conversations.answers.figures import figures
from conversations.asking import open_button, paragraphs
from conversations.facts import Facts
from conversations.heard import opening
from conversations.knowledge import Answer, Knowledge, Topic, fill
from conversations.knowledge.topics import SLOT
from conversations.says import Button, Say, column
from conversations.texts import load


def answered(question: str, facts: Facts) -> tuple[Say, ...]:
    """The curated answer, a choice of what may be meant, or nothing at all."""
    found = Knowledge.load(facts.language).find(question)
    if found is None:
        return ()
    if isinstance(found, Answer):
        return told(found.topic, facts)
    buttons = (Button(topic.question, opening("tanya", topic.id)) for topic in found.suggestions)
    return (
        Say(
            load(facts.language).fill("question.unsure"),
            column(*buttons, open_button("orang", load(facts.language))),
        ),
    )


def told(topic: Topic, facts: Facts) -> tuple[Say, ...]:
    """One topic with its source, and the ways on."""
    texts = load(facts.language)
    source = texts.fill("question.source", source=topic.source)
    ways = [name for name in (topic.see, "orang" if topic.hand_over else "") if name]
    html = paragraphs(_filled(topic, facts), source)
    return (Say(html, column(*(open_button(name, texts) for name in (*ways, "menu")))),)


def _filled(topic: Topic, facts: Facts) -> str:
    """The answer with today's figures; when one of them is no longer in force, what holds then or whom to ask."""
    told, asks = figures(facts), load(facts.language).fill("price.ask_branch")
    for wording in filter(None, (topic.answer, topic.otherwise)):
        if told.keys() >= set(SLOT.findall(wording)):
            return fill(wording, told)
    return asks


def find_topic(topic_id: str, language: str) -> Topic | None:
    """A topic by its name, as it stands on a button."""
    return Knowledge.load(language).topics.get(topic_id)
