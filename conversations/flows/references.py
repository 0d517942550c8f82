"""Reference numbers that people read to each other: no letters that look or sound alike."""

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 6


def reference_from(fresh: str) -> str:
    """`SSR-7K2F-QD` from a random hexadecimal word."""
    number = int(fresh, 16)
    marks = [LETTERS[number // len(LETTERS) ** place % len(LETTERS)] for place in range(LENGTH)]
    return f"SSR-{''.join(marks[:4])}-{''.join(marks[4:])}"
