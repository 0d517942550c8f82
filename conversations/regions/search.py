"""Finds the village a person means, however it is spelled and whatever is written around it."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from conversations.regions.codes import DISTRICT, PROVINCE, REGENCY
from conversations.regions.folding import plain
from conversations.regions.index import Index
from conversations.regions.query import Query, read_query
from conversations.regions.reading import Reading, read_exactly, read_loosely, read_with_slips
from conversations.regions.regions import Regions, Village
from conversations.regions.scoring import Scoring

PERFECT = 0.999
DOUBTFUL, WORST = 0.7, 0.4
"""Below the first the net is cast wider; below the second a village is not offered."""
MOST_COMPARED = 120
"""Villages of named districts, and villages sharing words with what was typed, that are looked at one by one."""
MOST_EQUAL = 60


@dataclass(frozen=True, slots=True)
class Match:
    """A village that may be meant; `likeness` is 1 when everything typed fits it, letter by letter or by sound."""

    village: Village
    likeness: float


_Scored = tuple[float, int, float]
"""(minus the rank, number, likeness): sorts best first and equal ones by code."""


class Search:
    """The search over one edition of the regions; holds 10 MB and keeps nothing of what is asked."""

    __slots__ = ("_index", "_regions")

    def __init__(self, regions: Regions) -> None:
        """Takes 0.4 s: make one and hand it around."""
        self._regions = regions
        self._index = Index(regions)

    def find(self, text: str, limit: int = 5, near: str | None = None) -> tuple[Match, ...]:
        """The villages most likely meant, best first; equal ones by code, so that the same text gives the same order.

        District, regency and province may stand anywhere in the text. `near` is the code of a village or area
        whose neighbours are preferred.
        """
        query, reading = read_query(text), Reading()

        def attempt(gather: Callable[[Reading], Iterable[int]]) -> list[_Scored]:
            scoring = Scoring(self._regions, self._index, query, reading, near)
            return sorted(_scored(scoring, number) for number in set(gather(reading)))

        read_exactly(self._index, query, reading)
        scored = attempt(self._named)
        perfect = self._count_perfect(scored, near)
        if perfect < limit:
            if not (perfect and reading.areas):
                read_with_slips(self._index, query, reading)
            scored = attempt(self._candidates)
            if not scored or scored[0][2] < DOUBTFUL:
                read_loosely(self._index, query, reading)
                scored = attempt(self._candidates)
        return self._matches(query, scored, limit)

    def _count_perfect(self, scored: Iterable[_Scored], near: str | None) -> int:
        """How many fit perfectly; with `near`, only those of the same regency count."""
        perfect = (number for _, number, found in scored if found > PERFECT)
        return sum(
            not near or self._regions.district_code(number)[:REGENCY] == near[:REGENCY] for number in perfect
        )

    def _named(self, reading: Reading) -> Iterable[int]:
        return chain.from_iterable(map(self._index.whole.of, reading.names))

    def _candidates(self, reading: Reading) -> Iterable[int]:
        """The villages worth scoring: so named, in a named district, or sharing words with what was typed."""
        spans = {code: self._regions.span(code) for code in reading.areas if len(code) > PROVINCE}
        in_districts = chain.from_iterable(span for code, span in spans.items() if len(code) == DISTRICT)
        bearers = [self._index.words.of(word) for word in reading.words]
        inside = (_inside(numbers, span) for numbers in bearers for span in spans.values())
        shared = Counter(chain.from_iterable(chain(bearers, inside)))
        likely = (number for number, _ in shared.most_common(MOST_COMPARED))
        return chain(self._named(reading), islice(in_districts, MOST_COMPARED), likely)

    def _matches(self, query: Query, scored: Sequence[_Scored], limit: int) -> tuple[Match, ...]:
        """The best, those written as typed before those that only sound so."""
        typed = "".join(query.spelling)
        likely = [(rank, found, self._regions.village(number)) for rank, number, found in scored[:MOST_EQUAL]]
        likely.sort(
            key=lambda entry: (entry[0], "".join(plain(entry[2].name).split()) not in typed, entry[2].code)
        )
        best = [(village, found) for _, found, village in likely[: max(limit, 0)] if found >= WORST]
        return tuple(Match(village, round(found, 6)) for village, found in best)


def _scored(scoring: Scoring, number: int) -> _Scored:
    rank, found = scoring.score(number)
    return -round(rank, 6), number, found


def _inside(numbers: Sequence[int], span: range) -> Sequence[int]:
    return numbers[bisect_left(numbers, span.start) : bisect_left(numbers, span.stop)]
