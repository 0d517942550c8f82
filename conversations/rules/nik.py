"""Reading a NIK, the citizen number of 16 digits: what it says, what is wrong with it, and never showing it.

`PPKKCC DDMMYY SSSS`: province, regency and district of first issue, birth date (day + 40 for women),
serial. It stays for life, also when a person moves, a region is split or the birth date is put right: a
wrong form blocks, a surprising meaning only warns.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from conversations.rules.dates import age_on
from conversations.rules.terms import Sex

LENGTH = 16
SHAPE = re.compile(r"[0-9]{16}")
DIGITS = frozenset("0123456789")
REPAIRS = str.maketrans("OolI", "0011")
# "NIK saya: 3201…"; single letters stay, since they may stand for a digit.
INTRODUCTION = re.compile(r"\W*(?:[^\W\d_]{2,}[\s:=.,]+)*(?:nik)?(?=[0-9OolI])", re.IGNORECASE)
SEPARATORS = frozenset(
    {"Zs", "Pd", "Cf"}
)  # spaces, dashes, and the invisible marks that copying brings along
BIRTH = slice(6, 12)
ADDED_FOR_WOMEN = 40
# Not an age rule: two digits name two years, and only one of them makes a working adult (domain: 17 to 100).
YOUNGEST, OLDEST = 17, 100


class NikProblem(StrEnum):
    """Why a text cannot be a NIK."""

    NOT_DIGITS = "not_digits"
    WRONG_LENGTH = "wrong_length"
    SERIAL_ZERO = "serial_zero"
    FILLER = "filler"


class NikDoubt(StrEnum):
    """What should be looked at again although the NIK may be right."""

    IMPOSSIBLE_DATE = "impossible_date"
    AGE_OUT_OF_RANGE = "age_out_of_range"
    REGION_UNKNOWN = "region_unknown"
    DATE_DIFFERS = "date_differs"
    SEX_DIFFERS = "sex_differs"


@dataclass(frozen=True, slots=True)
class NotNik:
    """A text that is no NIK: why, and how many digits it had ("baru 15 angka"). Nothing of it is kept."""

    problems: tuple[NikProblem, ...]
    digits: int


@dataclass(frozen=True, slots=True, repr=False)
class Nik:
    """Sixteen ASCII digits; `repaired` when letters stood for some of them and the person should look again.

    Neither `str` nor `repr` shows any of it. ValueError for anything else, without quoting it.
    """

    value: str
    repaired: bool = field(default=False, compare=False, kw_only=True)

    def __post_init__(self) -> None:
        if not SHAPE.fullmatch(self.value):
            raise ValueError("a NIK is sixteen ASCII digits")

    def __repr__(self) -> str:
        return "Nik(•)"

    __str__ = __repr__

    @property
    def masked(self) -> str:
        """`3201••••••••0001`, as its owner and officers may see it."""
        return f"{self.value[:4]}••••••••{self.value[12:]}"

    @property
    def region_code(self) -> str:
        """Six digits: the district of first issue, which says nothing about where somebody lives."""
        return self.value[:6]

    @property
    def birth_digits(self) -> tuple[int, int, int]:
        """Day (without the 40 for women), month, and year in two digits; not always a date."""
        day = int(self.value[6:8])
        return day - ADDED_FOR_WOMEN * (day > ADDED_FOR_WOMEN), int(self.value[8:10]), int(self.value[10:12])

    @property
    def has_possible_date(self) -> bool:
        """Whether the birth part is a date in any century."""
        return any(_born_in(self.value[BIRTH], century) for century in (1900, 2000))

    @property
    def sex(self) -> Sex | None:
        """Read from the day; None when the birth part is no date."""
        if not self.has_possible_date:
            return None
        return Sex.FEMALE if int(self.value[6:8]) > ADDED_FOR_WOMEN else Sex.MALE

    def born_on(self, today: date) -> date | None:
        """The birth date in the century that makes the person 17 to 100 years old, or None."""
        return born_on(self.value[BIRTH], today)


@lru_cache(maxsize=4096)
def born_on(digits: str, today: date) -> date | None:
    """The birth date that six digits of a NIK tell, as `Nik.born_on`; they are nobody's, so they are remembered."""
    dates = (_born_in(digits, century) for century in (1900, 2000))
    return next((day for day in dates if day and YOUNGEST <= age_on(today, day) <= OLDEST), None)


def _born_in(digits: str, century: int) -> date | None:
    try:
        day = int(digits[:2])
        return date(
            century + int(digits[4:]), int(digits[2:4]), day - ADDED_FOR_WOMEN * (day > ADDED_FOR_WOMEN)
        )
    except ValueError:
        return None


def read_nik(text: str) -> Nik | NotNik:
    """What somebody typed: spaces, dots, dashes and words before it are dropped, O and l become 0 and 1."""
    typed = _without_words(text)
    counted = sum(letter in DIGITS for letter in typed)
    # Without one true digit it is a word, however many of its letters look like digits.
    digits = typed.translate(REPAIRS) if counted else typed
    problems = tuple(_problems(digits))
    if NikProblem.NOT_DIGITS in problems:
        return NotNik(problems, counted)
    return NotNik(problems, len(digits)) if problems else Nik(digits, repaired=digits != typed)


def doubts_about(
    nik: Nik,
    *,
    today: date,
    is_region_known: Callable[[str], bool] | None = None,
    birth_date: date | None = None,
    sex: str | None = None,
) -> tuple[NikDoubt, ...]:
    """All reasons to look again at a NIK that may be right all the same.

    `is_region_known` judges six digits and should know the codes of split and renamed districts too.
    """
    return tuple(
        doubt
        for doubt, holds in (
            (NikDoubt.IMPOSSIBLE_DATE, not nik.has_possible_date),
            (NikDoubt.AGE_OUT_OF_RANGE, nik.has_possible_date and nik.born_on(today) is None),
            (NikDoubt.REGION_UNKNOWN, is_region_known is not None and not is_region_known(nik.region_code)),
            (NikDoubt.DATE_DIFFERS, nik.has_possible_date and _differs(nik, birth_date)),
            (NikDoubt.SEX_DIFFERS, None not in (nik.sex, sex) and nik.sex != sex),
        )
        if holds
    )


def _differs(nik: Nik, birth_date: date | None) -> bool:
    if birth_date is None:
        return False
    return nik.birth_digits != (birth_date.day, birth_date.month, birth_date.year % 100)


def _without_words(text: str) -> str:
    # Every turn reads the number that was given, often; as it is stored there is nothing to take away.
    if DIGITS.issuperset(text):
        return text
    introduction = INTRODUCTION.match(text)
    spoken = text[introduction.end() :] if introduction else text
    return "".join(letter for letter in spoken if not _separates(letter))


def _separates(letter: str) -> bool:
    return letter.isspace() or letter in ".:'" or unicodedata.category(letter) in SEPARATORS


def _problems(digits: str) -> Iterator[NikProblem]:
    if not digits or not DIGITS.issuperset(digits):
        yield NikProblem.NOT_DIGITS
    elif len(digits) != LENGTH:
        yield NikProblem.WRONG_LENGTH
    else:
        if digits.endswith("0000"):
            yield NikProblem.SERIAL_ZERO
        if _is_filler(digits):
            yield NikProblem.FILLER


def _is_filler(digits: str) -> bool:
    """Whether a finger ran along the keys: 1111…, 1234…, 9876…, or one group of four again and again."""
    steps = {(int(right) - int(left)) % 10 for left, right in pairwise(digits)}
    return steps in ({0}, {1}, {9}) or digits == digits[:4] * 4
