"""How well one village fits what was typed: its name, and what it lies in."""

from dataclasses import dataclass, field
from functools import reduce
from operator import mul, or_

from conversations.regions.codes import DISTRICT, PROVINCE, REGENCY
from conversations.regions.index import Index
from conversations.regions.query import Query
from conversations.regions.reading import Fit, Reading
from conversations.regions.regions import Regions
from conversations.regions.slips import letter_pairs, likeness

NAME_SHARE = 0.25
"""How much of a likeness is the name itself; the rest is how much of what was typed the village explains."""
NEAR_BONUS = {DISTRICT: 0.15, REGENCY: 0.1, PROVINCE: 0.03}
"""What lying in the same district, regency or province adds; the first is worth more than a slip takes away."""
LONGER_NAME = 0.002
"""Between equals, the one whose own name takes more of the words."""

Named = tuple[int, float, float]
"""The bits of the words a name takes, how well they fit it, and how much of the name they make up."""
NOTHING: Named = (0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class _Context:
    """What an area and what it lies in explain of the words, and what they leave for the village's name.

    `shares` keeps, for each set of words a name may take, their weight and that of the others the areas explain.
    """

    areas: tuple[Fit, ...]
    left: int
    left_pairs: set[str]
    shares: dict[int, tuple[float, float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scoring:
    """Scores villages for one query; what the same areas explain is worked out once."""

    regions: Regions
    index: Index
    query: Query
    reading: Reading
    near: str | None
    _contexts: dict[tuple[str, ...], _Context] = field(default_factory=dict)

    def score(self, number: int) -> tuple[float, float]:
        """(rank, likeness): the likeness is 0 to 1, the rank adds the bonus of being near."""
        district = self.regions.district_code(number)
        named = tuple(code for code in _around(district) if code in self.reading.areas)
        context = self._contexts.get(named) or self._context(named)
        rank, found = max(self._rank(name, context) for name in self._names(number, context))
        return rank + self._bonus(district) if self.near else rank, found

    def _bonus(self, district: str) -> float:
        shared = set(_around(self.near or "")) & set(_around(district))
        return max((NEAR_BONUS[len(code)] for code in shared), default=0.0)

    def _rank(self, name: Named, context: _Context) -> tuple[float, float]:
        taken, fit, whole = name
        own, beside = context.shares.get(taken) or self._shares(taken, context)
        found = NAME_SHARE * fit * whole + (1 - NAME_SHARE) * (own * fit + beside)
        return found + LONGER_NAME * own * fit, found

    def _shares(self, taken: int, context: _Context) -> tuple[float, float]:
        """The share of a name's own words in all that was typed, and of those beside it that the areas explain."""
        best = [0.0] * len(self.query.weights)
        for mask, fit in context.areas:
            if not mask & taken:  # a word names one thing only
                best = [max(old, fit) if mask >> bit & 1 else old for bit, old in enumerate(best)]
        beside = sum(map(mul, best, self.query.weights))
        context.shares[taken] = self.query.weigh(taken) / self.query.weight, beside / self.query.weight
        return context.shares[taken]

    def _names(self, number: int, context: _Context) -> list[Named]:
        words = self.index.name_words(number)
        key = "".join(words)
        if fits := self.reading.names.get(key):
            return [(taken, fit, 1.0) for taken, fit in fits]
        found = [self._by_words(words, -1)]
        if found[0][0] & ~context.left:
            found.append(self._by_words(words, context.left))
        if context.left_pairs:
            found.append((context.left, likeness(context.left_pairs, letter_pairs(key)), 1.0))
        return found

    def _by_words(self, words: list[str], among: int) -> Named:
        """A name of several words of which some were typed."""
        taken, covered, fitting = 0, 0, 0.0
        for word in words:
            for mask, fit in self.reading.words.get(word, ()):
                if not mask & (taken | ~among):
                    taken |= mask
                    covered += len(word)
                    fitting += len(word) * fit
                    break
        return (taken, fitting / covered, covered / sum(map(len, words))) if covered else NOTHING

    def _context(self, named: tuple[str, ...]) -> _Context:
        fits = tuple(fit for code in named for fit in self.reading.areas[code])
        used = reduce(or_, (mask for mask, _ in fits), 0)
        left = self.query.beside(used)
        is_district = bool(named) and len(named[0]) == DISTRICT
        pairs = (
            letter_pairs("".join(self.query.words[bit] for bit in left)) if left and is_district else set()
        )
        self._contexts[named] = _Context(fits, sum(1 << bit for bit in left), pairs)
        return self._contexts[named]


def _around(code: str) -> tuple[str, str, str]:
    return code[:DISTRICT], code[:REGENCY], code[:PROVINCE]
