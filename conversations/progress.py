"""What a picture of progress shows, as values: the same that stand beside it as text."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from conversations.hiding import is_small
from conversations.periods import Period
from conversations.summary import Number, Summary
from conversations.texts import Texts
from conversations.village_book import VisitOutcome

STANDING = (
    Number.PROTECTED,
    Number.LAPSING,
    Number.LAPSED,
    Number.UNPAID,
    Number.WAITING,
    Number.NEEDS_FIXING,
)
"""The parts of `registered`, in the order of a picture."""
CURRENT = frozenset({"week", "month", "year", "all"})
"""The periods that have a name of their own."""
LABEL_WIDTH, COUNT_WIDTH = 22, 6


@dataclass(frozen=True, slots=True)
class Bar:
    """One number with its label; `tone` tells the painter what it is about, `of` what it is measured by."""

    label: str
    count: int
    tone: str = ""
    of: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """Numbers that belong together."""

    title: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """One village, or many as one: the headline is who is protected, measured by the target."""

    title: str
    subtitle: str
    headline: Bar
    note: str
    standing: Part
    others: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """Several places, one a row, each measured by its target."""

    title: str
    subtitle: str
    rows: tuple[Bar, ...]


def progress(summary: Summary, title: str, texts: Texts) -> Progress:
    """Everything that is shown of one summary."""
    protected = summary.counts.protected
    headline = Bar(
        texts.fill("summary.picture.of_target", target=texts.number(summary.target)),
        protected,
        of=summary.target,
    )
    note = (
        texts.fill("summary.picture.missing", count=texts.number(summary.missing))
        if summary.missing
        else texts.fill("summary.picture.reached")
    )
    standing = tuple(
        Bar(label_of(number, texts), summary.counts.of(number), number.value) for number in STANDING
    )
    parts = (
        Part(texts.fill("summary.part.funnel"), tuple(_funnel(summary, texts))),
        Part(texts.fill("summary.part.happened"), tuple(_happened(summary, texts))),
        Part(texts.fill("summary.part.visits"), tuple(_visits(summary, texts))),
    )
    return Progress(
        title,
        as_of(summary.today, summary.payments_on, texts),
        headline,
        note,
        Part(texts.fill("summary.part.standing"), standing),
        tuple(part for part in parts if part.bars),
    )


def board(title: str, places: tuple[tuple[str, Summary], ...], texts: Texts) -> Board:
    """Several places beside each other."""
    today = max((one.today for _, one in places), default=date.min)
    rows = tuple(Bar(name, one.counts.protected, of=one.target) for name, one in places)
    paid = next((one.payments_on for _, one in places if one.payments_on), None)
    return Board(title, as_of(today, paid, texts), rows)


def as_of(today: date, payments_on: date | None, texts: Texts) -> str:
    """`22 November 2026 (pembayaran per 20 November 2026)`."""
    payments = (
        texts.fill("summary.payments", day=texts.day(payments_on))
        if payments_on
        else texts.fill("summary.no_payments")
    )
    return f"{texts.day(today)} {payments}"


def label_of(number: Number, texts: Texts) -> str:
    return texts.fill(f"summary.label.{number}")


def named(period: Period, texts: Texts) -> str:
    """`Minggu ini`, or its days where it is none of those that have a name."""
    key = f"summary.period.{period.kind}" if period.kind in CURRENT else "summary.period.days"
    return texts.fill(key, since=texts.day(period.since), until=texts.day(period.until))


def _short(period: Period, texts: Texts) -> str:
    """The same with its days as figures, so that it is not cut where labels stand."""
    if (name := named(period, texts)) and len(name) <= LABEL_WIDTH:
        return name
    return "–".join(f"{day.day}-{day.month}-{day.year}" for day in (period.since, period.until))


def named_before(period: Period, texts: Texts) -> str:
    """What it is compared with; empty where there is nothing."""
    return texts.fill(f"summary.period.before_{period.kind}") if period.kind != "all" else ""


def _funnel(summary: Summary, texts: Texts) -> Iterator[Bar]:
    counts = summary.counts
    yield Bar(texts.fill("summary.label.started"), counts.started, "step")
    for number in (Number.SUBMITTED, Number.ACCEPTED, Number.PAID):
        yield Bar(label_of(number, texts), counts.of(number), "step")


def _happened(summary: Summary, texts: Texts) -> Iterator[Bar]:
    yield Bar(_short(summary.period, texts), summary.events.submitted, "now")
    if before := named_before(summary.period, texts):
        yield Bar(before.capitalize(), summary.before.submitted, "before")


def _visits(summary: Summary, texts: Texts) -> Iterator[Bar]:
    """The outcomes that happened; few refusals count as meetings, as together with the doors they would tell who."""
    many = dict(summary.events.visits)
    if is_small(many.get(VisitOutcome.REFUSED, 0)):
        many[VisitOutcome.MET] = many.get(VisitOutcome.MET, 0) + many.pop(VisitOutcome.REFUSED)
    for outcome in VisitOutcome:
        if many.get(outcome):
            yield Bar(texts.fill(f"summary.visit.{outcome}"), many[outcome], "visit")


def as_text(progress: Progress) -> str:
    """Every number of the picture, a line each, in columns for a fixed width."""
    parts = (progress.standing, *progress.others)
    return "\n\n".join(
        "\n".join((part.title, *(row(bar.label, str(bar.count)) for bar in part.bars))) for part in parts
    )


def row(label: str, value: str, width: int = COUNT_WIDTH) -> str:
    """A label and its value, the values one under the other."""
    return f"{label[:LABEL_WIDTH]:<{LABEL_WIDTH}}{value:>{width}}"
