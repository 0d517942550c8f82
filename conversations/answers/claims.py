"""How to claim, page by page: we explain and never file (domain: §10)."""

from conversations.answers.figures import figures
from conversations.asking import open_button, paragraphs
from conversations.facts import Facts
from conversations.heard import opening
from conversations.knowledge import CASES, Guide, fill, get_guide
from conversations.says import Button, Rows, Say, column
from conversations.texts import load


def claims(argument: str, facts: Facts) -> tuple[Say, ...]:
    """The cases to choose from, or one page of a guide (`death.2`)."""
    case, _, written = argument.partition(".")
    if case not in CASES:
        return (_choice(facts),)
    guide = get_guide(case, facts.language)
    pages = guide.pages()
    page = min(int(written), len(pages) - 1) if written.isascii() and written.isdigit() else 0
    return (_page(guide, pages[page], page, len(pages), facts),)


def _choice(facts: Facts) -> Say:
    texts = load(facts.language)
    buttons = (Button(get_guide(case, facts.language).title, opening("klaim", case)) for case in CASES)
    return Say(texts.fill("claim.which"), column(*buttons))


def _page(guide: Guide, words: str, page: int, count: int, facts: Facts) -> Say:
    texts = load(facts.language)
    here = texts.fill("claim.page", here=page + 1, of=count)
    sources = texts.fill("claim.sources", sources=", ".join(guide.sources)) if page == count - 1 else ""
    html = paragraphs(f"<b>{guide.title}</b> {here}", fill(words, figures(facts)), sources)
    return Say(html, _ways_on(guide, page, count, facts))


def _ways_on(guide: Guide, page: int, count: int, facts: Facts) -> Rows:
    texts = load(facts.language)
    on = (
        (Button(texts.fill("claim.next"), opening("klaim", f"{guide.case}.{page + 1}")),)
        if page + 1 < count
        else ()
    )
    back = (Button(texts.fill("claim.back"), opening("klaim", f"{guide.case}.{page - 1}")),) if page else ()
    person = column(open_button("orang", texts)) if guide.hand_over else ()
    return (*(row for row in ((*back, *on),) if row), *person, (open_button("menu", texts),))
