"""What somebody works as: one of a long list, the likeliest first, the rest by typing."""

from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import JsonValue

from conversations.kinds.kind import Accepted, Asking, Kind, Offer, Option, Problem, Reading
from conversations.kinds.matching import LONGEST, meant
from conversations.kinds.written import spoken, without, worded
from conversations.rules import OCCUPATIONS, find_occupation, get_occupation

LIKELIEST = 7
"""With "Lainnya" after them they fill the first page of eight."""
OTHER = "185"
MOST_OFFERED = 7
SHORTEST_BEGINNING = 3
NAMES = {trade.code: trade.words for trade in OCCUPATIONS}


@dataclass(frozen=True, slots=True)
class Occupation(Kind):
    """Stored is the code of the trade: three digits of the census list SE2026, or a word where it has none."""

    name = "occupation"

    def read(self, said: str, asking: Asking) -> Reading:
        words = worded(said)
        if words.isascii() and words.isdigit():
            return self._at(words, asking)
        if not 0 < len(words) <= LONGEST:
            return Problem("not_found")
        core = without(words, spoken("kinds.occupation.small_words")) or words
        found = meant(core, NAMES)
        if len(found) == 1:
            return Accepted(found[0])
        likely = found or _mentioned(core)
        offered = dict.fromkeys((*likely[:MOST_OFFERED], OTHER))
        return Offer(_options(offered, asking)) if likely else Problem("not_found")

    def stored(self, value: JsonValue) -> JsonValue:
        if not isinstance(value, str) or find_occupation(value) is None:
            raise ValueError("not an occupation of the list")
        return value

    def show(self, value: JsonValue, asking: Asking) -> str:
        return get_occupation(str(value)).label(asking.texts.language)

    def options(self, asking: Asking) -> tuple[Option, ...]:
        others = [code for code in NAMES if code != OTHER]
        return _options([*others[:LIKELIEST], OTHER, *others[LIKELIEST:]], asking)

    def _at(self, place: str, asking: Asking) -> Reading:
        """The trade at a typed place on the first page; census codes are not for people to type."""
        shown = self.options(asking)[: LIKELIEST + 1]
        fits = len(place) == 1 and 1 <= int(place) <= len(shown)
        return Accepted(shown[int(place) - 1].value) if fits else Problem("not_on_offer")


def _options(codes: Iterable[str], asking: Asking) -> tuple[Option, ...]:
    return tuple(Option(code, get_occupation(code).label(asking.texts.language)) for code in codes)


def _mentioned(words: str) -> tuple[str, ...]:
    """What may be meant by one word of a name, by a longer text or by first letters: `istri petani` is no farmer."""
    named = _codes(words) or _within(f" {words} ") or _begun(words)
    return named or tuple(dict.fromkeys(code for word in words.split() for code in _codes(word)))


def _codes(words: str) -> tuple[str, ...]:
    asked = set(words.split())
    return tuple(code for code, names in NAMES.items() if any(asked <= set(name.split()) for name in names))


def _within(text: str) -> tuple[str, ...]:
    """The trades named in the text; a name within a longer one, as `tani` in `buruh tani`, does not count."""
    there = {name for names in NAMES.values() for name in names if f" {name} " in text}
    whole = {name for name in there if not any(f" {name} " in f" {longer} " for longer in there - {name})}
    return tuple(code for code, names in NAMES.items() if whole.intersection(names))


def _begun(words: str) -> tuple[str, ...]:
    if len(words) < SHORTEST_BEGINNING:
        return ()
    return tuple(code for code, names in NAMES.items() if any(name.startswith(words) for name in names))
