"""What is kept about somebody, shown to themselves; a copy as a file (UU 27/2022 art. 5-11)."""

from collections.abc import Iterator
from datetime import date

from conversations.asking import open_button, paragraphs
from conversations.facts import Case, Facts
from conversations.kinds.kind import Asking
from conversations.kinds.own_case import find_case
from conversations.says import File, Rows, Say, column
from conversations.texts import Html, load

GONE = frozenset({"erased"})


def own_details(argument: str, facts: Facts) -> tuple[Say, ...]:
    """Everything kept, one message a registration, each with what can be done about it."""
    del argument
    texts = load(facts.language)
    kept = [case for case in facts.cases if case.state not in GONE]
    if not kept:
        rows = column(open_button("hapus", texts), open_button("privasi", texts), open_button("menu", texts))
        return (Say(texts.fill("my_data.nothing"), rows),)
    return tuple(Say(_shown(case, facts), _ways(case, facts), is_private=True) for case in kept)


def _shown(case: Case, facts: Facts) -> str:
    texts = load(facts.language)
    lines = (
        texts.fill("talk.answer_line", label=label, answer=answer) for label, answer in details(case, facts)
    )
    return texts.fill("my_data.shown", reference=case.reference, lines=Html("\n".join(lines)))


def _ways(case: Case, facts: Facts) -> Rows:
    texts = load(facts.language)
    names = ("perbaiki", "salinan", "tarik")
    return (
        *column(*(open_button(name, texts, case.reference) for name in names)),
        (open_button("hapus", texts),),
    )


def details(case: Case, facts: Facts) -> Iterator[tuple[str, str]]:
    """Label and value of everything kept, as its owner reads it; the NIK is masked."""
    from conversations.flows.correction import FIELDS  # noqa: PLC0415 - the flow shows these details too

    texts = load(facts.language)
    for field, kind in FIELDS.items():
        value = case.answers.get(field)
        asking = Asking(f"registration.{field}", texts, case.answers, facts)
        shown = kind.show(value, asking) if value not in {None, ""} else texts.fill("talk.skipped")
        yield texts.fill(f"correction.field.button.{field}"), shown
    yield texts.fill("my_data.state"), texts.fill(f"status.state.{case.state}")


def copy_of_details(argument: str, facts: Facts) -> tuple[Say, ...]:
    """The same as a text file, to keep or to take elsewhere."""
    texts = load(facts.language)
    case = find_case(argument, facts.cases) or next(iter(facts.cases), None)
    if case is None:
        return own_details("", facts)
    lines = [f"{label}: {value}" for label, value in details(case, facts)]
    head = texts.fill("my_data.file_head", reference=case.reference, day=texts.day(_today(facts)))
    file = File(f"{case.reference}.txt", "\n".join((head, "", *lines, "")).encode())
    return (Say(paragraphs(texts.fill("my_data.copy")), column(open_button("menu", texts)), file=file),)


def _today(facts: Facts) -> date:
    return facts.today()
