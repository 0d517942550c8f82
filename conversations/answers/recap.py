"""What a branch is told by `/rekap`: how it stands, what waits, who lapses when, and who brought people in."""

from collections.abc import Mapping, Sequence
from datetime import date

from conversations.answers.summary import (
    EVERYTHING,
    happened,
    headline,
    place_name,
    registered,
    table,
)
from conversations.asking import paragraphs
from conversations.facts import Facts
from conversations.heard import opening
from conversations.progress import as_of, row
from conversations.recap import LATE_AFTER, OfOfficer, Recap, forecast
from conversations.says import Button, Rows, Say, column
from conversations.summary import Counts, Number
from conversations.texts import Texts, load

NAME_WIDTH = 9
PLACES_SHOWN = 10
"""More would not fit under a picture (Bot API, sendPhoto: 1024 letters)."""


def recap(found: Recap, facts: Facts) -> Say:
    """The whole branch, and the ways into it."""
    texts, whole = load(facts.language), found.whole
    months = [row(texts.month(month), str(many)) for month, many in forecast(whole.counts, whole.today)]
    html = paragraphs(
        texts.fill(
            "summary.head",
            place=texts.fill("summary.all_places"),
            day=as_of(whole.today, whole.payments_on, texts),
        ),
        headline(whole, texts),
        registered(whole, texts),
        happened(whole, texts),
        *_reviewed(found, texts),
        texts.fill("recap.forecast"),
        table(months),
        *_places(found, facts),
    )
    return Say(html, (*_pressing(found, texts), *_ways(texts)))


def _reviewed(found: Recap, texts: Texts) -> tuple[str, ...]:
    waiting, percent = found.waiting, found.first_pass.percent
    first = (
        texts.fill("recap.first_pass_none")
        if percent is None
        else texts.fill("recap.first_pass", percent=percent, count=found.first_pass.decided)
    )
    waits = texts.fill(
        "recap.waiting", count=waiting.count, median=waiting.median_days, longest=waiting.longest_days
    )
    late = texts.fill("recap.late", count=waiting.late, days=LATE_AFTER.days) if waiting.late else ""
    return first, waits if waiting.count else "", late


def _places(found: Recap, facts: Facts) -> tuple[str, ...]:
    """The first districts, as the picture shows them."""
    shown = list(found.parts.items())[:PLACES_SHOWN]
    lines = (
        row(place_name(code, facts), f"{one.counts.protected}/{one.target}", NAME_WIDTH)
        for code, one in shown
    )
    return load(facts.language).fill("recap.by_place"), table(lines)


def _pressing(found: Recap, texts: Texts) -> Rows:
    counts, today = found.whole.counts, found.whole.today
    waiting = texts.fill("recap.button.waiting", count=counts.waiting)
    ending = texts.fill("recap.button.ending", month=texts.month(today), count=counts.ending)
    return (
        *(((_people(waiting, Number.WAITING)),) if counts.waiting else ()),
        *(((_people(ending, Number.ENDING)),) if counts.ending else ()),
    )


def _people(label: str, number: Number) -> tuple[Button, ...]:
    return (Button(label, opening("ringkasan", f"{EVERYTHING} {number}")),)


def _ways(texts: Texts) -> Rows:
    return (
        (
            Button(texts.fill("recap.button.places"), opening("rekap", "wilayah")),
            Button(texts.fill("recap.button.villages"), opening("rekap", "desa")),
        ),
        (
            Button(texts.fill("recap.button.officers"), opening("rekap", "petugas")),
            Button(texts.fill("recap.button.sheet"), opening("rekap", "berkas")),
        ),
        (Button(texts.fill("summary.button.people"), opening("ringkasan", f"{EVERYTHING} orang")),),
    )


def officers(found: Sequence[OfOfficer], facts: Facts) -> Say:
    """Each officer with registered and protected; the branch knows their names."""
    texts = load(facts.language)
    lines = (row(one.full_name, _of_officer(one), NAME_WIDTH) for one in found)
    html = (
        paragraphs(texts.fill("recap.officers"), table(lines)) if found else texts.fill("recap.no_officers")
    )
    back = Button(texts.fill("summary.button.back"), opening("rekap"))
    return Say(html, column(back), is_private=True)


def _of_officer(one: OfOfficer) -> str:
    percent = one.review.first_pass.percent
    taken = "–" if percent is None else f"{percent} %"
    return f"{one.counts.registered}/{one.counts.protected} {taken:>5}"


def sheet_sent(facts: Facts) -> Say:
    """What goes with the file of numbers."""
    texts = load(facts.language)
    return Say(
        texts.fill("recap.sheet_sent"), column(Button(texts.fill("summary.button.back"), opening("rekap")))
    )


def more_titles(today: date, texts: Texts) -> tuple[str, ...]:
    """Over how forms are reviewed, and over the months in which people lapse if nobody pays."""
    keys = ("decided", "first_pass", "waiting_median", "waiting_longest")
    months = (month for month, _ in forecast(Counts(), today))
    return (
        *(texts.fill(f"recap.sheet.{key}") for key in keys),
        *(texts.fill("recap.sheet.lapses", month=texts.month(month)) for month in months),
    )


def titles(texts: Texts) -> Mapping[str, str]:
    """The names of sheets and columns."""
    keys = ("places", "villages", "officers", "name", "code", "target")
    return {key: texts.fill(f"recap.sheet.{key}") for key in keys}
