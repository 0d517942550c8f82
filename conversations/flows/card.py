"""What the identity card tells: birth date and sex read from the NIK, and corrected by what is printed."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from conversations.answers.figures import figures
from conversations.facts import Answers, Facts
from conversations.rules import Applicant, Nik, doubts_about, verdict
from conversations.rules.nik import BIRTH, born_on
from conversations.texts import Texts

DATE_DIFFERS = frozenset({"other_date", "both_differ"})
SEX_DIFFERS = frozenset({"other_sex", "both_differ"})


def find_number(answers: Answers) -> Nik | None:
    """The NIK that was given; it was judged when it was accepted, and is asked for many times in a turn."""
    given = answers.get("nik")
    try:
        return Nik(given) if isinstance(given, str) else None
    except ValueError:
        return None


def today(answers: Answers, facts: Facts) -> date:
    """The day it is where this person lives."""
    return facts.today(answers.get("village"))


def told_birth(answers: Answers, facts: Facts) -> date | None:
    """The birth date that the NIK tells, when it tells one."""
    given = answers.get("nik")
    return born_on(given[BIRTH], today(answers, facts)) if isinstance(given, str) else None


def tells_birth(answers: Answers, facts: Facts) -> bool:
    """Whether the NIK tells a birth date."""
    return told_birth(answers, facts) is not None


def may_tell_birth(answers: Answers, facts: Facts) -> bool:
    """Asked when the NIK tells a birth date; counted as coming before it is known."""
    return "nik" not in answers or tells_birth(answers, facts)


def needs_birth_date(answers: Answers, facts: Facts) -> bool:
    """Asked when the card shows another date than the NIK, or the NIK tells none."""
    return "nik" in answers and (not tells_birth(answers, facts) or answers.get("card_match") in DATE_DIFFERS)


def needs_sex(answers: Answers, facts: Facts) -> bool:
    """Asked when the NIK does not tell it rightly."""
    return "nik" in answers and (not tells_birth(answers, facts) or answers.get("card_match") in SEX_DIFFERS)


def find_birth_date(answers: Answers, facts: Facts) -> date | None:
    """The birth date as printed on the card, once it is known."""
    typed = answers.get("birth_date")
    if isinstance(typed, str):
        return date.fromisoformat(typed)
    is_confirmed = answers.get("card_match") in {"same", "other_sex"}
    return told_birth(answers, facts) if is_confirmed else None


def sex(answers: Answers, facts: Facts) -> str:
    """`male` or `female` as printed on the card; empty while unknown."""
    number = find_number(answers)
    told = number.sex if number and tells_birth(answers, facts) else None
    return str(answers.get("sex") or told or "")


def shown(answers: Answers, facts: Facts, texts: Texts) -> Mapping[str, str]:
    """The masked NIK, and the birth date and sex that it tells."""
    number, born_on = find_number(answers), told_birth(answers, facts)
    if number is None or born_on is None or number.sex is None:
        return {}
    said = texts.fill(f"registration.card_match.said.{number.sex}")
    return {"nik": number.masked, "born": texts.day(born_on), "sex": said}


def shown_limit(answers: Answers, facts: Facts, texts: Texts) -> Mapping[str, str]:
    """The age from which nobody can register first."""
    del answers, texts
    return {"age_limit": figures(facts)["age_limit"]}


def _age_reasons(answers: Answers, facts: Facts) -> frozenset[str]:
    born_on = find_birth_date(answers, facts)
    if born_on is None:
        return frozenset()
    return _reasons_of_age(born_on, today(answers, facts))


@lru_cache(maxsize=1024)
def _reasons_of_age(born_on: date, on: date) -> frozenset[str]:
    """Two days and nobody's name: remembered, as each turn asks for it again and again."""
    return frozenset(reason.code for reason in verdict(Applicant(birth_date=born_on), on).reasons)


def is_too_young(answers: Answers, facts: Facts) -> bool:
    """Too young to register."""
    return "too_young" in _age_reasons(answers, facts)


def is_too_old(answers: Answers, facts: Facts) -> bool:
    """Too old to register first."""
    return "too_old" in _age_reasons(answers, facts)


def doubts(answers: Answers, facts: Facts) -> tuple[str, ...]:
    """What the branch should look at again; never a reason to refuse here."""
    number = find_number(answers)
    if number is None:
        return ()
    region_of = facts.place.regions.nik_region
    found = doubts_about(
        number,
        today=today(answers, facts),
        is_region_known=lambda code: region_of(code) != "unknown",
        birth_date=find_birth_date(answers, facts),
        sex=sex(answers, facts),
    )
    return tuple(f"nik_{doubt}" for doubt in found)
