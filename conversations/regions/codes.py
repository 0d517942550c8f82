"""How a region's code says its level and what it lies in (ten digits `PPKKCCVVVV`, Permendagri 58/2021)."""

PROVINCE, REGENCY, DISTRICT, VILLAGE = 2, 4, 6, 10
"""How many digits the code of each level has."""

FIRST_CITY = "7"
"""A regency part of 71 or more is a city."""


def parent_code(code: str) -> str:
    """The code one level up; a province's is empty."""
    return code[:DISTRICT] if len(code) == VILLAGE else code[:-2]


def is_city(code: str) -> bool:
    """Whether a four-digit code is a city's."""
    return code[PROVINCE] >= FIRST_CITY
