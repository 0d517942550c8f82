"""Where is my registration? Each one in people's words, and what happens next."""

from collections.abc import Iterator
from datetime import timedelta

from conversations.answers.core_answers import given, ways_to_pay
from conversations.asking import open_button, paragraphs
from conversations.facts import Case, Facts
from conversations.heard import opening
from conversations.rules import lapses_on, protection
from conversations.rules.dates import last_day_of
from conversations.says import Button, Say, column
from conversations.texts import Texts, load

DAY = timedelta(days=1)


def status(argument: str, facts: Facts) -> tuple[Say, ...]:
    """Every registration of this contact, the latest first; the way to register when there is none."""
    del argument
    texts = load(facts.language)
    if not facts.cases:
        return (
            Say(texts.fill("status.none"), column(open_button("daftar", texts), open_button("cek", texts))),
        )
    told = (_told(case, facts) for case in reversed(facts.cases))
    codes = [case.payment_code for case in facts.cases if case.payment_code]
    # With several people behind one phone nobody could tell whose code a button would copy.
    paying = ways_to_pay(codes[0], texts) if len(codes) == 1 else ()
    rows = column(
        *paying,
        open_button("dataku", texts),
        Button(texts.fill("status.register_other"), opening("daftar", "lain")),
        open_button("menu", texts),
    )
    return (Say("\n\n".join(told), rows, is_private=True),)


def _told(case: Case, facts: Facts) -> str:
    texts = load(facts.language)
    head = texts.fill("status.head", reference=case.reference, name=case.full_name)
    if case.state == "accepted":
        return paragraphs(head, *_standing(case, facts))
    state, ahead = texts.fill(f"status.state.{case.state}"), texts.fill(f"status.next.{case.state}")
    return paragraphs(head, state, _why(case, texts), ahead)


def _standing(case: Case, facts: Facts) -> Iterator[str]:
    """What payment makes of an accepted registration, its numbers, and up to which day payments are known."""
    texts, paid_until = load(facts.language), case.paid_until
    standing = protection(paid_until, facts.today(case.village_code))
    if paid_until is None:
        yield texts.fill("status.state.accepted")
        yield texts.fill("status.next.accepted")
    else:
        yield texts.fill(
            f"status.standing.{standing}",
            until=texts.day(last_day_of(paid_until)),
            since=texts.day(last_day_of(paid_until) + DAY),
            last=texts.day(lapses_on(paid_until) - DAY),
        )
    yield from given(case.card_number, case.payment_code, texts)
    if case.payments_as_of:
        yield texts.fill("status.as_of", as_of=texts.day(case.payments_as_of))


def _why(case: Case, texts: Texts) -> str:
    """The reason that the branch gave; one that has no words yet is still said to be there."""
    if not case.reason:
        return ""
    key = texts.first(f"status.why.{case.reason}", "status.why.other")
    return texts.fill("status.reason", reason=texts.fill(key))


def registered(facts: Facts) -> tuple[Say, ...]:
    """Said to somebody who wants to register and is registered already."""
    texts = load(facts.language)
    rows = column(
        open_button("status", texts), Button(texts.fill("status.register_other"), opening("daftar", "lain"))
    )
    return (Say(texts.fill("status.registered"), rows, is_private=True),)


def receipt(argument: str, facts: Facts) -> tuple[Say, ...]:
    """The receipt of one registration, or of all; it can be shown again at any time."""
    texts = load(facts.language)
    chosen = [case for case in facts.cases if argument in {"", case.reference}]
    if not chosen:
        return (Say(texts.fill("status.none"), column(open_button("menu", texts))),)
    return tuple(_receipt(case, facts) for case in chosen)


def _receipt(case: Case, facts: Facts) -> Say:
    texts = load(facts.language)
    village = facts.place.regions.find_village(case.village_code)
    html = texts.fill(
        "status.receipt",
        reference=case.reference,
        name=case.full_name,
        village=village.label if village else case.village_code,
        day=texts.day(facts.day_of(case.submitted_at, case.village_code)),
    )
    rows = column(
        Button(texts.fill("registration.done.button.copy"), copies=case.reference),
        open_button("status", texts),
    )
    return Say(html, rows, is_private=True)
