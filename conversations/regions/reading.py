"""What the words of a query can mean: names of villages, words of such names, areas, each with how well it fits."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import nlargest

from conversations.regions.codes import DISTRICT, PROVINCE, REGENCY, is_city
from conversations.regions.index import Index
from conversations.regions.query import Level, Query, Run
from conversations.regions.slips import letter_pairs, likeness, slips

NEXT_DOOR = 0.3
"""A district is often remembered wrong, or was another before it was split: its regency counts a little."""
SHORTEST_SLIP = 3
"""Shorter runs are too near to everything."""
SAME_BEGINNING, MOST_LETTERS_OFF, MOST_LOOSE = 3, 3, 20
LOOSEST, LOOSE = 0.5, 0.9

Fit = tuple[int, float]
"""The bits of the words taken, and how well they fit, 0 to 1."""


@dataclass(slots=True)
class Reading:
    """Every meaning found for the runs of one query, by what it means."""

    names: defaultdict[str, list[Fit]] = field(default_factory=lambda: defaultdict(list))
    words: defaultdict[str, list[Fit]] = field(default_factory=lambda: defaultdict(list))
    areas: defaultdict[str, list[Fit]] = field(default_factory=lambda: defaultdict(list))

    def add(self, index: Index, run: Run, key: str, fit: float) -> None:
        """Notes whatever a spelling means, when the run is it or resembles it as far as `fit` says."""
        taken = run.mask | run.marker if run.level == "village" else run.mask
        named = fit if run.level in (None, "village") else fit * run.otherwise
        if key in index.whole:
            self.names[key].append((taken, named))
        if key in index.words:
            self.words[key].append((taken, named))
        for code in index.areas.get(key, ()):
            self._add_area(run, code, fit)

    def _add_area(self, run: Run, code: str, fit: float) -> None:
        if run.level is None:
            self.areas[code].append((run.mask, fit))
        elif run.level == level_of(code):
            self.areas[code].append((run.mask | run.marker, fit))
        else:
            self.areas[code].append((run.mask, fit * run.otherwise))
        if len(code) == DISTRICT:
            self.areas[code[:REGENCY]].append((run.mask, fit * NEXT_DOOR))


def read_exactly(index: Index, query: Query, reading: Reading) -> None:
    """Adds what the runs mean as they are written, by sound."""
    for run in query.runs:
        reading.add(index, run, run.key, 1.0)


def read_with_slips(index: Index, query: Query, reading: Reading) -> None:
    """Adds what each run would mean had a finger slipped once; the longer the run, the likelier it is still that.

    Among several words a known one is taken as it is: looking for slips of every "tanjung" costs much and finds little.
    """
    for run in query.runs:
        is_taken = len(query.words) > 1 and index.vocabulary.find(run.key) is not None
        if len(run.key) >= SHORTEST_SLIP and not run.key.isdigit() and not is_taken:
            spellings = slips(run.key, index.vocabulary.known_letters(run.key))
            for key in index.vocabulary.among(spellings):
                reading.add(index, run, key, 1 - 1 / len(run.key))


def read_loosely(index: Index, query: Query, reading: Reading) -> None:
    """Adds the names that begin like a run and share most of its letter pairs: two slips, or half a name."""
    for run in query.runs:
        for fit, key in nlargest(MOST_LOOSE, _alike(index, run.key)):
            reading.add(index, run, key, fit * LOOSE)


def _alike(index: Index, word: str) -> Iterator[tuple[float, str]]:
    pairs = letter_pairs(word)
    for key in index.vocabulary.beginning(word[:SAME_BEGINNING]):
        if key != word and abs(len(key) - len(word)) <= MOST_LETTERS_OFF:
            fit = likeness(pairs, letter_pairs(key))
            if fit >= LOOSEST:
                yield fit, key


def level_of(code: str) -> Level:
    """The level of an area code; cities count apart from regencies."""
    if len(code) == PROVINCE:
        return "province"
    if len(code) == DISTRICT:
        return "district"
    return "city" if is_city(code) else "regency"
