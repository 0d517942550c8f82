"""What an officer hears to a person in shorthand: kept, or what is wrong and missing, and how it is written."""

from collections.abc import Iterable

from conversations.asking import paragraphs
from conversations.facts import Answers, Facts
from conversations.flow import Stop
from conversations.flows.registration import REGISTRATION
from conversations.heard import opening
from conversations.kinds.full_name import calm
from conversations.says import Button, Rows, Say, column
from conversations.shorthand import Wrong
from conversations.texts import Html, Texts, load

COMPLETE = "cepat"
"""The argument of /daftarkan that shows how the shorthand is written."""


def guide(facts: Facts) -> tuple[Say, ...]:
    """How to write a person in one message, with an example to copy."""
    texts = load(facts.language)
    example = "\n".join(texts.words("shorthand.example.whole"))
    parts = (texts.fill(f"shorthand.guide.{part}") for part in ("title", "order", "consent", "time", "mend"))
    copies = column(Button(texts.fill("enrol.button.quick"), copies=example))
    return Say(paragraphs(*parts)), Say(Html(f"<pre>{example}</pre>"), copies)


def draft(facts: Facts, answers: Answers, wrong: Iterable[Wrong], conversation_id: str) -> Say:
    """Only what is wrong or missing, and the way to complete it."""
    texts = load(facts.language)
    name = _name(texts, answers)
    wrong = tuple(wrong)
    lines = [texts.fill("shorthand.said.draft", name=name)]
    lines += [_complaint(texts, one) for one in wrong]
    if fields := missing(facts, answers, {one.step for one in wrong}):
        lines.append(texts.fill("shorthand.said.missing", fields=", ".join(fields)))
    return Say(paragraphs(*lines), _complete(texts, conversation_id), is_private=True)


def missing(facts: Facts, answers: Answers, besides: set[str]) -> tuple[str, ...]:
    """The names of the questions that are still open; those of one answer are named once."""
    texts = load(facts.language)
    open_asks = (
        ask.step
        for ask in REGISTRATION.asks()
        if ask.is_asked
        and not ask.skippable
        and ask.step not in {*answers, *besides}
        and ask.when(answers, facts)
    )
    # The card is compared by the birth date: who wrote one is not asked about it again.
    told = {"card_match"} if "birth_date" in answers else set()
    return tuple(dict.fromkeys(_small(_label(texts, step)) for step in open_asks if step not in told))


def stopped(facts: Facts, answers: Answers, stop: Stop) -> Say:
    """Why this person cannot be registered; nothing is kept."""
    texts = load(facts.language)
    why = texts.fill(f"registration.{stop.step}.stop", **stop.shows(answers, facts, texts))
    return Say(texts.fill("shorthand.said.stop", name=_name(texts, answers), why=Html(why)), is_private=True)


def recorded(facts: Facts) -> Say:
    """The number is there already; never whose it is."""
    return Say(load(facts.language).fill("shorthand.said.recorded"))


def unreadable(facts: Facts) -> Say:
    """A message in which no person was found."""
    texts = load(facts.language)
    rows = column(Button(texts.fill("enrol.button.quick"), opening("daftarkan", COMPLETE)))
    return Say(texts.fill("shorthand.said.unreadable"), rows)


def _complaint(texts: Texts, one: Wrong) -> str:
    key = texts.first(
        f"shorthand.said.{one.code}",
        f"registration.{one.step}.problem.{one.code}",
        f"kinds.{_kind(one.step)}.problem.{one.code}",
        f"kinds.any.problem.{one.code}",
        "kinds.any.problem.other",
    )
    return texts.fill(
        "shorthand.said.wrong", field=_label(texts, one.step), why=texts.fill(key, **one.values)
    )


def _kind(step: str) -> str:
    ask = REGISTRATION.find_ask(step)
    return ask.kind.name if ask else "any"


def _label(texts: Texts, step: str) -> str:
    found = texts.find(f"shorthand.said.{step}") or texts.find(f"registration.{step}.label")
    return found or texts.fill("shorthand.said.piece")


def _small(label: str) -> str:
    """A label within a sentence; what is written in capitals stays so."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def _name(texts: Texts, answers: Answers) -> str:
    return calm(str(answers.get("full_name") or "")) or texts.fill("shorthand.said.nameless")


def _complete(texts: Texts, conversation_id: str) -> Rows:
    return column(Button(texts.fill("shorthand.button.complete"), opening("lanjut", conversation_id)))
