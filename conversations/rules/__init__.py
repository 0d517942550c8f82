"""Dated rules: who may join, what it costs, what it gives, when it lapses, and what a NIK says."""

from conversations.rules.contributions import quote
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
    "OCCUPATIONS",
    "WITH_SAVINGS",
    "Bracket",
    "Group",
    "Line",
    "Nik",
    "NikDoubt",
    "NikProblem",
    "NotNik",
    "Occupation",
    "Payer",
    "Programme",
    "Quote",
    "Refer",
    "Regulation",
    "Sector",
    "Sex",
    "bracket_of",
    "brackets_on",
    "citations",
    "doubts_about",
    "find_bracket",
    "find_occupation",
    "get_occupation",
    "get_regulation",
    "occupations_named",
    "periods_on",
    "quote",
    "read_nik",
]
