"""What membership costs, in words: always from the dated rules, always with where it comes from."""

from datetime import date

from conversations.facts import Facts
from conversations.rules import (
    BASIC,
    Bracket,
    Payer,
    Quote,
    Sector,
    brackets_on,
    citations,
    find_bracket,
    quote,
)
from conversations.texts import Texts, load

MONTHS_AHEAD = 12
"""So far ahead a change of price is told."""


def lowest_bracket(today: date) -> Bracket | None:
    """The bracket of the lowest incomes; None when no table is in force."""
    return next(iter(brackets_on(today)), None)


def price_line(sector: Sector, facts: Facts, bracket: Bracket | None = None) -> str:
    """`Iuran Rp8.400 sebulan sampai Desember 2026, lalu Rp16.800.`, or whom to ask where no rule is known."""
    texts, today = load(facts.language), facts.today()
    chosen = bracket or lowest_bracket(today)
    if chosen is None:
        return texts.fill("price.ask_branch")
    return price_said(quote(sector, Payer.WORKER, BASIC, chosen, today, MONTHS_AHEAD), texts)


def price_said(quoted: Quote, texts: Texts) -> str:
    """A quote in one sentence: its first price, until when, and the next; or whom to ask."""
    if quoted.refer is not None:
        return texts.fill("price.ask_branch")
    first, *later = quoted.groups
    now = texts.rupiah(first.per_month_rupiah)
    if not later:
        return texts.fill("price.one", now=now)
    then = texts.rupiah(later[0].per_month_rupiah)
    return texts.fill("price.two", now=now, until=texts.month(first.to_month), then=then)


def price_a_month(sector: Sector, bracket_number: int, facts: Facts) -> str:
    """`perkiraan Rp8.400/bulan` for this month, or whom to ask where no rule is known."""
    texts, today = load(facts.language), facts.today()
    bracket = find_bracket(bracket_number, today)
    quoted = quote(sector, Payer.WORKER, BASIC, bracket, today) if bracket else None
    if quoted is None or quoted.refer is not None:
        return texts.fill("price.unknown")
    return texts.fill("price.a_month", now=texts.rupiah(quoted.per_month_rupiah))


def sources(argument: str, facts: Facts) -> str:
    """Where the price comes from: the regulations, and that it is an estimate."""
    del argument
    texts, today = load(facts.language), facts.today()
    chosen = lowest_bracket(today)
    if chosen is None:
        return texts.fill("price.ask_branch")
    quoted = quote(Sector.OTHER, Payer.WORKER, BASIC, chosen, today)
    return texts.fill("price.sources", rules=", ".join(citations(quoted.rules)))
