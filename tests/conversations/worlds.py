"""The world in which flows are tried: one known day, an invented office, one registration."""

from conversations.facts import Case, Facts, Place
from conversations.transcript import NOON, NOTICE

CASE = Case("case-1", "SSR-7K2F-QD", "submitted", "Siti Aminah", NOON, "3202252004")
OTHER_CASE = Case("case-2", "SSR-9M4T-WX", "submitted", "Umar", NOON, "3202252004", is_own=False)
TAKEN = "3201011708850005"
"""A number that somebody registered a moment ago."""
FRESH = "0123456789abcdef0123456789abcdef"


def facts_in(place: Place, language: str = "id") -> Facts:
    return Facts(
        now=NOON,
        place=place,
        notice=NOTICE,
        fresh=FRESH,
        language=language,
        cases=(CASE, OTHER_CASE),
        taken_niks=frozenset({TAKEN}),
    )
