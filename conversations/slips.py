"""Numbered paper slips: the code on them, how it is read back, and their words in 32 columns to read out or copy."""

import hashlib
from datetime import timedelta
from textwrap import wrap

from conversations.kinds.written import clean
from conversations.texts import Texts

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No letters that look or sound alike, as in reference numbers."""
CODE_LENGTH = 8
COLUMNS = 32
"""Of the smallest receipt printer, and of a line that is still easy to copy by hand."""
CONFIRMED_WITHIN = timedelta(days=30)
MOST_WRONG_DATES = 3
BOOKLET = 10
"""Blank slips issued at once, for a day without a signal."""
UNCONFIRMED = "consent_unconfirmed"
"""The flag of a registration whose consent nobody but its registrar vouches for."""
DISPUTED = "consent_disputed"
"""The flag of one whose slip somebody sent in to say that there was no consent."""


def code_from(fresh: str, number: int) -> str:
    """The code of one slip, 39 bits, cut from a random word and the slip's number."""
    drawn = int.from_bytes(hashlib.sha256(f"{fresh}:{number}".encode()).digest())
    return "".join(LETTERS[drawn // len(LETTERS) ** place % len(LETTERS)] for place in range(CODE_LENGTH))


def read_code(said: str) -> str | None:
    """A code however it was spaced or written: `kode 7k2f qd4m`; None when there is none."""
    words = clean(said).upper().replace("-", " ").split()
    for start in range(len(words)):
        code = "".join(words[start:])
        if len(code) == CODE_LENGTH and set(code) <= set(LETTERS):
            return code
    return None


def shown_code(code: str) -> str:
    """`7K2F-QD4M`."""
    return f"{code[:4]}-{code[4:]}"


def shown_number(number: int) -> str:
    """`0042`, as printed on slips."""
    return f"{number:04}"


def printed(texts: Texts, number: int, code: str, reference: str) -> str:
    """The slip as plain lines of at most 32 columns."""
    values = {"number": shown_number(number), "code": shown_code(code)}
    head = texts.fill("slip.printed.head", **values)
    return "\n".join(
        (*_wrapped(head), *_wrapped(texts.fill("slip.printed.reference", reference=reference)), words(texts))
    )


def words(texts: Texts) -> str:
    """What every slip says beside its number and code, in the same columns."""
    parts = (texts.fill(f"slip.printed.{part}") for part in ("consent", "how", "free"))
    return "\n".join(line for part in parts for line in _wrapped(part))


def blank(texts: Texts, number: int, code: str) -> str:
    """One line of a booklet: `SLIP 0042 KODE: 7K2F-QD4M`."""
    return texts.fill("slip.printed.blank", number=shown_number(number), code=shown_code(code))


def _wrapped(part: str) -> list[str]:
    return [line for whole in part.split("\n") for line in wrap(whole, COLUMNS)]
