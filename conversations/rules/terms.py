"""The words in which the regulations sort programmes, sectors, payers and people."""

from enum import StrEnum


class Programme(StrEnum):
    """What can be insured: work accident, death, old-age savings."""

    JKK = "jkk"
    JKM = "jkm"
    JHT = "jht"


BASIC = (Programme.JKK, Programme.JKM)
"""The smallest package: accident and death go together."""

WITH_SAVINGS = (*BASIC, Programme.JHT)
"""The basic package and old-age savings."""


class Sector(StrEnum):
    """What decides over a relief (PP 50/2025); `unclear` is for the branch to decide."""

    TRANSPORT = "transport"
    OTHER = "other"
    UNCLEAR = "unclear"


class Payer(StrEnum):
    """Whose money it is."""

    WORKER = "worker"
    VILLAGE = "village"
    REGENCY = "regency"
    DONOR = "donor"


class Sex(StrEnum):
    """As on the identity card."""

    MALE = "male"
    FEMALE = "female"
