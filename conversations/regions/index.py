"""Which villages bear a name or a word of one, and which areas: three look-ups by folded spelling."""

import re
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import accumulate, chain, pairwise

from conversations.regions.folding import fold, plain
from conversations.regions.regions import Area, Regions

_TITLES = (
    "kabupaten administrasi ",
    "kabupaten ",
    "kota administrasi ",
    "kota ",
    "daerah khusus ibukota ",
    "daerah istimewa ",
)
_NICKNAMES = {
    "12": "sumut", "13": "sumbar", "16": "sumsel", "19": "babel bangkabelitung", "21": "kepri",
    "31": "dki dkijakarta", "32": "jabar", "33": "jateng", "34": "diy jogja jogjakarta yogyakarta", "35": "jatim",
    "52": "ntb", "53": "ntt", "61": "kalbar", "62": "kalteng", "63": "kalsel", "64": "kaltim", "65": "kaltara",
    "71": "sulut", "72": "sulteng", "73": "sulsel", "74": "sultra", "76": "sulbar", "82": "malut",
    "3171": "jakpus", "3172": "jakut", "3173": "jakbar", "3174": "jaksel", "3175": "jaktim",
}  # fmt: skip


class Vocabulary:
    """Every folded spelling that means something, numbered in alphabetical order."""

    __slots__ = ("_known", "_terms")

    def __init__(self, terms: Iterable[str]) -> None:
        self._terms = sorted(set(terms))
        self._known = dict.fromkeys(self._terms)
        """A dictionary of keys alone takes half the memory of a set, and its numbers can be looked up."""

    def __len__(self) -> int:
        return len(self._terms)

    def find(self, term: str) -> int | None:
        """The number of a term."""
        return bisect_left(self._terms, term) if term in self._known else None

    def numbers_of(self, terms: Iterable[str]) -> "array[int]":
        """The numbers of terms that are all known."""
        return array("I", (bisect_left(self._terms, term) for term in terms))

    def among(self, spellings: AbstractSet[str]) -> list[str]:
        """Those of the spellings that are known, in order."""
        return sorted(self._known.keys() & spellings)

    def beginning(self, letters: str) -> list[str]:
        """The terms that begin so, in order."""
        first = bisect_left(self._terms, letters)
        return self._terms[first : bisect_left(self._terms, f"{letters}~", first)]

    def known_letters(self, spelling: str) -> int:
        """How many letters of a spelling some term begins with."""
        at = bisect_left(self._terms, spelling)
        return max(
            (_shared_letters(spelling, term) for term in self._terms[max(at - 1, 0) : at + 1]), default=0
        )


class Holders:
    """Village numbers by term, ascending, in two flat arrays: a list for each term would cost ten times the memory."""

    __slots__ = ("_numbers", "_starts", "_vocabulary")

    def __init__(self, vocabulary: Vocabulary, terms: Iterable[str], numbers: Sequence[int]) -> None:
        """`numbers[i]` is the village that bears the i-th term."""
        self._vocabulary = vocabulary
        flat = vocabulary.numbers_of(terms)
        counts = array("I", bytes(4 * len(vocabulary)))
        for term in flat:
            counts[term] += 1
        self._starts = array("I", accumulate(counts, initial=0))
        self._numbers = array("I", bytes(4 * len(flat)))
        free = array("I", self._starts)
        for term, number in zip(flat, numbers, strict=True):
            self._numbers[free[term]] = number
            free[term] += 1

    def __contains__(self, term: str) -> bool:
        return bool(self.of(term))

    def of(self, term: str) -> Sequence[int]:
        """The villages that bear it."""
        if (at := self._vocabulary.find(term)) is None:
            return ()
        return self._numbers[self._starts[at] : self._starts[at + 1]]


class Index:
    """What a folded word can mean."""

    __slots__ = ("_folded", "_starts", "areas", "vocabulary", "whole", "words")

    def __init__(self, regions: Regions) -> None:
        self._folded = fold(plain(regions.names)) + "\n"
        self._starts = array("I", (0, *(found.end() for found in re.finditer("\n", self._folded))))
        self.areas = _areas_by_key(regions.areas)
        """Area codes by folded name or nickname, written together."""
        self.vocabulary = Vocabulary(chain(self._joined(), self.areas, self._parts()))
        self.whole = Holders(self.vocabulary, self._joined(), range(len(self._starts) - 1))
        """Villages by whole name, written together."""
        bearers = array(
            "I", (number for number, line in enumerate(self._lines()) if " " in line for _ in line.split())
        )
        self.words = Holders(self.vocabulary, self._parts(), bearers)
        """Villages by one word of a longer name."""

    def name_words(self, number: int) -> list[str]:
        """The folded words of a village's name."""
        return self._folded[self._starts[number] : self._starts[number + 1] - 1].split()

    def _lines(self) -> Iterator[str]:
        """Each village's folded name, cut out in its turn: a list of them would leave holes in memory."""
        return (self._folded[start : end - 1] for start, end in pairwise(self._starts))

    def _joined(self) -> Iterator[str]:
        return (line.replace(" ", "") for line in self._lines())

    def _parts(self) -> Iterator[str]:
        return (word for line in self._lines() if " " in line for word in line.split())


def _areas_by_key(areas: Iterable[Area]) -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for area in areas:
        for key in {_area_key(area), *fold(_NICKNAMES.get(area.code, "")).split()}:
            found[key].append(area.code)
    return {key: tuple(codes) for key, codes in found.items()}


def _area_key(area: Area) -> str:
    words = plain(area.name)
    title = next((title for title in _TITLES if words.startswith(title)), "")
    return fold(words.removeprefix(title)).replace(" ", "")


def _shared_letters(word: str, other: str) -> int:
    differing = (at for at, (letter, its) in enumerate(zip(word, other, strict=False)) if letter != its)
    return next(differing, min(len(word), len(other)))
