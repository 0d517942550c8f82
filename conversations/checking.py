"""Finds what is wrong with the declaration of a flow, by reading it and by walking through it many times."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from pydantic import JsonValue

from conversations import asking
from conversations.conversation import Conversation
from conversations.facts import Answers, Facts
from conversations.flow import Ask, Flow, Review, Step, Stop
from conversations.kinds.kind import Accepted, Asking
from conversations.position import settled
from conversations.says import Say
from conversations.scene import Scene
from conversations.texts import LANGUAGES, Texts, load

WALKS = 250
"""So many ways through a flow find every step of the longest one, several times over."""
SAMPLES: Mapping[str, tuple[JsonValue, ...]] = {
    "nik": ("3201015708850001", "3201011708120003", "3201011708500004", "3201011708850005"),
    "birth_date": ("1985-08-17", "2012-08-17", "1950-08-17"),
    "number": (45, 16, 17, 70),
    "occupation": ("129", "111", "021", "000"),
    "income_bracket": (1, 2, 31),
    "own_card": ("+6281200005002",),
    "sheet_file": ("BQACAgUAAxkBAAIB",),
    "village": ("3202252004", "3202252005"),
}
"""Stored answers of kinds where one is not as good as another; of the rest the example of their texts is taken."""


@dataclass(frozen=True, slots=True)
class Walk:
    """One way through a flow: the steps that were shown, what was said at each, and the answers at the end."""

    steps: tuple[str, ...]
    says: tuple[Say, ...]
    answers: Answers = field(default_factory=dict)


def problems(flow: Flow, facts: Facts) -> tuple[str, ...]:
    """Everything wrong with a flow, in words; empty when it can be talked through in every language.

    `facts` give the day and the country; a flow over registrations needs one in `facts.cases`.
    """
    return (*_named_twice(flow), *_following_nobody(flow), *_failing_when_empty(flow, facts)) or tuple(
        dict.fromkeys((*_without_words(flow), *_walked_badly(flow, facts)))
    )


def _named_twice(flow: Flow) -> Iterator[str]:
    for step, count in Counter(step.step for step in flow.steps).items():
        if count > 1:
            yield f"{flow.name}: {count} steps are called {step}"


def _following_nobody(flow: Flow) -> Iterator[str]:
    asked: set[str] = set()
    for ask in flow.asks():
        yield from (
            f"{flow.name}.{ask.step} follows {followed}, which is not asked before it"
            for followed in ask.follows
            if followed not in asked
        )
        asked.add(ask.step)


def _failing_when_empty(flow: Flow, facts: Facts) -> Iterator[str]:
    for step in flow.steps:
        try:
            if not isinstance(step, Review):
                step.when({}, facts)
        except Exception as error:  # noqa: BLE001 - whatever a condition raises is the finding
            yield f"{flow.name}.{step.step} cannot tell whether it applies before the first answer: {error!r}"


def _without_words(flow: Flow) -> Iterator[str]:
    for language in LANGUAGES:
        texts = load(language)
        keys = (f"{flow.name}.title", *(key for step in flow.steps for key in _keys(flow, step)))
        yield from (f"{key} has no words in {language}" for key in keys if texts.find(key) is None)


def _keys(flow: Flow, step: Step) -> tuple[str, ...]:
    key = f"{flow.name}.{step.step}"
    if isinstance(step, Review):
        return f"{key}.ask", f"{key}.button.send"
    if _is_implied(step):
        return ()
    return (f"{key}.stop",) if isinstance(step, Stop) else (f"{key}.ask",)


def _walked_badly(flow: Flow, facts: Facts) -> Iterator[str]:
    shown: set[str] = set()
    for number in range(WALKS):
        try:
            shown |= set(walk(flow, facts, number).steps)
        except Exception as error:  # noqa: BLE001 - whatever a walk meets is the finding
            yield f"{flow.name} breaks on the way: {error!r}"
    unseen = (step for step in flow.steps if step.step not in shown)
    yield from (f"{flow.name}.{step.step} is never shown" for step in unseen if not _is_implied(step))


def _is_implied(step: Step) -> bool:
    return isinstance(step, Ask) and bool(step.implied_by)


def walk(flow: Flow, facts: Facts, number: int) -> Walk:
    """Way number so-and-so through a flow, every second one in the second language; each number another."""
    facts = replace(facts, language=LANGUAGES[number % len(LANGUAGES)])
    scene = Scene(flow, Conversation("00000000", flow.name, flow.version, prompt=1), facts)
    shown: list[str] = []
    says: list[Say] = []
    while step := scene.step:
        shown.append(step.step)
        says += _said(scene, step)
        if not isinstance(step, Ask):
            break
        given = {**scene.conversation.answers, step.step: _chosen(scene, step, number)}
        scene = scene.at(settled(flow, replace(scene.conversation, answers=given), facts))
    answers = scene.conversation.answers
    if not isinstance(scene.step, Stop):
        says += flow.conclude(answers, facts, scene.texts).says
    return Walk(tuple(shown), tuple(says), answers)


def _said(scene: Scene, step: Step) -> tuple[Say, ...]:
    if isinstance(step, Ask):
        return (asking.question(scene, step),)
    if isinstance(step, Stop):
        return (asking.stopped(scene, step),)
    return asking.review(scene, step), asking.choose_change(scene)


def _chosen(scene: Scene, ask: Ask, number: int) -> JsonValue:
    """One of the answers that the question can have, another one for another walk."""
    answers = samples(ask, scene.asking(ask))
    drawn = hashlib.sha256(f"{number}:{ask.step}".encode()).digest()
    value = answers[int.from_bytes(drawn[:4]) % len(answers)]
    if value is not None and ask.kind.stored(value) != value:
        raise ValueError(f"{ask.step} does not take its own sample")
    return value


def samples(ask: Ask, seen: Asking) -> tuple[JsonValue, ...]:
    """Answers that a question can have, in their stored form."""
    known = SAMPLES.get(ask.kind.name) or tuple(option.value for option in ask.kind.options(seen))
    skipped = (None,) if ask.skippable else ()
    return (*(known or _examples(ask, seen)), *skipped)


def _examples(ask: Ask, seen: Asking) -> tuple[JsonValue, ...]:
    reading = ask.kind.read(example_of(ask, seen.texts), seen)
    if not isinstance(reading, Accepted):
        raise LookupError(f"no sample for {ask.kind.name}")  # noqa: TRY004 - a sample is missing, not a type wrong
    return (reading.value,)


def example_of(ask: Ask, texts: Texts) -> str:
    """What stands after `Contoh:` in the words of a kind, else a word."""
    return (texts.find(f"kinds.{ask.kind.name}.example") or "").partition(": ")[2] or "contoh jawaban"
