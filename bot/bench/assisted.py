"""What a registration at the door costs the officer, reckoned from its transcript."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from conversations.actor import Actor, Role
from conversations.facts import Facts, Place
from conversations.flows import visited
from conversations.flows.registration import REGISTRATION
from conversations.heard import Heard, Sort, Tap
from conversations.kinds.visit_time import arrived
from conversations.regions import Regions, Search
from conversations.says import Say
from conversations.transcript import Line, Said, Shown, facts_of, shown, written
from conversations.turn import Turn, begin, turn

CHARACTERS_A_SECOND = 2
SECONDS_A_TAP = 2.0
SECONDS_A_WORD = 0.35
MOST_ANSWERS = 14
MOST_SECONDS = 180
NOTE = (
    f"Goal: at most {MOST_ANSWERS} answers, the evidence of consent included, and at most {MOST_SECONDS} s, at"
    f" {CHARACTERS_A_SECOND} characters a second, {SECONDS_A_TAP:.0f} s a tap and {SECONDS_A_WORD} s a word read aloud."
    " Typed are letters; notice and questions are words read to the person.\n\n"
)
QUOTED = re.compile(r"«(.*?)»", re.DOTALL)
NOT_READ = re.compile(r"^(?:untuk:|for:|✓|Contoh|Example)|\([0-9]+ (?:dari|of) [0-9]+\)")
VILLAGE = "3202292003"
FIRST = (
    "[Setuju, ada saksi]",
    "Pak RT",
    "[Slip baru]",
    "3202015708850001",
    "[Sama]",
    "Siti Aminah",
    "Cianjur",
    "081299990000",
    "[Keluarga]",
    "Kp. Cikole RT 3 RW 5",
    "petani",
    "1 juta",
    "[Ya, benar]",
    "[Kirim]",
)
"""A person of plain data, the first of a hamlet, with a phone in the family."""
NEXT = (*FIRST[:3], "3202011203700002", "[Sama]", "Umar", "Cianjur", "[Lewati]", "Kp. Cikole", *FIRST[10:])
"""The next one there, without a phone."""


@dataclass(frozen=True, slots=True)
class Cost:
    """The parts of one registration: answers, letters typed, taps, words of the notice and of questions read aloud."""

    answers: int
    letters: int
    taps: int
    notice_words: int
    question_words: int

    @property
    def typing_seconds(self) -> float:
        """At two characters a second."""
        return self.letters / CHARACTERS_A_SECOND

    @property
    def tapping_seconds(self) -> float:
        """At two seconds a tap."""
        return self.taps * SECONDS_A_TAP

    @property
    def reading_seconds(self) -> float:
        """Every question is read to the person, and the notice whole."""
        return (self.notice_words + self.question_words) * SECONDS_A_WORD

    @property
    def seconds(self) -> float:
        """All together."""
        return self.typing_seconds + self.tapping_seconds + self.reading_seconds


def cost(lines: Iterable[Line]) -> Cost:
    """What a transcript costs whoever holds the phone; the last message, after the form was sent, is not read out."""
    all_lines = list(lines)
    said = [line for line in all_lines if isinstance(line, Said)]
    asked = [line for line in all_lines if isinstance(line, Shown) and line.rows][: len(said)]
    return Cost(
        answers=len(said),
        letters=sum(len(one.words) for one in said if not one.tapped),
        taps=sum(1 for one in said if one.tapped),
        notice_words=sum(len(part.split()) for one in asked for part in QUOTED.findall(one.text)),
        question_words=sum(map(_question_words, _questions(all_lines))),
    )


def _questions(lines: Sequence[Line]) -> list[Shown]:
    """What was on the screen before each thing that the officer did."""
    return [one for one, after in pairwise(lines) if isinstance(one, Shown) and isinstance(after, Said)]


def _question_words(question: Shown) -> int:
    """The first line of the question itself; neither its name line nor examples nor the review's list."""
    bare = QUOTED.sub("", question.text)
    read = [line for line in bare.split("\n") if line and not NOT_READ.match(line)]
    return len(NOT_READ.sub("", read[0]).split()) if read else 0


def played(replies: Sequence[str], facts: Facts, *, neighbourhood: str = "-") -> tuple[Line, ...]:
    """The transcript of one registration, played through the flow; `[label]` is a tap."""
    given = visited.given(VILLAGE, arrived(facts), neighbourhood=neighbourhood)
    turned = begin(REGISTRATION, facts, subject="somebody", given=given)
    lines: list[Line] = [shown(turned.spoken.says[-1])]
    for reply in replies:
        turned = _replied(turned, reply, facts)
        lines += [Said(reply), *map(shown, turned.spoken.says)]
    return tuple(lines)


def _replied(turned: Turn, reply: str, facts: Facts) -> Turn:
    if turned.conversation is None:
        raise ValueError(f"nobody asks when {reply} is said")
    return turn(REGISTRATION, turned.conversation, _heard(turned.spoken.says[-1], reply), facts)


def _heard(say: Say, reply: str) -> Heard:
    label = Said(reply).tapped
    if not label:
        return Heard(Sort.TEXT, text=reply)
    found = next((button for row in say.rows for button in row if button.label == label), None)
    if found is None:
        raise LookupError(f"no button {label}")
    return Heard(Sort.TEXT, text=label) if say.shares_contact else Heard(Sort.TAP, tap=Tap.read(found.tap))


def officer_facts(place: Place) -> Facts:
    """A noon on which an officer of the village stands at the door."""
    actor = Actor(1, frozenset({Role.OFFICER}), villages=frozenset({VILLAGE}))
    return replace(facts_of(1, place, "id"), actor=actor)


def table(costs: Iterable[tuple[str, Cost]]) -> str:
    """Each part on a line of a Markdown table."""
    rows = [
        "| who | answers | typed | taps | notice | questions | typing s | tapping s | reading s | all s |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    rows += [
        f"| {who} | {one.answers} | {one.letters} | {one.taps} | {one.notice_words} | {one.question_words} "
        f"| {one.typing_seconds:.1f} | {one.tapping_seconds:.1f} | {one.reading_seconds:.1f} | {one.seconds:.1f} |"
        for who, one in costs
    ]
    return "\n".join(rows)


def run() -> str:
    """Both registrations played, with what they cost as Markdown."""
    regions = Regions.load()
    facts = officer_facts(Place(regions, Search(regions)))
    first, following = played(FIRST, facts), played(NEXT, facts, neighbourhood="003/005")
    reckoned = table((("first of a hamlet", cost(first)), ("next one there", cost(following))))
    transcript = "\n".join(written(first))
    return f"{NOTE}{reckoned}\n\nThe first of a hamlet, as it was reckoned from:\n\n```\n{transcript}\n```\n"
