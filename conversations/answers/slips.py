"""What is said about a paper slip: to whoever sends its code, to its owner, to the officer."""

from conversations.asking import menu_button, paragraphs
from conversations.facts import Facts
from conversations.heard import opening
from conversations.says import Button, Say, Style, column
from conversations.slips import blank, printed, shown_number, words
from conversations.texts import Texts, load

DISPUTE = "tolak"
"""The word of the button that says: there was no consent."""
LOST, RENEWED = "hilang", "ganti"
"""The words of the buttons of a registrar: the paper is lost, and a new code is wanted."""


def said(facts: Facts, key: str, **values: str | int) -> Say:
    """One sentence and the menu."""
    return Say(load(facts.language).fill(f"slip.{key}", **values), menu_button(facts.language))


def confirmed(facts: Facts, key: str, slip_id: str, number: int) -> Say:
    """Thanks, and the way to one's own record."""
    texts = load(facts.language)
    disputes = Button(texts.fill("slip.button.dispute"), opening("slip", f"{DISPUTE}.{slip_id}"))
    rows = (*_takes_over(texts, slip_id, "mine"), (disputes,), *menu_button(facts.language))
    return Say(texts.fill(f"slip.{key}", number=shown_number(number)), rows)


def held(facts: Facts, slip_id: str) -> Say:
    """A form waits for the person's own leave."""
    texts = load(facts.language)
    return Say(texts.fill("slip.held"), _takes_over(texts, slip_id, "start"))


def wrong_date(facts: Facts, slip_id: str, left: int) -> Say:
    """The birth date does not fit; how often it may be tried again."""
    texts = load(facts.language)
    return Say(texts.fill("slip.wrong_date", left=left), _takes_over(texts, slip_id, "again"))


def own(facts: Facts, slip_id: str) -> Say:
    """To the registrar, who is no second key but may have to write the slip anew."""
    texts = load(facts.language)
    return Say(texts.fill("slip.own"), (*column(lost_button(texts, slip_id)), *menu_button(facts.language)))


def lost_button(texts: Texts, slip_id: str) -> Button:
    """The paper is gone."""
    return Button(texts.fill("slip.button.lost"), opening("slip", f"{LOST}.{slip_id}"))


def lost(facts: Facts, slip_id: str, number: int) -> Say:
    """Asked once before a new code voids the one on paper."""
    texts = load(facts.language)
    renews = Button(
        texts.fill("slip.button.renew"), opening("slip", f"{RENEWED}.{slip_id}"), style=Style.CONFIRM
    )
    rows = (*column(renews), *menu_button(facts.language))
    return Say(texts.fill("slip.lost", number=shown_number(number)), rows)


def renewed(facts: Facts, number: int, code: str, reference: str) -> Say:
    """The slip again, to copy, with its new code."""
    texts = load(facts.language)
    slip = texts.fill("enrol.slip_copied", slip=printed(texts, number, code, reference))
    return Say(paragraphs(texts.fill("slip.renewed"), slip), menu_button(facts.language), is_private=True)


def booklet(facts: Facts, village_code: str, issued: tuple[tuple[int, str], ...]) -> tuple[Say, ...]:
    """Blank slips to be copied to paper."""
    texts = load(facts.language)
    place = facts.place.regions.find_village(village_code)
    first = texts.fill("slip.booklet", count=len(issued), village=place.name if place else village_code)
    slips = "\n".join(blank(texts, number, code) for number, code in issued)
    return (
        Say(first, is_private=True),
        Say(f"<pre>{slips}</pre>", is_private=True),
        Say(f"<pre>{words(texts)}</pre>"),
    )


def told(language: str, key: str, **values: str | int) -> Say:
    """A letter to the officer of a slip."""
    return Say(load(language).fill(f"slip.{key}", **values), is_private=True)


def _takes_over(texts: Texts, slip_id: str, label: str) -> tuple[tuple[Button, ...], ...]:
    return column(Button(texts.fill(f"slip.button.{label}"), opening("ambil", slip_id), style=Style.CONFIRM))
