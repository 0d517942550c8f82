"""Dated rules: who may join, what it costs, what it gives, when it lapses, and what a NIK says."""

from conversations.rules.benefits import (
    BENEFITS,
    Benefit,
    Case,
    Condition,
    Payout,
    benefits_on,
    find_payout,
    payouts,
)
from conversations.rules.claims import Limit, Office, find_limit, find_office
from conversations.rules.contributions import quote
from conversations.rules.coverage import (
    Protection,
    Reminder,
    lapses_on,
    protection,
    reminders_for,
    unpaid_months,
)
from conversations.rules.deadlines import Deadline, deadlines_between, reminded_on
from conversations.rules.eligibility import (
    RULES,
    Applicant,
    Employment,
    Membership,
    Outcome,
    Reason,
    Verdict,
    verdict,
)
from conversations.rules.nik import Nik, NikDoubt, NikProblem, NotNik, doubts_about, read_nik
from conversations.rules.occupations import (
    OCCUPATIONS,
    Occupation,
    find_occupation,
    get_occupation,
    occupations_named,
)
from conversations.rules.quotes import Group, Line, Quote, Refer
from conversations.rules.regulations import Regulation, citations, get_regulation
from conversations.rules.tariffs import Bracket, bracket_of, brackets_on, find_bracket, periods_on
from conversations.rules.terms import BASIC, WITH_SAVINGS, Payer, Programme, Sector, Sex

__all__ = [
    "BASIC",
    "BENEFITS",
    "OCCUPATIONS",
    "RULES",
    "WITH_SAVINGS",
    "Applicant",
    "Benefit",
    "Bracket",
    "Case",
    "Condition",
    "Deadline",
    "Employment",
    "Group",
    "Limit",
    "Line",
    "Membership",
    "Nik",
    "NikDoubt",
    "NikProblem",
    "NotNik",
    "Occupation",
    "Office",
    "Outcome",
    "Payer",
    "Payout",
    "Programme",
    "Protection",
    "Quote",
    "Reason",
    "Refer",
    "Regulation",
    "Reminder",
    "Sector",
    "Sex",
    "Verdict",
    "benefits_on",
    "bracket_of",
    "brackets_on",
    "citations",
    "deadlines_between",
    "doubts_about",
    "find_bracket",
    "find_limit",
    "find_occupation",
    "find_office",
    "find_payout",
    "get_occupation",
    "get_regulation",
    "lapses_on",
    "occupations_named",
    "payouts",
    "periods_on",
    "protection",
    "quote",
    "read_nik",
    "reminded_on",
    "reminders_for",
    "unpaid_months",
    "verdict",
]
