"""Guesses which known word a misspelt one was meant to be: "kclakaan" is "kecelakaan"."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

VOWELS = re.compile(r"[aeiou0-9]")
SHORTEST = 4
SURE_OF_ITS_FIRST = 6  # a shorter word that begins otherwise is another word: "catur" is no "batur"
LONG = 8  # a word this long may have two slips


@dataclass(frozen=True, slots=True)
class Meant:
    """The known word and how sure the guess is, 0 to 1."""

    word: str
    trust: float


class Spelling:
    """Finds the nearest of a fixed set of words."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_pair: dict[str, set[str]] = defaultdict(set)
        self._by_bones: dict[str, set[str]] = defaultdict(set)
        for word in sorted(word for word in words if len(word) >= SHORTEST and word.isalpha()):
            self._by_bones[bones(word)].add(word)
            for pair in pairs(word):
                self._by_pair[pair].add(word)

    def find(self, said: str) -> Meant | None:
        """The word that was meant, or None; numbers and very short words are left alone."""
        if len(said) < SHORTEST or not said.isalpha():
            return None
        return self._nearest(said) or self._without_vowels(said)

    def _nearest(self, said: str) -> Meant | None:
        slips = 2 if len(said) >= LONG else 1
        shared: dict[str, int] = defaultdict(int)
        for pair in pairs(said):
            for word in self._by_pair.get(pair, ()):
                shared[word] += 1
        enough = len(said) - 2 * slips
        near = [
            (distance, -count, word)
            for word, count in shared.items()
            if count >= enough
            and (len(said) >= SURE_OF_ITS_FIRST or word[0] == said[0])
            and (distance := slips_between(said, word, slips)) <= slips
        ]
        if not near:
            return None
        distance, _, word = min(near)
        return Meant(word, 1 - 1.2 * distance / len(said))

    def _without_vowels(self, said: str) -> Meant | None:
        words = self._by_bones.get(bones(said), set())
        is_clear = len(bones(said)) >= SHORTEST - 1 and len(words) == 1
        return Meant(next(iter(words)), 0.8) if is_clear else None


def bones(word: str) -> str:
    """The consonants of a word, as people write in a hurry."""
    return VOWELS.sub("", word)


def pairs(word: str) -> set[str]:
    """The letter pairs of a word with its two ends marked."""
    marked = f"^{word}$"
    return {marked[at : at + 2] for at in range(len(marked) - 1)}


def slips_between(one: str, other: str, most: int) -> int:
    """Letters missed, added, changed or swapped with the next; anything over `most` may be any larger number."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    older: list[int] = []
    old = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        new = [row]
        for column, its in enumerate(other, start=1):
            cost = min(old[column] + 1, new[-1] + 1, old[column - 1] + (letter != its))
            if row > 1 < column and letter == other[column - 2] and one[row - 2] == its:
                cost = min(cost, older[column - 2] + 1)
            new.append(cost)
        older, old = old, new
    return old[-1]
