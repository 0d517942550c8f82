"""The invented world of an exercise: nobody real is looked up, and one person is there to be corrected or deleted."""

from dataclasses import replace

from pydantic import JsonValue

from conversations.facts import Case, Facts

REFERENCE = "SSR-AAAA-AA"
INVENTED: dict[str, JsonValue] = {
    "full_name": "Siti Contoh",
    "nik": "3202014107850001",
    "birth_place": "Sukabumi",
    "birth_date": "1985-07-01",
    "sex": "female",
    "phone": "+6281200000000",
    "village_code": "3202292003",
    "address": "Kp. Contoh RT 001/RW 002",
    "occupation": "129",
    "income_bracket": 1,
}


def imagined(facts: Facts) -> Facts:
    """The same moment in a world where only an invented person is registered."""
    case = Case(
        id="exercise",
        reference=REFERENCE,
        state="submitted",
        full_name=str(INVENTED["full_name"]),
        submitted_at=facts.now,
        village_code=str(INVENTED["village_code"]),
        answers=INVENTED,
    )
    actor = replace(facts.actor, villages=facts.actor.villages | {case.village_code})
    return replace(facts, actor=actor, cases=(case,), taken_niks=frozenset(), is_over_limit=False)
