"""What is said of the core system's answer: to the branch that brings it, and to the people it is about."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from conversations.asking import menu_button, paragraphs
from conversations.core_answers import FIELDS, KEYS, Columns, Tried
from conversations.heard import opening
from conversations.says import Button, File, Say, Style, column
from conversations.texts import Texts, load

COMMAND = "impor"
NO_COLUMN = "-"
MOST_TITLES = 30
Written = Callable[[str], tuple[Say, ...]]
"""Messages in a language."""
HowFar = Callable[[int, int, str], Say]
"""So many rows of so many, in a language."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """What the core system gave to one person, and until when they have paid."""

    reference: str
    full_name: str = field(repr=False)
    card_number: str = field(default="", repr=False)
    payment_code: str = field(default="", repr=False)
    paid_until: date | None = None


def refused(code: str, _answer_id: str) -> Written:
    """Why a file is not read at all."""

    def write(language: str) -> tuple[Say, ...]:
        texts = load(language)
        key = texts.first(f"core_answer.refused.{code}", "core_answer.refused.not_a_sheet")
        return (Say(texts.fill(key), _again(texts)),)

    return write


def same(language: str) -> tuple[Say, ...]:
    """The very file was here before."""
    return (Say(load(language).fill("core_answer.same"), menu_button(language)),)


def tried(answer_id: str, found: Tried) -> Written:
    """What the file would do, before anything is done."""

    def write(language: str) -> tuple[Say, ...]:
        texts = load(language)
        html = texts.fill("core_answer.tried", news=found.news)
        if found.same or found.unknown:
            rest = texts.fill("core_answer.tried_rest", same=found.same, unknown=len(found.unknown))
            html = paragraphs(html, rest)
        take = Button(
            texts.fill("core_answer.button.take"),
            opening(COMMAND, f"load-{answer_id}"),
            style=Style.CONFIRM,
        )
        drop = Button(texts.fill("core_answer.button.drop"), opening(COMMAND, f"drop-{answer_id}"))
        rows = ((take, drop),) if found.news else ((drop,),)
        return (_with_file(Say(html, rows), _report(found, texts)),)

    return write


def wrong_rows(found: Tried) -> Written:
    """Nothing is taken from a file with wrong rows: which they are, as a file to put right by."""

    def write(language: str) -> tuple[Say, ...]:
        texts = load(language)
        lines = len({line for line, _ in found.wrong})
        html = texts.fill("core_answer.wrong", count=lines, of=found.count)
        return (_with_file(Say(html, _again(texts)), _report(found, texts)),)

    return write


def _with_file(say: Say, file: File | None) -> Say:
    """The same message with a file under it, where there is one."""
    return Say(say.html, say.rows, file=file) if file else say


def _report(found: Tried, texts: Texts) -> File | None:
    """One line for each row that is wrong or unknown, by its number in the file; no names and no numbers of people."""
    lines = [(line, _problem(problem, texts)) for line, problem in found.wrong]
    lines += [(line, _problem("unknown", texts)) for line in found.unknown]
    if not lines:
        return None
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow([texts.fill("core_answer.report.line"), texts.fill("core_answer.report.problem")])
    writer.writerows(sorted(lines))
    return File("baris.csv", written.getvalue().encode("utf-8-sig"))


def _problem(code: str, texts: Texts) -> str:
    return texts.fill(texts.first(f"core_answer.problem.{code}", "core_answer.problem.other"))


def which_column(answer_id: str, titles: Sequence[str], known: Columns) -> Written:
    """Ask for the next column that nobody has pointed out yet."""
    asked = next_field(known)

    def write(language: str) -> tuple[Say, ...]:
        texts = load(language)
        tap = f"col-{answer_id}-{asked}-"
        buttons = [
            Button(title[:60], opening(COMMAND, f"{tap}{place}"))
            for place, title in enumerate(titles[:MOST_TITLES])
            if title and title not in known.values()
        ]
        buttons.append(Button(texts.fill("core_answer.button.no_column"), opening(COMMAND, tap + NO_COLUMN)))
        html = texts.fill("core_answer.which_column", field=texts.fill(f"core_answer.field.{asked}"))
        return (Say(html, column(*buttons)),)

    return write


def next_field(known: Columns) -> str:
    """The field to ask for: first who a row is about, then what it says of them."""
    wanted = FIELDS if not any(known.get(key) for key in KEYS) else FIELDS[len(KEYS) :]
    return next((name for name in wanted if name not in known), FIELDS[0])


def weighing(done: int, count: int, language: str) -> Say:
    """How far the dry run is."""
    texts = load(language)
    return Say(texts.fill("core_answer.weighing", done=texts.number(done), count=texts.number(count)))


def taking(done: int, count: int, language: str) -> Say:
    """How far it is in."""
    texts = load(language)
    return Say(texts.fill("core_answer.taking", done=texts.number(done), count=texts.number(count)))


def applied(count: int) -> Written:
    """All of it is in."""
    return lambda language: (
        Say(load(language).fill("core_answer.applied", count=count), menu_button(language)),
    )


def told(numbers: Numbers, language: str, *, is_refused: bool) -> Say:
    """To the person, or to who registered them: card number, payment code to copy, until when they are protected."""
    texts = load(language)
    if is_refused:
        html = texts.fill("core_answer.told_refused", reference=numbers.reference, name=numbers.full_name)
        return Say(html, column(Button(texts.fill("menu.button.status"), opening("status"))), is_private=True)
    head = texts.fill("core_answer.told", reference=numbers.reference, name=numbers.full_name)
    until = texts.day(numbers.paid_until) if numbers.paid_until else ""
    ahead = texts.fill("core_answer.paid", until=until) if until else texts.fill("core_answer.unpaid")
    parts = (head, *given(numbers.card_number, numbers.payment_code, texts), ahead)
    return Say("\n".join(parts), column(*ways_to_pay(numbers.payment_code, texts)), is_private=True)


def given(card_number: str, payment_code: str, texts: Texts) -> Iterator[str]:
    """The numbers that the core system gave, a line each."""
    if card_number:
        yield texts.fill("core_answer.card_number", number=card_number)
    if payment_code:
        yield texts.fill("core_answer.payment_code", code=payment_code)


def ways_to_pay(payment_code: str, texts: Texts) -> Iterator[Button]:
    """The code to copy, and where it is paid; nothing without a code."""
    if payment_code:
        yield Button(texts.fill("core_answer.button.copy"), copies=payment_code)
        yield Button(texts.fill("core_answer.button.how"), opening("tanya", "paying"))


def _again(texts: Texts) -> tuple[tuple[Button, ...], ...]:
    return column(Button(texts.fill("core_answer.button.again"), opening(COMMAND)))
