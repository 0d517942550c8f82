"""A sum of money as people say it: `1,5jt`, `500rb`, `sejuta`, `Rp1.500.000,-`, `1-2 juta`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from pydantic import JsonValue

from conversations.kinds.counting import SCALES, counted, tokens
from conversations.kinds.kind import Accepted, Asking, Kind, Offer, Option, Problem, Reading
from conversations.kinds.written import clean, spoken, worded

MOST_RUPIAH = 1_000_000_000
LONGEST = 120
TAIL = re.compile(r"[.,]\s?[-–=]{1,3}(?![0-9])")
BETWEEN = re.compile(r"\s?[-–—~]\s?|\s(?:sampai|sampe|hingga|atau|dan|to|and|or|sd)\s|\ss/d\s")
NEGATIVE = re.compile(r"\W*[-−–]\s?[0-9]")
LEAST_SAID_IN_FULL = 10_000
MILLION, HUNDRED_THOUSAND, THOUSAND, TEN = 10**6, 10**5, 1000, 10
MOST_MILLIONS = 50
"""Beyond it a bare number is taken for thousands: `500` is half a million, `2` is two."""


@dataclass(frozen=True, slots=True)
class Sums:
    """The sums that may be meant, lowest first, in rupiah; `is_said` when one was said in so many words."""

    rupiah: tuple[int, ...]
    is_said: bool = True


@dataclass(frozen=True, slots=True)
class Rupiah(Kind):
    """Stored as whole rupiah, 0 to a thousand million; a range or a number without its unit is offered back."""

    name = "rupiah"

    def read(self, said: str, asking: Asking) -> Reading:
        found = sums(said)
        if isinstance(found, Problem):
            return found
        if found.is_said and len(found.rupiah) == 1:
            return Accepted(found.rupiah[0])
        return Offer(
            tuple(Option(str(each), asking.texts.rupiah(each)) for each in found.rupiah), "which_sum"
        )

    def pick(self, value: str, asking: Asking) -> Reading:
        del asking
        is_sum = value.isascii() and value.isdigit() and len(value) <= len(str(MOST_RUPIAH))
        return Accepted(int(value)) if is_sum and int(value) <= MOST_RUPIAH else Problem("not_on_offer")

    def stored(self, value: JsonValue) -> JsonValue:
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MOST_RUPIAH:
            raise ValueError("not a sum in rupiah")
        return value

    def show(self, value: JsonValue, asking: Asking) -> str:
        return asking.texts.rupiah(int(str(value)))


def sums(said: str) -> Sums | Problem:
    """What a text says about money a month."""
    text = clean(said).casefold()
    if len(text) > LONGEST or NEGATIVE.match(text):
        return Problem("not_money")
    words = worded(text)
    if words in spoken("kinds.rupiah.none"):
        return Sums((0,))
    if spoken("kinds.rupiah.other_spans").intersection(words.split()):
        return Problem("not_monthly")
    if any(f" {bound} " in f" {words} " for bound in spoken("kinds.rupiah.bounds")):
        return Problem("only_a_bound")
    found = _between(text) or _single(_words(TAIL.sub("", text)))
    return Problem("too_much") if found and found.rupiah[-1] > MOST_RUPIAH else found or Problem("not_money")


def _words(text: str) -> list[str]:
    return [word for word in tokens(text) if word not in spoken("kinds.rupiah.small_words")]


def _between(text: str) -> Sums | None:
    """Both ends of a range; the first may leave its unit to the second, as in `1-2 juta`."""
    ends = [words for part in BETWEEN.split(TAIL.sub("", text)) if (words := _words(part))]
    match ends, [_sum(words) for words in ends]:
        case [[_, last], [Decimal() as low, Decimal() as high]] if high >= LEAST_SAID_IN_FULL:
            unit = next((size for name, size in SCALES.items() if name in last), 1)
            sizes = (unit, THOUSAND) if low < LEAST_SAID_IN_FULL else (1,)
            return next((Sums((int(low * size), int(high))) for size in sizes if low * size < high), None)
        case _:
            return None


def _single(words: Sequence[str]) -> Sums | None:
    found = _sum(words)
    if found is None:
        return None
    if found >= LEAST_SAID_IN_FULL or found == 0:
        return Sums((int(found),))
    meant = found * (MILLION if found <= MOST_MILLIONS else THOUSAND)
    return Sums((int(meant),), is_said=False)


def _sum(words: Sequence[str]) -> Decimal | None:
    """The number said; after a million people leave the thousands unsaid: `sejuta dua ratus` is 1,200,000."""
    found = counted(words)
    if found is None or found < MILLION or "juta" not in words:
        return found
    rest = found % MILLION
    return found if "ribu" in words or rest >= THOUSAND else found - rest + rest * _unsaid(rest)


def _unsaid(rest: Decimal) -> int:
    """What is left out after a million: `setengah` of one, `dua` hundred thousand, `dua ratus` thousand."""
    if rest < 1:
        return MILLION
    return HUNDRED_THOUSAND if rest < TEN else THOUSAND
