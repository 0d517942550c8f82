"""What a piece without a label is about, seen from its shape; what could be several things is not guessed."""

import re
from collections.abc import Callable
from functools import lru_cache

from conversations.kinds.kind import Accepted, Asking
from conversations.kinds.occupation import Occupation
from conversations.kinds.rt_rw import NAMED
from conversations.kinds.written import spoken, worded
from conversations.regions import Regions

NIK = re.compile(r"[0-9OolI](?:[ .\-]{0,2}[0-9OolI]){12,19}")
PHONE = re.compile(r"(?:\+?\s?62|0)[\s.\-]{0,2}8[0-9 .\-]{7,16}")
DATE = re.compile(
    r"[0-9]{1,2}\s?[-/.\s]\s?(?:[0-9]{1,2}|[^\W\d_]{3,12})\s?[-/.\s]\s?(?:[0-9]{4}|[0-9]{2})|[0-9]{4}-[0-9]{2}-[0-9]{2}"
)
BORN_AT = re.compile(rf"([^\W\d_][^\d,]{{1,40}})[,\s]\s?({DATE.pattern})")
MONEY = re.compile(
    r"(?:Rp\.?\s?)?[0-9][0-9.,]{0,12}\s?(?:jt|juta|rb|ribu|k)?(?:an)?(?:\s?(?:/|per|se)\s?(?:bln|bulan))?",
    re.IGNORECASE,
)
HAS_UNIT = re.compile(r"Rp|jt|juta|rb|ribu|[0-9]k\b|[0-9]\.[0-9]{3}", re.IGNORECASE)
STREET = re.compile(
    r"(?:kp|kampung|kmp|jl|jln|jalan|gg|gang|dusun|dsn|blok|perum|komplek|rt|lingkungan|banjar)\b",
    re.IGNORECASE,
)
LEAVE = re.compile(
    r"(?:(?:tidak|tdk|gak|ga|nggak|not|no|does not|belum)\s)?(?:setuju|agree[sd]?|bersedia)|menolak|refuse[sd]?",
    re.IGNORECASE,
)
CLOCK = re.compile(r"(?:jam|pukul|pkl|kemarin|kemaren|kmrn|tadi|yesterday|today|at\s[0-9])", re.IGNORECASE)


def guess(words: str, asking: Asking) -> str:
    """The field that a plain piece is about, or "" when it might be a name or a place."""
    return next((field for field, is_it in _SHAPES if is_it(words, asking)), "")


def _is_sex(words: str, _: Asking) -> bool:
    return worded(words) in spoken("shorthand.female") | spoken("shorthand.male")


def _is_money(words: str, _: Asking) -> bool:
    return MONEY.fullmatch(words) is not None and HAS_UNIT.search(words) is not None


def _is_address(words: str, _: Asking) -> bool:
    return STREET.match(words) is not None or NAMED.search(words) is not None


def _is_occupation(words: str, asking: Asking) -> bool:
    return isinstance(Occupation().read(words, asking), Accepted) and not words.isdecimal()


def _is_regency(words: str, asking: Asking) -> bool:
    return worded(words) in _areas(asking.facts.place.regions, len("3202"))


def is_birth_place(words: str, asking: Asking) -> bool:
    """Whether plain words are a regency, city or district: what is none may be anything, and is asked for."""
    regions = asking.facts.place.regions
    return _is_regency(words, asking) or worded(words) in _areas(regions, len("320225"))


def _shaped(shape: re.Pattern[str]) -> Callable[[str, Asking], bool]:
    return lambda words, _: shape.fullmatch(words) is not None


_SHAPES: tuple[tuple[str, Callable[[str, Asking], bool]], ...] = (
    ("consent", _shaped(LEAVE)),
    ("visited_at", lambda words, _: CLOCK.match(words) is not None),
    ("phone", _shaped(PHONE)),
    ("nik", _shaped(NIK)),
    ("birth_date", _shaped(DATE)),
    ("birth", _shaped(BORN_AT)),
    ("income_bracket", _is_money),
    ("sex", _is_sex),
    ("address", _is_address),
    ("occupation", _is_occupation),
    ("birth_place", _is_regency),
)
"""The surest shapes first."""


@lru_cache(maxsize=4)
def _areas(regions: Regions, digits: int) -> frozenset[str]:
    """Plain names of areas with codes of so many digits, without what they are."""
    named = (area.name for area in regions.areas if len(area.code) == digits)
    kinds = ("kabupaten administrasi ", "kota administrasi ", "kabupaten ", "kota ")
    return frozenset(_bare(worded(name), kinds) for name in named)


def _bare(name: str, kinds: tuple[str, ...]) -> str:
    kind = next((kind for kind in kinds if name.startswith(kind)), "")
    return name.removeprefix(kind)
