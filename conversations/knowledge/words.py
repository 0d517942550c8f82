"""Reads a question word by word: slang, endings and typing slips become the words that the topics use."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from conversations.knowledge.spelling import Spelling
from conversations.knowledge.stems import STEMS
from conversations.knowledge.topics import FOLDER

LETTERS = re.compile(r"[a-z0-9]+")
DOUBLED = re.compile(r"\b([a-z]{3,})(?:2\b|-\1\b)")
DRAWN_OUT = re.compile(r"([a-z])\1{2,}")
LONGEST = 240  # a longer text is a story, and its beginning says what it is about
WEAK = 0.1


@dataclass(frozen=True, slots=True)
class Word:
    """One word heard: `stem` is what counts, `trust` from 0 to 1 how surely it was meant."""

    stem: str
    trust: float = 1.0
    is_known: bool = True

    @property
    def may_be_a_name(self) -> bool:
        """Whether it is a word of nobody's language, or only looks like one."""
        return self.stem.isalpha() and (not self.is_known or self.trust < 1)


def plain(text: str) -> str:
    """Small Latin letters without accents, no word drawn out or doubled, at most `LONGEST` characters."""
    folded = unicodedata.normalize("NFKD", text[:LONGEST]).lower()
    bare = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return DOUBLED.sub(r"\1", DRAWN_OUT.sub(r"\1", bare))


class Vocabulary:
    """The words of one language: which are one and the same, which decide nothing, how each is cut short."""

    def __init__(self, language: str) -> None:
        rows = tomllib.loads((FOLDER / language / "words.toml").read_text("utf-8"))
        self._stem = STEMS[language]
        self._same: Mapping[str, str] = {
            plain(said): meant for meant, sayings in rows["same"].items() for said in (meant, *sayings)
        }
        joined = rows["joined"] | {said: meant for said, meant in self._same.items() if not said.isalnum()}
        self._joined = {plain(said): meant for said, meant in joined.items()}
        longest_first = sorted(self._joined, key=len, reverse=True)
        self._join = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")
        self.weak: Mapping[str, float] = dict.fromkeys(rows["weak"]["words"], WEAK) | rows["weak"]["but"]
        self.someone: Mapping[str, frozenset[str]] = {
            part: frozenset(row) for part, row in rows["someone"].items()
        }

    def split(self, text: str) -> list[str]:
        """The words of a text as they were said, those that belong together joined."""
        return LETTERS.findall(self._join.sub(lambda found: self._joined[found[0]], plain(text)))

    def stem(self, said: str) -> str:
        """The word that counts for a word said."""
        if said in self.weak or said in self._same:
            return self._same.get(said, said)
        short = self._stem(said)
        return self._same.get(short, short)

    def said(self) -> frozenset[str]:
        """Every single word that this language file names."""
        return frozenset(self.weak) | {said for said in self._same if said.isalnum()}


class Reader:
    """Reads questions with a vocabulary and the words of the topics."""

    def __init__(self, vocabulary: Vocabulary, phrases: tuple[str, ...]) -> None:
        self.vocabulary = vocabulary
        spoken = {said for phrase in phrases for said in vocabulary.split(phrase)}
        self._stems = {said: vocabulary.stem(said) for said in spoken | vocabulary.said()}
        self._known = frozenset(self._stems.values())
        self._spelling = Spelling(self._stems)

    def read(self, text: str) -> tuple[Word, ...]:
        """The words of a question; a word that nobody here uses is not known."""
        return tuple(self._word(said) for said in self.vocabulary.split(text))

    def _word(self, said: str) -> Word:
        stem = self._stems.get(said) or self.vocabulary.stem(said)
        if stem in self._known:
            return Word(stem)
        meant = self._spelling.find(said)
        if meant is None:
            return Word(stem, is_known=False)
        return Word(self._stems[meant.word], meant.trust)


@cache
def load_vocabulary(language: str) -> Vocabulary:
    """The vocabulary of a language, read once."""
    return Vocabulary(language)
