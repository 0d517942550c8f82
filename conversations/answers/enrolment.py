"""What an officer hears who registers others: where, kept, the next one, own entries."""

from dataclasses import dataclass

from conversations.answers.slips import lost_button
from conversations.asking import menu_button, paragraphs
from conversations.facts import Facts
from conversations.heard import opening
from conversations.kinds.full_name import calm
from conversations.outcomes import Registration
from conversations.says import Button, Rows, Say, Style, column
from conversations.slips import printed, shown_code, shown_number
from conversations.texts import Texts, load


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """A registration as its registrar sees it in a list."""

    id: str
    reference: str
    full_name: str
    village_code: str
    slip_id: str = ""


def where(facts: Facts) -> Say:
    """In which of the officer's villages the person lives."""
    texts = load(facts.language)
    places = (facts.place.regions.find_village(code) for code in sorted(facts.actor.villages))
    buttons = (Button(place.label, opening("daftarkan", place.code)) for place in places if place)
    return Say(texts.fill("enrol.where"), column(*buttons))


def no_village(facts: Facts) -> Say:
    """An officer without a village."""
    return Say(load(facts.language).fill("enrol.no_village"), menu_button(facts.language))


def refused(facts: Facts) -> Say:
    """The village is not this officer's any more."""
    return Say(load(facts.language).fill("enrol.refused"), menu_button(facts.language))


def kept(facts: Facts, form: Registration, number: int, code: str) -> Say:
    """The reference, and the slip to copy, or that it is on paper already."""
    texts = load(facts.language)
    lines = (
        texts.fill("enrol.kept", name=calm(form.full_name), reference=form.reference),
        _slip_changed(texts, form, number),
        _slip(texts, form, number, code),
    )
    return Say(paragraphs(*lines), next_rows(texts), is_private=True)


def _slip_changed(texts: Texts, form: Registration, number: int) -> str:
    asked = form.consent.slip
    return texts.fill("enrol.slip_changed") if asked.isdigit() and int(asked) != number else ""


def _slip(texts: Texts, form: Registration, number: int, code: str) -> str:
    if not code:
        return texts.fill("enrol.slip_on_paper", number=shown_number(number))
    return texts.fill("enrol.slip_copied", slip=printed(texts, number, code, form.reference))


def held(facts: Facts, name: str, code: str, bot_name: str) -> Say:
    """The person's own word is still missing: how to give it, by link or by typing."""
    texts = load(facts.language)
    lines = (
        texts.fill("shorthand.said.held", name=calm(name)),
        texts.fill("slip.how_own", code=shown_code(code)),
    )
    link = f"https://t.me/{bot_name}?start=slip-{code}" if bot_name else f"/slip {shown_code(code)}"
    copies = Button(texts.fill("slip.button.link"), copies=link)
    return Say(paragraphs(*lines), ((copies,), *next_rows(texts)), is_private=True)


def next_rows(texts: Texts) -> Rows:
    """The next person of the same hamlet, and what was entered."""
    return column(
        Button(texts.fill("enrol.button.next"), opening("daftarkan", "lagi"), style=Style.CONFIRM),
        Button(texts.fill("enrol.button.entries"), opening("isian")),
    )


def entries(facts: Facts, shown: tuple[ShownEntry, ...]) -> Say:
    """Own recent entries, each a button."""
    texts = load(facts.language)
    if not shown:
        return Say(texts.fill("enrol.no_entries"), menu_button(facts.language))
    buttons = (
        Button(
            texts.fill("enrol.entry_line", name=calm(one.full_name)[:30], reference=one.reference),
            opening("isian", one.id),
        )
        for one in shown
    )
    return Say(texts.fill("enrol.entries"), column(*buttons), is_private=True)


def entry(facts: Facts, one: ShownEntry) -> Say:
    """One entry, and what can be done with it."""
    texts = load(facts.language)
    place = facts.place.regions.find_village(one.village_code)
    html = texts.fill(
        "enrol.entry",
        name=calm(one.full_name),
        reference=one.reference,
        village=place.name if place else one.village_code,
    )
    rows = column(
        Button(texts.fill("enrol.button.correct"), opening("isian", f"{one.id}.ubah")),
        Button(texts.fill("enrol.button.undo"), opening("isian", f"{one.id}.batal")),
        *((lost_button(texts, one.slip_id),) if one.slip_id else ()),
        Button(texts.fill("enrol.button.entries"), opening("isian")),
    )
    return Say(html, rows, is_private=True)


def undo_sure(facts: Facts, one: ShownEntry) -> Say:
    """Asked once before an entry is taken back."""
    texts = load(facts.language)
    rows = column(
        Button(texts.fill("enrol.button.undo_sure"), opening("isian", f"{one.id}.yakin"), style=Style.DANGER),
        Button(texts.fill("enrol.button.entries"), opening("isian")),
    )
    return Say(texts.fill("enrol.undo_sure", name=calm(one.full_name)), rows, is_private=True)


def said(facts: Facts, key: str) -> Say:
    """A sentence about entries, and the way on."""
    texts = load(facts.language)
    return Say(texts.fill(f"enrol.{key}"), next_rows(texts))
