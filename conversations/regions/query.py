"""What a person typed to name a village, cut into words and into the runs of words that may be one name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import Literal

from conversations.regions.folding import fold, plain

Level = Literal["village", "district", "regency", "city", "province"]

LONGEST_TEXT, MOST_WORDS, LONGEST_RUN = 160, 10, 5
_HOUSE = re.compile(r"\b(?:rt|rw)[\W\d]*\d+|\b\d{5}\b")
"""Neighbourhood numbers and postal codes say nothing about a name."""
_PARTS = re.compile(r"[,;\n]")
_IN_NAMES: dict[str, Level] = {
    **dict.fromkeys(("desa", "nagari", "gampong", "kampung", "pekon", "lembang", "ohoi"), "village"),
    "kota": "city",
}
_BESIDE_NAMES: dict[str, Level] = {
    **dict.fromkeys(("ds", "des", "kel", "kelurahan", "tiyuh"), "village"),
    **dict.fromkeys(("kec", "kecamatan", "distrik", "kapanewon", "kemantren"), "district"),
    **dict.fromkeys(("kab", "kabupaten"), "regency"),
    **dict.fromkeys(("kotamadya", "kodya"), "city"),
    **dict.fromkeys(("prov", "prop", "provinsi", "propinsi"), "province"),
}
"""Words that say what the next one is; those of the first table are names or parts of them too."""
_LEVEL_BY_MARKER = {fold(word): level for word, level in (_IN_NAMES | _BESIDE_NAMES).items()}
_NEVER_IN_NAMES = frozenset(map(fold, _BESIDE_NAMES))
_MARKER_WEIGHT, WRONG_MARKER = 2, 0.5


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring words read as one name: `key` is them written together, `mask` the bits of the words.

    `level` is what a marker just before says it is ("kec."), and `marker` that word's bit; `otherwise` is how well
    anything of another level still fits: less after "kec.", as well as before after "lembang", which is a place too.
    """

    key: str
    mask: int
    level: Level | None
    marker: int
    otherwise: float


@dataclass(frozen=True, slots=True)
class Query:
    """The words, folded; how much each weighs (its letters), and all together; the runs of them; the plain spelling."""

    words: tuple[str, ...]
    weights: tuple[int, ...]
    weight: int
    runs: tuple[Run, ...]
    spelling: tuple[str, ...]

    def weigh(self, mask: int) -> int:
        """The weight of some of the words."""
        return sum(weight for bit, weight in enumerate(self.weights) if mask >> bit & 1)

    def beside(self, mask: int) -> list[int]:
        """The bits of the words outside a mask, without those that only say what the next one is."""
        words = enumerate(self.words)
        return [bit for bit, word in words if not mask >> bit & 1 and word not in _LEVEL_BY_MARKER]


def read_query(text: str) -> Query:
    """Cuts what was typed; anything may come in, and only the first words of something long are looked at."""
    parts = [plain(part).split() for part in _PARTS.split(_HOUSE.sub(" ", text[:LONGEST_TEXT].lower()))]
    spelling = tuple(chain.from_iterable(parts))[:MOST_WORDS]
    words = tuple(fold(" ".join(spelling)).split())
    weights = tuple(_MARKER_WEIGHT if word in _LEVEL_BY_MARKER else len(word) for word in words)
    breaks = {*accumulate(map(len, parts)), *(at for at, word in enumerate(words) if word in _NEVER_IN_NAMES)}
    return Query(words, weights, sum(weights), tuple(_runs(words, breaks)), spelling)


def _runs(words: tuple[str, ...], breaks: set[int]) -> Iterator[Run]:
    """Every run of words that goes over no break; a word that only says what comes next stands alone."""
    for first, word in enumerate(words):
        if word in _NEVER_IN_NAMES:
            continue
        before = words[first - 1] if first else ""
        level = _LEVEL_BY_MARKER.get(before)
        otherwise = WRONG_MARKER if before in _NEVER_IN_NAMES else 1.0
        for last in range(first + 1, min(first + LONGEST_RUN, len(words)) + 1):
            mask = (1 << last) - (1 << first)
            yield Run("".join(words[first:last]), mask, level, 1 << first - 1 if level else 0, otherwise)
            if last in breaks:
                break
