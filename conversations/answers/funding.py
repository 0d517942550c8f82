"""`/dana` in words: the payers, one payer with its list and cost, names to tap, and who is paid for already."""

from collections.abc import Iterable

from conversations.asking import paragraphs
from conversations.facts import Facts
from conversations.funding.pack import Pack, Ranked
from conversations.funding.payers import Alarm, Funding
from conversations.heard import opening
from conversations.says import Button, Say, column, grid
from conversations.texts import Texts, load

PAGE = 8


def said(key: str, facts: Facts) -> Say:
    """One sentence, and the way back to the list."""
    texts = load(facts.language)
    return Say(texts.fill(f"funding.{key}"), column(_back(texts)))


def overview(funds: Iterable[tuple[Funding, int]], facts: Facts) -> Say:
    """Every payer within reach on a button, and the way to a new one."""
    texts = load(facts.language)
    buttons = [
        Button(
            texts.fill(
                "funding.line",
                name=funding.name,
                listed=texts.number(listed),
                quota=texts.number(funding.quota),
                until=texts.month(funding.last_month),
            ),
            opening("dana", f"lihat-{funding.id}"),
        )
        for funding, listed in funds
    ]
    new = Button(texts.fill("funding.button.new"), opening("dana", "baru"))
    return Say(texts.fill("funding.list" if buttons else "funding.none"), column(*buttons[:PAGE], new))


def shown(papers: Pack, warning: Alarm, facts: Facts) -> Say:
    """One payer: months, decree as told, how many names, the cost, and who is paid for already."""
    texts, funding = load(facts.language), papers.funding
    head = texts.fill(
        "funding.shown",
        name=funding.name,
        kind=texts.fill(f"funding.kind.button.{funding.kind}"),
        first=texts.month(funding.first_month),
        last=texts.month(funding.last_month),
        listed=texts.number(len(papers.listed)),
        quota=texts.number(funding.quota),
        decree=_decree(funding, texts),
    )
    cost = _cost(papers, texts) if papers.listed else ""
    buttons = (
        Button(texts.fill("funding.button.propose"), opening("dana", f"usul-{funding.id}")),
        Button(texts.fill("funding.button.papers"), opening("dana", f"berkas-{funding.id}")),
        _back(texts),
    )
    return Say(paragraphs(head, cost, *_alarm(warning, texts)), grid(buttons, 2), is_private=True)


def papers_asked(papers: Pack, facts: Facts) -> Say:
    """The papers for the decision: on paper or as a workbook?"""
    texts, funding = load(facts.language), papers.funding
    ways = (
        Button(texts.fill("funding.button.print"), opening("dana", f"cetak-{funding.id}")),
        Button(texts.fill("funding.button.sheet"), opening("dana", f"excel-{funding.id}")),
    )
    listed = texts.number(len(papers.listed))
    html = texts.fill("funding.papers_asked", name=funding.name, listed=listed)
    return Say(html, grid(ways, 2))


def candidates(funding: Funding, ranked: tuple[Ranked, ...], page: int, facts: Facts) -> Say:
    """Names to add or to take off, the most pressing first."""
    texts = load(facts.language)
    chosen = ranked[page * PAGE : (page + 1) * PAGE]
    if not chosen:
        return said("nobody", facts)
    names = [_name(each, funding, texts) for each in chosen]
    more = Button(texts.fill("funding.button.more"), opening("dana", f"usul-{funding.id}-{page + 1}"))
    turn = (more,) if len(ranked) > (page + 1) * PAGE else ()
    shows = Button(funding.name, opening("dana", f"lihat-{funding.id}"))
    return Say(texts.fill("funding.candidates"), column(*names, *turn, shows), is_private=True)


def doubled(chosen: Ranked, facts: Facts) -> Say:
    """Somebody is paid for already, by whom."""
    texts, one = load(facts.language), chosen.candidate
    html = texts.fill("funding.double", name=one.full_name, by=one.paid_by)
    return Say(html, column(_back(texts)), is_private=True)


def _name(each: Ranked, funding: Funding, texts: Texts) -> Button:
    one = each.candidate
    sign, act = ("✅ ", "out") if one.is_proposed else ("⚠️ " if one.paid_by else "", "in")
    label = f"{sign}{one.full_name} · {texts.fill(f'funding.reason.{each.reason}')}"
    return Button(label[:60], opening("dana", f"{act}-{funding.id}-{one.registration_id}"))


def _decree(funding: Funding, texts: Texts) -> str:
    if not funding.decree_number:
        return texts.fill("funding.no_decree")
    on = f", {texts.day(funding.decree_on)}" if funding.decree_on else ""
    return texts.fill("funding.decree", number=funding.decree_number, on=on)


def _cost(papers: Pack, texts: Texts) -> str:
    if papers.total_rupiah is None:
        return texts.fill("funding.cost_unknown")
    key = "funding.cost_at_most" if papers.is_at_most else "funding.cost"
    return texts.fill(key, total=texts.rupiah(papers.total_rupiah))


def _alarm(warning: Alarm, texts: Texts) -> tuple[str, ...]:
    if not warning.doubles:
        return ()
    people = len({double.registration_id for double in warning.doubles})
    said_of = texts.fill("funding.alarm", count=texts.number(people))
    if warning.saved_rupiah is None:
        return (said_of,)
    key = "funding.saved_at_most" if warning.is_at_most else "funding.saved"
    return (said_of, texts.fill(key, saved=texts.rupiah(warning.saved_rupiah)))


def _back(texts: Texts) -> Button:
    return Button(texts.fill("funding.button.back"), opening("dana"))
