"""What a Telegram group is told: counts of its village without the small ones, and where to ask for more."""

from collections.abc import Iterable

from conversations.answers.summary import place_name, table
from conversations.asking import paragraphs
from conversations.facts import Facts
from conversations.heard import opening
from conversations.hiding import hide_alone, hide_small
from conversations.progress import STANDING, as_of, label_of, named, named_before, row
from conversations.says import Button, Rows, Say, column
from conversations.summary import Number, Summary
from conversations.texts import load

HIDDEN = "•"
BIND = "hubungkan"


def counts(summary: Summary, facts: Facts, bot_name: str) -> Say:
    """How the village stands, so that nothing in it points to a person."""
    texts = load(facts.language)
    shown = hide_small({number.value: summary.counts.of(number) for number in STANDING})
    lines = [
        (label_of(Number.REGISTERED, texts), shown.total),
        *((label_of(number, texts), shown.parts[number]) for number in STANDING),
        (named(summary.period, texts), hide_alone(summary.events.submitted)),
        (named_before(summary.period, texts).capitalize(), hide_alone(summary.before.submitted)),
    ]
    day = as_of(summary.today, summary.payments_on, texts)
    html = paragraphs(
        texts.fill("summary.head", place=place_name(summary.code, facts), day=day),
        texts.fill(
            "summary.protected",
            count=_written(shown.parts[Number.PROTECTED]),
            target=texts.number(summary.target),
        ),
        table(row(label, _written(count)) for label, count in lines),
        texts.fill("group.hidden", sign=HIDDEN) if any(count is None for _, count in lines) else "",
    )
    return Say(html, _way_out(facts, bot_name))


def _written(count: int | None) -> str:
    return HIDDEN if count is None else str(count)


def refused(facts: Facts, bot_name: str) -> Say:
    """Anything about people belongs into the private chat."""
    return Say(load(facts.language).fill("group.private"), _way_out(facts, bot_name))


def _way_out(facts: Facts, bot_name: str) -> Rows:
    if not bot_name:
        return ()
    label = load(facts.language).fill("group.button.private")
    return column(Button(label, url=f"https://t.me/{bot_name}"))


def bound(village_code: str, facts: Facts) -> Say:
    """The group may ask from now on."""
    return Say(load(facts.language).fill("group.bound", village=place_name(village_code, facts)))


def which(village_codes: Iterable[str], facts: Facts) -> Say:
    """An officer of several villages chooses one for the group."""
    buttons = (Button(place_name(one, facts), opening("ringkasan", f"{BIND} {one}")) for one in village_codes)
    return Say(load(facts.language).fill("group.which"), column(*buttons))


def sentence(key: str, facts: Facts) -> Say:
    """`not_bound` or `not_yours`."""
    return Say(load(facts.language).fill(f"group.{key}"))
