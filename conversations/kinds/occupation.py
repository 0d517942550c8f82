"""What somebody works as: one of a long list, the likeliest first, the rest by typing."""

from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import JsonValue

from conversations.kinds.kind import Accepted, Asking, Kind, Offer, Option, Problem, Reading
from conversations.kinds.matching import meant
from conversations.kinds.written import spoken, without, worded
from conversations.rules import OCCUPATIONS, find_occupation, get_occupation, occupations_named

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
        core = without(words, spoken("kinds.occupation.small_words")) or words
        found = _named(core)
        if len(found) == 1:
            return Accepted(found[0])
        likely = found or _mentioned(core)
        return (
            Offer((*_options(likely[:MOST_OFFERED], asking), *_options([OTHER], asking)))
            if likely
            else Problem("not_found")
        )

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


def _named(words: str) -> tuple[str, ...]:
    """Called so exactly, else with a slip of the finger, else by one word of a longer name."""
    exact = tuple(code for code, names in NAMES.items() if words in names)
    return exact or meant(words, NAMES) or tuple(trade.code for trade in occupations_named(words))


def _mentioned(words: str) -> tuple[str, ...]:
    """Trades named within a longer text, or begun with these letters; never certain: `istri petani` is no farmer."""
    text = f" {words} "
    lengths = {
        code: max((len(name) for name in names if f" {name} " in text), default=0)
        for code, names in NAMES.items()
    }
    if longest := max(lengths.values()):
        return tuple(code for code, length in lengths.items() if length == longest)
    if len(words) < SHORTEST_BEGINNING:
        return ()
    return tuple(code for code, names in NAMES.items() if any(name.startswith(words) for name in names))
