"""Finds the topic that a question is about, or says that none is: what is not known here is never guessed."""

import math
import re
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import chain

from conversations.knowledge.topics import FOLDER, Topic, load_topics
from conversations.knowledge.words import WEAK, Reader, Vocabulary, Word, load_vocabulary

REFUSAL = "other_people"
OTHER_BODY, OTHER_BODY_SAID = "not_health", "jkn"  # of BPJS Kesehatan we say only that it is another body
LONG_NUMBER = re.compile(r"\d(?:[ .-]?\d){9,}")
SURE = 0.47  # from here a topic is the answer
CLEAR = 0.65  # below it the topic must share more than one word with the question
LIKELY = 0.36  # from here it is offered
LEAD = 0.015  # and it must be ahead of the second by this much
UNKNOWN = 0.75  # weight of a word that no topic uses, as a share of the rarest word's
FOREIGN = 1.3  # the same for a word that only other subjects use
LEAST = 0.65  # a question must say more than greetings and "this"
TELLING = 0.3  # a word of less weight says nothing about the subject
WHOLE = 0.35  # how much all words of a topic count, beside its nearest phrase
SUGGESTED = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """The topic that was meant; `score` is 0 to 1."""

    topic: Topic
    score: float


@dataclass(frozen=True, slots=True)
class Unsure:
    """Up to three topics that may have been meant, the likeliest first."""

    suggestions: tuple[Topic, ...]


class Knowledge:
    """All topics of one language, ready to be asked."""

    def __init__(self, topics: tuple[Topic, ...], outside: tuple[str, ...], vocabulary: Vocabulary) -> None:
        self.topics = {topic.id: topic for topic in topics}
        self._reader = Reader(vocabulary, tuple(chain(outside, *(ways_to_ask(topic) for topic in topics))))
        self._index = Index(topics, outside, self._reader)

    @staticmethod
    @cache
    def load(language: str) -> "Knowledge":
        """The knowledge in "id" or "en", read once; FileNotFoundError for another language."""
        outside = tomllib.loads((FOLDER / language / "outside.toml").read_text("utf-8"))["phrases"]
        return Knowledge(load_topics(language), tuple(outside), load_vocabulary(language))

    def find(self, question: str) -> Answer | Unsure | None:
        """The answer, a choice of three, or None where the question is not ours to answer."""
        heard = self._reader.read(question)
        if LONG_NUMBER.search(question) or self._asks_about_someone(question, heard):
            return Answer(self.topics[REFUSAL], 1.0)
        ranked = self._index.rank(heard)
        if not ranked or ranked[0][1] not in self.topics:
            return None
        if ranked[0][1] != OTHER_BODY and any(word.stem == OTHER_BODY_SAID for word in heard):
            return None
        return self._choose(ranked, heard)

    def _choose(self, ranked: list[tuple[float, str]], heard: tuple[Word, ...]) -> Answer | Unsure | None:
        best, name = ranked[0]
        second = ranked[1][0] if len(ranked) > 1 else 0.0
        if best >= SURE and best - second >= LEAD and (best >= CLEAR or self._index.speaks_of(name, heard)):
            return Answer(self.topics[name], best)
        likely = tuple(self.topics[name] for score, name in ranked if score >= LIKELY and name in self.topics)
        return Unsure(likely[:SUGGESTED]) if likely else None

    def _asks_about_someone(self, question: str, heard: tuple[Word, ...]) -> bool:
        someone = self._reader.vocabulary.someone
        said = self._reader.vocabulary.split(question)
        sure = {
            word.stem for word in heard if not word.may_be_a_name
        }  # Pak Karto is no slip of "arto", money
        if not sure & someone["membership"] or sure & someone["asks_how"]:
            return False
        if any(
            before in someone["titles"] and word.may_be_a_name
            for before, word in zip(said, heard[1:], strict=False)
        ):
            return True
        is_another = not someone["others"].isdisjoint(said) or any(word.may_be_a_name for word in heard)
        return is_another and not someone["whether"].isdisjoint(said)


class Index:
    """Which phrase uses which word, and how much a word tells."""

    def __init__(self, topics: tuple[Topic, ...], outside: tuple[str, ...], reader: Reader) -> None:
        asked = [(topic.id, way) for topic in topics for way in ways_to_ask(topic)]
        self._owners = [name for name, _ in asked] + [""] * len(outside)
        bags = [
            frozenset(word.stem for word in reader.read(way))
            for way in (*(way for _, way in asked), *outside)
        ]
        self._weights = _weights(bags, self._owners, reader.vocabulary)
        self._weak = reader.vocabulary.weak
        self._rarest = max(self._weights.values())
        self._lengths = [math.sqrt(sum(self._weights[stem] ** 2 for stem in bag)) for bag in bags]
        self._phrases: dict[str, list[int]] = defaultdict(list)
        self._topics: dict[str, set[str]] = defaultdict(set)
        for phrase, bag in enumerate(bags):
            for stem in bag:
                self._phrases[stem].append(phrase)
                self._topics[stem].add(self._owners[phrase])

    def rank(self, heard: tuple[Word, ...]) -> list[tuple[float, str]]:
        """Topics by score, the best first; the empty name stands for everything outside."""
        words = {word.stem: word for word in heard}
        asked = {stem: self._weight(word) for stem, word in words.items()}
        if sum(asked.values()) < LEAST:
            return []
        nearest = self._nearest(words, asked)
        total = sum(asked.values())
        whole: dict[str, float] = defaultdict(float)
        for stem, weight in asked.items():
            for name in self._topics.get(stem, ()):
                whole[name] += weight * words[stem].trust / total
        scores = ((1 - WHOLE) * score + WHOLE * whole[name] for name, score in nearest.items())
        return sorted(zip(scores, nearest, strict=True), key=lambda pair: (-pair[0], pair[1]))

    def speaks_of(self, name: str, heard: tuple[Word, ...]) -> bool:
        """Whether the topic shares more with the question than one word among others: false money is no false leg."""
        told = {word.stem for word in heard if self._weight(word) >= TELLING}
        return len(told) == 1 or sum(name in self._topics.get(stem, ()) for stem in told) > 1

    def _weight(self, word: Word) -> float:
        if word.stem.isdigit():
            return WEAK  # how many months is part of many questions and tells of none
        return self._weights.get(word.stem, self._weak.get(word.stem, UNKNOWN * self._rarest))

    def _nearest(self, words: dict[str, Word], asked: dict[str, float]) -> dict[str, float]:
        shared: dict[int, float] = defaultdict(float)
        for stem, weight in asked.items():
            for phrase in self._phrases.get(stem, ()):
                shared[phrase] += weight * self._weights[stem] * words[stem].trust
        length = math.sqrt(sum(weight**2 for weight in asked.values()))
        nearest: dict[str, float] = defaultdict(float)
        for phrase, product in shared.items():
            owner = self._owners[phrase]
            nearest[owner] = max(nearest[owner], product / (length * self._lengths[phrase]))
        return nearest


def ways_to_ask(topic: Topic) -> tuple[str, ...]:
    """Everything that stands for the topic: its title and its phrases."""
    return (topic.question, *topic.phrases)


def _weights(bags: list[frozenset[str]], owners: list[str], vocabulary: Vocabulary) -> dict[str, float]:
    users: dict[str, set[str]] = defaultdict(set)
    for number, (bag, owner) in enumerate(zip(bags, owners, strict=True)):
        for stem in bag:
            users[stem].add(owner or f"outside {number}")
    topics = set(owners) - {""}
    subjects = len(topics) + owners.count("")
    rarity = {stem: math.log(1 + subjects / len(named)) for stem, named in users.items()}
    for stem, named in users.items():
        if not any(name in topics for name in named):
            rarity[stem] = FOREIGN * math.log(1 + subjects)
    return {stem: vocabulary.weak.get(stem, weight) for stem, weight in rarity.items()}
