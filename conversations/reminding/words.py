"""A reminder in words: what is about to end, what it costs from then on, and until when we know of payments."""

from dataclasses import dataclass
from datetime import date, timedelta

from conversations.answers.prices import price_said
from conversations.asking import paragraphs
from conversations.heard import opening
from conversations.reminding.due import Due
from conversations.reminding.ways import Member
from conversations.rules import BASIC, Payer, Programme, Quote, Sector, find_bracket, quote
from conversations.rules.coverage import lapses_on
from conversations.rules.dates import add_months, last_day_of, month_of
from conversations.says import Button, Say, grid
from conversations.texts import Html, Texts, load

MONTHS_AHEAD = 12
SIGNS = "⏳⚠\ufe0f "
"""What stands before a sentence to be seen, and cannot be read aloud."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a price hangs on beside the month: as far as the form, which may be emptied by now, still says it."""

    bracket: int | None = None
    programmes: tuple[Programme, ...] = BASIC


@dataclass(frozen=True, slots=True)
class Message:
    """Everything that one reminder says: about whom, what, by which terms, and how far payments are known."""

    member: Member
    due: Due
    terms: Terms = Terms()
    payer_name: str = ""
    as_of: date | None = None


def price_from(member: Member, terms: Terms, first_month: date) -> Quote | None:
    """What the worker pays alone from that month on; None where the form no longer says enough."""
    bracket = find_bracket(terms.bracket, first_month) if terms.bracket else None
    if bracket is None:
        return None
    known = member.sector in list(Sector)
    sector = Sector(member.sector) if known else Sector.UNCLEAR
    return quote(sector, Payer.WORKER, terms.programmes, bracket, first_month, MONTHS_AHEAD)


def letter(message: Message, language: str, today: date) -> Say:
    """The reminder as a message to the own chat, or to who is told about somebody."""
    texts, member = load(language), message.member
    about = "" if member.is_own else texts.fill("reminder.about", reference=member.reference)
    known = texts.fill("reminder.as_of", as_of=texts.day(message.as_of)) if message.as_of else ""
    paid = Button(texts.fill("reminder.button.paid"), opening("sudahbayar", member.registration_id))
    how = Button(texts.fill("reminder.button.how"), opening("tanya", "where_to_pay"))
    code = Button(texts.fill("reminder.button.code"), opening("status"))
    stop = Button(texts.fill("reminder.button.stop"), opening("pengingat", "stop"))
    rows = grid((paid, code, how, stop), 2)
    return Say(paragraphs(about, *sentences(message, texts, today), known), rows, is_private=True)


def aloud(message: Message, name: str, place: str, language: str, today: date) -> str:
    """The same as words for somebody to read to the person."""
    texts = load(language)
    words = Html(" ".join(sentences(message, texts, today)).lstrip(SIGNS).replace("\n", " "))
    shown = name or texts.fill("reminder.nameless", reference=message.member.reference)
    return texts.fill("reminder.aloud", name=shown, place=place, words=words)


def sentences(message: Message, texts: Texts, today: date) -> tuple[str, str]:
    """What happens, and what it costs."""
    member, due = message.member, message.due
    if member.paid_until is None:
        return texts.fill("reminder.first_payment"), _price(message, texts, month_of(today))
    first_unpaid = add_months(member.paid_until, 1)
    values: dict[str, str | int] = {
        "until": texts.day(last_day_of(member.paid_until)),
        "since": texts.month(first_unpaid),
        "number": due.number,
        "last": texts.day(lapses_on(member.paid_until) - timedelta(days=1)),
        "payer": message.payer_name,
    }
    return texts.fill(f"reminder.{due.code}", **values), _price(message, texts, first_unpaid)


def _price(message: Message, texts: Texts, first_month: date) -> str:
    quoted = price_from(message.member, message.terms, first_month)
    return texts.fill("price.ask_branch") if quoted is None else price_said(quoted, texts)
