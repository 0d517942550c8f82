"""Reads a person in shorthand into answers of the registration, and says which pieces it could not use."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pydantic import JsonValue

from conversations.facts import Answers, Facts
from conversations.flows import card
from conversations.flows.registration import REGISTRATION
from conversations.kinds.kind import Accepted, Asking, Offer, Problem
from conversations.kinds.visit_time import arrived
from conversations.kinds.written import spoken, worded
from conversations.shorthand.consent import read_consent
from conversations.shorthand.grammar import Piece, pieces
from conversations.shorthand.guessing import BORN_AT, guess, is_birth_place
from conversations.texts import load

WHOSE = ("own", "family", "neighbour")
OWNER = re.compile(r"^([^\d+]{2,30}?)\s*(?=[+0-9])|\s([^\d+]{2,30})$")


@dataclass(frozen=True, slots=True)
class Wrong:
    """A piece that was not accepted: on which step, the code of its problem, what fills its words."""

    step: str
    code: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a message says of one person: accepted answers, what is wrong, and the mark of the door."""

    answers: Answers
    wrong: tuple[Wrong, ...] = ()
    door: str = ""

    @property
    def has_consent(self) -> bool:
        """Whether the message says that the person agreed."""
        return "consent_visited" in self.answers


@dataclass(slots=True)
class _Reader:
    facts: Facts
    answers: dict[str, JsonValue]
    wrong: dict[str, Wrong] = field(default_factory=dict)
    said: set[str] = field(default_factory=set)
    plain: list[str] = field(default_factory=list)
    door: str = ""

    def asking(self, step: str) -> Asking:
        return Asking(f"registration.{step}", load(self.facts.language), self.answers, self.facts)

    def take(self, piece: Piece) -> None:
        about = piece.field or guess(piece.words, self.asking("full_name"))
        if not about:
            self.plain.append(piece.words)
        for step, words in _parts(about, piece.words):
            self._take_step(step, words)

    def _take_step(self, step: str, words: str) -> None:
        if step == "door":
            self.door = words
        elif step == "consent":
            self._take_all(read_consent(words))
        elif step == "attested":
            self.answers["attested"] = _attested(words)
        elif step == "sex":
            self.answers["sex"] = _sex(words)
        elif step == "phone":
            self._take_phone(words)
        elif step == "village" and (own := self._find_own_village(words)):
            self._accept("village", own)
        else:
            self.read(step, words)

    def _find_own_village(self, words: str) -> str:
        """The one village of the officer with this name."""
        find = self.facts.place.regions.find_village
        known = filter(None, map(find, sorted(self.facts.actor.villages)))
        named = [village.code for village in known if worded(village.name) == worded(words.partition(",")[0])]
        return named[0] if len(named) == 1 else ""

    def read(self, step: str, words: str) -> None:
        """Let the question's own kind judge; a second, other word on the same matter is wrong."""
        ask = REGISTRATION.find_ask(step)
        if ask is None:
            return
        reading = ask.kind.read(words, self.asking(step))
        if isinstance(reading, Offer) and len(reading.options) == 1:
            reading = ask.kind.pick(reading.options[0].value, self.asking(step))
        if isinstance(reading, Accepted):
            self._accept(step, reading.value)
            return
        # What was given before is not what this person says: the flow asks it.
        self.answers.pop(step, None)
        is_problem = isinstance(reading, Problem)
        self.wrong[step] = (
            Wrong(step, reading.code, reading.values) if is_problem else Wrong(step, "which_one")
        )

    def _accept(self, step: str, value: JsonValue) -> None:
        if step in self.said and self.answers.get(step) != value:
            self.wrong[step] = Wrong(step, "said_twice")
            self.answers.pop(step, None)
            return
        self.said.add(step)
        self.answers[step] = value

    def _take_all(self, answers: Mapping[str, JsonValue]) -> None:
        for step, value in answers.items():
            if step == "witness":
                self.read("witness", str(value))
            else:
                self.answers[step] = value
        if answers:
            self.answers["consent_visited_language"] = self.facts.language

    def _take_phone(self, words: str) -> None:
        found = OWNER.search(words)
        owner = worded((found[1] or found[2]) if found else "")
        self.read("their_phone", OWNER.sub("", words).strip() if found else words)
        if "their_phone" in self.answers:
            self.answers["phone_whose"] = next(
                (
                    whose
                    for whose in WHOSE
                    if owner and owner in spoken(f"registration.phone_whose.also.{whose}")
                ),
                "own",
            )

    def settle_plain(self) -> None:
        """Plain words are the name, then a place of birth where they are one; nothing else is guessed from them."""
        for words in self.plain:
            if self._is_open("full_name"):
                self.read("full_name", words)
            elif self._is_open("birth_place") and is_birth_place(words, self.asking("birth_place")):
                self.read("birth_place", words)
            else:
                self.wrong["piece"] = Wrong("piece", "unknown_piece", {"words": words[:40]})

    def _is_open(self, step: str) -> bool:
        return step not in self.answers and step not in self.wrong


def read(text: str, given: Answers, facts: Facts) -> Sheet:
    """A person from one message; `given` is what is known before it (village, door, neighbourhood).

    Never raises for anything typed. Answers are in stored form and fit REGISTRATION.
    """
    reader = _Reader(facts, {**given, "visited_at": arrived(facts)})
    found = pieces(text)
    for piece in (*_of(found, "village"), *_but(found, "village")):
        reader.take(piece)
    reader.settle_plain()
    return Sheet(matched(reader.answers, facts), tuple(reader.wrong.values()), reader.door)


def _of(found: tuple[Piece, ...], about: str) -> Iterator[Piece]:
    return (piece for piece in found if piece.field == about)


def _but(found: tuple[Piece, ...], about: str) -> Iterator[Piece]:
    return (piece for piece in found if piece.field != about)


def _parts(about: str, words: str) -> tuple[tuple[str, str], ...]:
    """`Cianjur, 17-8-85` is two answers."""
    if about != "birth":
        return ((about, words),) if about else ()
    if found := BORN_AT.fullmatch(words):
        return ("birth_place", found[1].strip()), ("birth_date", found[2])
    return (("birth_date" if any(sign.isdigit() for sign in words) else "birth_place", words),)


def _attested(words: str) -> str:
    said = worded(words)
    if said in spoken("shorthand.attested"):
        return "yes"
    return "ill" if said in spoken("shorthand.ill") else "not_working"


def _sex(words: str) -> str:
    return "male" if worded(words) in spoken("shorthand.male") else "female"


def matched(answers: Answers, facts: Facts) -> Answers:
    """The same answers, with what the card says beside what the number says, where the date was written."""
    told, number = card.told_birth(answers, facts), card.find_number(answers)
    if told is None or number is None or "birth_date" not in answers:
        return answers
    is_other_date = answers["birth_date"] != told.isoformat()
    is_other_sex = "sex" in answers and answers["sex"] != number.sex
    return {**answers, "card_match": _MATCHES[is_other_date, is_other_sex]}


_MATCHES = {
    (False, False): "same",
    (True, False): "other_date",
    (False, True): "other_sex",
    (True, True): "both_differ",
}
