"""Batches for the core system in words: what is ready, what was made, and what must be taken out again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from conversations.asking import menu_button, paragraphs
from conversations.facts import FALLBACK_ZONE, Facts
from conversations.heard import opening
from conversations.says import Button, Say, Style, column
from conversations.texts import Texts, load

COMMAND = "ekspor"
CHECKSUM_SHOWN = 12
MOST_RECALLS = 10
FORMS = ("full", "masked", "csv")


@dataclass(frozen=True, slots=True)
class ShownBatch:
    """A batch as it is listed."""

    id: str
    number: int
    made_at: datetime
    row_count: int


@dataclass(frozen=True, slots=True)
class ShownRecall:
    """Somebody to be taken out of the core system."""

    id: str
    reference: str
    number: int
    position: int


def overview(ready: int, batches: Sequence[ShownBatch], recalls: int, facts: Facts) -> Say:
    """What is ready to be handed over, the batches made before, and what must be taken out again."""
    texts = load(facts.language)
    head = texts.fill("batch.ready" if ready else "batch.nothing_ready", count=ready)
    recalled = texts.fill("review.recalls", count=recalls) if recalls else ""
    make = (_button("make", texts, "new", style=Style.CONFIRM),) if ready else ()
    made = (Button(_called(one, texts), opening(COMMAND, f"b-{one.id}")) for one in batches)
    who = (Button(texts.fill("review.button.recalls"), opening("periksa", "recalls")),) if recalls else ()
    return Say(paragraphs(head, recalled), (*column(*make, *made, *who), *menu_button(facts.language)))


def batch(one: ShownBatch, facts: Facts) -> Say:
    """A batch, and the forms in which it can be had."""
    texts = load(facts.language)
    html = texts.fill("batch.shown", number=one.number, count=one.row_count, day=_day(one, texts))
    return Say(html, column(*(_button(form, texts, f"{form}-{one.id}") for form in FORMS)))


def being_made(number: int, facts: Facts) -> Say:
    """The file comes in a while."""
    return Say(load(facts.language).fill("batch.being_made", number=number))


def gone(facts: Facts) -> Say:
    """No such batch, or not one of this branch."""
    return Say(load(facts.language).fill("batch.gone"), menu_button(facts.language))


def recalls(people: Sequence[ShownRecall], facts: Facts) -> Say:
    """Who withdrew after being handed over, each with the word that it is done."""
    texts = load(facts.language)
    if not people:
        return Say(texts.fill("batch.no_recalls"), menu_button(facts.language))
    lines = (
        texts.fill("batch.recall", reference=one.reference, number=one.number, position=one.position)
        for one in people[:MOST_RECALLS]
    )
    done = (
        Button(
            texts.fill("batch.button.recalled", reference=one.reference),
            opening("periksa", f"recalled-{one.id}"),
        )
        for one in people[:MOST_RECALLS]
    )
    return Say(paragraphs(texts.fill("batch.recalls"), *lines), column(*done))


def progress(number: int, done: int, count: int, language: str) -> Say:
    """How far a file is."""
    texts = load(language)
    return Say(
        texts.fill("batch.progress", number=number, done=texts.number(done), count=texts.number(count))
    )


def batch_file(number: int, count: int, checksum: str, language: str) -> Say:
    """What stands under a file."""
    texts = load(language)
    values: dict[str, str | int] = {
        "number": number,
        "count": texts.number(count),
        "checksum": checksum[:CHECKSUM_SHOWN],
    }
    return Say(texts.fill("batch.file", **values))


def password(word: str, language: str) -> Say:
    """The password of the file, in a message of its own."""
    return Say(load(language).fill("batch.password", password=word), is_private=True)


def _called(one: ShownBatch, texts: Texts) -> str:
    return texts.fill(
        "batch.line", number=one.number, day=_day(one, texts), count=texts.number(one.row_count)
    )


def _day(one: ShownBatch, texts: Texts) -> str:
    return texts.day(one.made_at.astimezone(ZoneInfo(FALLBACK_ZONE)).date())


def _button(key: str, texts: Texts, argument: str, *, style: Style = Style.PLAIN) -> Button:
    return Button(texts.fill(f"batch.button.{key}"), opening(COMMAND, argument), style=style)
