"""How a worker registers: leave to keep details, the identity card, where and how they live and work, one look back.

bot     Sebelum mulai: ...                   [Setuju] [Tidak setuju]
worker  [Setuju]
bot     Ketik 16 angka NIK di KTP.           (the answer leaves the chat)
...
bot     Ini yang akan dikirim: ...           [Kirim] [Ubah] [Nanti dulu]
worker  [Kirim]
bot     Terkirim. Nomor pendaftaran: SSR-7K2F-QD
"""

from collections.abc import Mapping

from conversations.answers.prices import price_a_month
from conversations.asking import open_button
from conversations.facts import Answers, Facts
from conversations.flow import Ask, Conclusion, Flow, Review, Stop
from conversations.flows import card, consent, visited
from conversations.flows.references import reference_from
from conversations.kinds import (
    Address,
    Agreement,
    BirthDate,
    BirthPlace,
    Choice,
    FreeText,
    FullName,
    IncomeBracket,
    Nik,
    Occupation,
    Phone,
    RtRw,
    Village,
)
from conversations.kinds.reached_village import ReachedVillage
from conversations.kinds.slip_number import SlipNumber
from conversations.kinds.typed_phone import TypedPhone
from conversations.kinds.visit_time import VisitTime
from conversations.outcomes import Registration
from conversations.rules import get_occupation
from conversations.says import Button, Say, column
from conversations.texts import Texts


def is_taken(answers: Answers, facts: Facts) -> bool:
    """Somebody has registered this NIK meanwhile."""
    return answers.get("nik") in facts.taken_niks


def has_phone(answers: Answers, facts: Facts) -> bool:
    """Asked when there is a phone number."""
    del facts
    return any(isinstance(answers.get(step), str) for step in ("phone", "their_phone"))


def is_not_visited(answers: Answers, facts: Facts) -> bool:
    """Asked by whoever holds the own phone, and so may share its number."""
    return not consent.is_visited(answers, facts)


def works_elsewhere(answers: Answers, facts: Facts) -> bool:
    """Asked when the work is in another village."""
    del facts
    return answers.get("workplace") == "elsewhere"


def is_not_attested(answers: Answers, facts: Facts) -> bool:
    """Not working, or ill."""
    del facts
    return answers.get("attested") in {"not_working", "ill"}


def _name(answers: Answers) -> str:
    return str(answers.get("full_name", "")) if answers.get("for_whom") != "self" else ""


def _shown_price(answers: Answers, facts: Facts, texts: Texts) -> Mapping[str, str]:
    """What it will cost a month, on the day of the review."""
    del texts
    sector = get_occupation(str(answers["occupation"])).sector
    return {"price": price_a_month(sector, int(str(answers["income_bracket"])), facts)}


def _conclude(answers: Answers, facts: Facts, texts: Texts) -> Conclusion:
    reference = reference_from(facts.fresh)
    if consent.is_visited(answers, facts):
        return visited.conclusion(answers, _outcome(answers, facts, texts, reference), texts)
    buttons = column(
        Button(texts.fill("registration.done.button.copy"), copies=reference),
        open_button("bukti", texts, reference),
        open_button("status", texts),
    )
    said = Say(
        texts.fill("registration.done.say", reference=reference),
        buttons,
        is_private=True,
        drops_keyboard=True,
    )
    return Conclusion((said,), _outcome(answers, facts, texts, reference))


def _outcome(answers: Answers, facts: Facts, texts: Texts, reference: str) -> Registration:
    born_on = card.find_birth_date(answers, facts)
    if born_on is None:
        raise ValueError("a registration without a birth date")
    return Registration(
        reference=reference,
        full_name=str(answers["full_name"]),
        nik=str(answers["nik"]),
        birth_place=str(answers["birth_place"]),
        birth_date=born_on,
        sex=card.sex(answers, facts),
        phone=str(answers.get("phone") or answers.get("their_phone") or ""),
        phone_whose=str(answers.get("phone_whose") or ""),
        village_code=str(answers["village"]),
        address=visited.full_address(answers),
        occupation=str(answers["occupation"]),
        sector=get_occupation(str(answers["occupation"])).sector,
        income_bracket=int(str(answers["income_bracket"])),
        work_village_code=str(answers.get("work_village") or answers["village"]),
        attested=True,
        flags=card.doubts(answers, facts),
        consent=consent.proof(answers, facts, texts),
    )


REGISTRATION = Flow(
    name="registration",
    steps=(
        Ask("for_whom", Choice(("self", "other", "visited")), is_counted=False, is_given=True),
        Ask("door", FreeText(40), consent.is_visited, is_counted=False, is_given=True),
        Ask("neighbourhood", RtRw(), consent.is_visited, is_counted=False, is_given=True),
        Ask("visited_at", VisitTime(), consent.is_visited, is_counted=False, is_given=True),
        Ask(
            "consent",
            Agreement(("agree", "refuse")),
            consent.is_for_self,
            shows=consent.shown,
            links=("privasi",),
        ),
        Ask(
            "consent_other",
            Agreement(("agree", "refuse")),
            consent.is_for_other,
            shows=consent.shown,
            links=("privasi",),
        ),
        Ask(
            "consent_visited",
            Agreement(("own_phone", "witness", "refuse")),
            consent.is_visited,
            shows=consent.shown,
            links=("privasi",),
        ),
        *consent.languages(),
        Ask("witness", FreeText(60), consent.is_witnessed, follows=("consent_visited",)),
        Ask("slip", SlipNumber(), consent.is_witnessed, follows=("consent_visited",)),
        Stop("declined", when=consent.is_refused, opens=("menu",)),
        Ask("nik", Nik()),
        Stop("taken", when=is_taken, opens=("status", "orang")),
        Ask(
            "card_match",
            Choice(("same", "other_date", "other_sex", "both_differ")),
            card.may_tell_birth,
            shows=card.shown,
            follows=("nik",),
        ),
        Ask("birth_date", BirthDate(), card.needs_birth_date, follows=("nik",), is_counted=False),
        Stop("too_young", when=card.is_too_young, opens=("orang", "menu")),
        Stop("too_old", when=card.is_too_old, shows=card.shown_limit, opens=("orang", "menu")),
        Ask("sex", Choice(("female", "male")), card.needs_sex, follows=("nik",), is_counted=False),
        Ask("full_name", FullName()),
        Ask("birth_place", BirthPlace()),
        Ask("phone", Phone(), is_not_visited, skippable=True),
        Ask("their_phone", TypedPhone(), consent.is_visited, skippable=True),
        Ask(
            "phone_whose",
            Choice(("own", "family", "neighbour")),
            has_phone,
            follows=("phone", "their_phone"),
            is_counted=False,
        ),
        Ask("village", ReachedVillage()),
        Ask("address", Address(), shows=visited.shown_neighbourhood),
        Ask("occupation", Occupation()),
        Ask("income_bracket", IncomeBracket()),
        Ask("workplace", Choice(("home", "elsewhere"))),
        Ask("work_village", Village(), works_elsewhere, follows=("workplace",), is_counted=False),
        Ask("attested", Choice(("yes", "not_working", "ill"))),
        Stop("not_attested", when=is_not_attested, opens=("orang", "menu")),
        Review(shows=_shown_price),
    ),
    conclude=_conclude,
    about=_name,
    sex=card.sex,
    is_personal=True,
)
