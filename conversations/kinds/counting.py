"""Numbers as people write them: `1.500.000`, `1,5 juta`, `satu setengah juta`, `empat puluh lima`, `twenty five`."""

import re
from collections.abc import Sequence
from decimal import Decimal

TOKENS = re.compile(r"[0-9][0-9.,]{0,20}|[^\W\d_]+")
GROUPED = re.compile(
    r"[0-9]{1,3}(?:\.[0-9]{3}){1,4}(?:,[0-9]{1,2})?|[0-9]{1,3}(?:,[0-9]{3}){1,4}(?:\.[0-9]{1,2})?"
)
SINGLE = re.compile(r"([0-9]{1,13})(?:[.,]([0-9]{1,2}))?")
SPACED = re.compile(r"(?<![0-9.,])[0-9]{1,3}(?: [0-9]{3}){1,4}(?![0-9])")
HALF = re.compile(r"(?<![0-9/])1\s?/\s?2(?![0-9/])|½")
SAID_TWICE = re.compile(r"(?<=kira)2|(?<=rata)2")
GLUED = re.compile(r"(?<=[a-z])(puluh|belas|ratus|ribu|juta)")
"""`sejuta` and `limapuluh` are two words each."""
MOST_WORDS = 24

SCALES = {"miliar": 10**9, "juta": 10**6, "ribu": 1000, "ratus": 100, "puluh": 10}
ONES = {
    "nol": 0,
    "satu": 1,
    "dua": 2,
    "tiga": 3,
    "empat": 4,
    "lima": 5,
    "enam": 6,
    "tujuh": 7,
    "delapan": 8,
    "sembilan": 9,
}
SPELLINGS = {
    "jt": "juta",
    "jeti": "juta",
    "jutaan": "juta",
    "million": "juta",
    "milyar": "miliar",
    "rb": "ribu",
    "rbu": "ribu",
    "k": "ribu",
    "ribuan": "ribu",
    "thousand": "ribu",
    "ratusan": "ratus",
    "hundred": "ratus",
    "puluhan": "puluh",
    "kosong": "nol",
    "stengah": "setengah",
    "half": "setengah",
    "se": "satu",
    "delapn": "delapan",
    "sa": "satu",
    "sak": "satu",
    "atus": "ratus",
    "ewu": "ribu",
    "rong": "dua",
    "telung": "tiga",
    "patang": "empat",
    "limang": "lima",
    "opat": "empat",
    "genep": "enam",
    "serebu": "satu ribu",
    "rebu": "ribu",
    "seceng": "1000",
    "goceng": "5000",
    "ceban": "10000",
    "noban": "20000",
    "gocap": "50000",
    "zero": "nol",
    "one": "satu",
    "two": "dua",
    "three": "tiga",
    "four": "empat",
    "five": "lima",
    "six": "enam",
    "seven": "tujuh",
    "eight": "delapan",
    "nine": "sembilan",
    "ten": "satu puluh",
    "eleven": "satu belas",
    "twelve": "dua belas",
    "thirteen": "tiga belas",
    "fourteen": "empat belas",
    "fifteen": "lima belas",
    "sixteen": "enam belas",
    "seventeen": "tujuh belas",
    "eighteen": "delapan belas",
    "nineteen": "sembilan belas",
    "twenty": "dua puluh",
    "thirty": "tiga puluh",
    "forty": "empat puluh",
    "fifty": "lima puluh",
    "sixty": "enam puluh",
    "seventy": "tujuh puluh",
    "eighty": "delapan puluh",
    "ninety": "sembilan puluh",
}  # fmt: skip - a dictionary to read, not a column a mile long


def tokens(text: str) -> list[str]:
    """Figures and number words in the order written, every spelling brought to the plain Indonesian one."""
    whole = SAID_TWICE.sub("", HALF.sub(" setengah ", text.casefold()))
    apart = GLUED.sub(r" \1 ", whole)
    joined = SPACED.sub(lambda found: found[0].replace(" ", ""), apart)
    found = (token.rstrip(".,") for token in TOKENS.findall(joined))
    return [word for token in found for word in SPELLINGS.get(token, token).split()]


def counted(words: Sequence[str]) -> Decimal | None:
    """The number that these words say; None when they say none, or more than one."""
    if not words or len(words) > MOST_WORDS:
        return None
    for name, size in SCALES.items():
        if name in words:
            return _scaled(words, words.index(name), size)
    if words[-1] in ("belas", "setengah"):
        extra = Decimal(10) if words[-1] == "belas" else Decimal("0.5")
        before = counted(words[:-1]) if words[:-1] else Decimal(0)
        return None if before is None else before + extra
    return figure(words[0]) if len(words) == 1 else None


def _scaled(words: Sequence[str], place: int, size: int) -> Decimal | None:
    before, rest = counted(words[:place]), words[place + 1 :]
    after = counted(rest) if rest else Decimal(0)
    if before is None or after is None or after >= size:
        return None
    return before * size + after


def whole(words: Sequence[str]) -> int | None:
    """The same for whole numbers; None for a fraction."""
    number = counted(words)
    return int(number) if number is not None and number == int(number) else None


def figure(token: str) -> Decimal | None:
    """One figure: a dot or comma before three digits groups thousands, before one or two it marks the fraction."""
    if token in ONES:
        return Decimal(ONES[token])
    if GROUPED.fullmatch(token):
        mark = next(sign for sign in token if sign in ".,")
        return Decimal(token.replace(mark, "").replace(",", "."))
    found = SINGLE.fullmatch(token)
    return Decimal(f"{found[1]}.{found[2] or 0}") if found else None
