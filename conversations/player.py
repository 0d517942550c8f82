"""Plays one flow outside of any messenger: the same turns as in the bot, with an invented office and nothing kept."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from conversations.conversation import Conversation
from conversations.facts import Case, Place
from conversations.flow import Flow, Review
from conversations.heard import Contact, Heard, Sort, Tap
from conversations.outcomes import Outcome
from conversations.plain import holds_number_of_a_person, plain
from conversations.says import Button, Say
from conversations.texts import load
from conversations.transcript import NOON, Line, Said, facts_of, shown
from conversations.turn import Turn, begin, turn

OPENINGS: dict[str, tuple[str, str]] = {
    "registration": ("/daftar", "/register"),
    "eligibility": ("/cek", "/check"),
    "cost": ("/iuran", "/cost"),
    "question": ("/tanya", "/ask"),
    "handover": ("/orang", "/person"),
    "deletion": ("/hapus", "/delete"),
}
"""What opens a flow in the bot, in Indonesian and in English; the others need a registration first."""
GIVEN = {"registration": {"for_whom": "self"}}
CARD = Contact("6281234567890", is_own=True, name="Siti")
CASE = Case("1", "SSR-7K2F-QD", "submitted", "Siti Aminah", NOON, "3202252004")
"""Somebody invented, for the flows that ask which registration."""


@dataclass(slots=True)
class Play:
    """One flow on its way; `lines` is the transcript so far."""

    flow: Flow
    place: Place
    language: str = "id"
    turns: int = 0
    conversation: Conversation | None = None
    outcome: Outcome | None = None
    screen: tuple[Say, ...] = ()
    lines: list[Line] = field(default_factory=list)

    def open(self) -> list[Line]:
        """The first question."""
        command = OPENINGS.get(self.flow.name, (f"({self.flow.name})",) * 2)[self.language == "en"]
        self.turns += 1
        facts = replace(facts_of(self.turns, self.place, self.language), cases=self._cases())
        return self._shown(Said(command), begin(self.flow, facts, given=GIVEN.get(self.flow.name, {})))

    def hear(self, typed: str) -> list[Line]:
        """One turn; LookupError for a button that only works in the bot."""
        if self.conversation is None:
            return []
        said, heard = self._heard(typed)
        self.turns += 1
        facts = replace(facts_of(self.turns, self.place, self.language), cases=self._cases())
        return self._shown(said, turn(self.flow, self.conversation, heard, facts))

    def _cases(self) -> tuple[Case, ...]:
        return (CASE,) if self.flow.wants_cases else ()

    def _heard(self, typed: str) -> tuple[Said, Heard]:
        if button := self._find_button(typed):
            return self._tapped(button)
        said = Said(typed)
        if said.gesture == "contact" or self._shares_contact(typed):
            return said, Heard(Sort.CONTACT, contact=CARD)
        if said.gesture in set(Sort):
            return said, Heard(Sort(said.gesture))
        return said, Heard(Sort.TEXT, text=typed)

    def _tapped(self, button: Button) -> tuple[Said, Heard]:
        tap = Tap.read(button.tap)
        if tap is None or not tap.conversation:
            raise LookupError(f"[{button.label}] opens something else; it works in the bot")
        return Said(f"[{button.label}]"), Heard(Sort.TAP, tap=tap)

    def _find_button(self, typed: str) -> Button | None:
        """The button of this label, or of this number where nothing else could be meant by one."""
        wanted = plain(typed)
        if not self.screen or self.screen[-1].shares_contact:
            return None
        buttons = [button for row in self.screen[-1].rows for button in row]
        if wanted.isdecimal() and 1 <= int(wanted) <= len(buttons) and self._is_review():
            return buttons[int(wanted) - 1]
        return next((button for button in buttons if plain(button.label) == wanted), None)

    def _shares_contact(self, typed: str) -> bool:
        return any(say.shares_contact and plain(say.shares_contact) == plain(typed) for say in self.screen)

    def _is_review(self) -> bool:
        asked = self.conversation.asked if self.conversation else ""
        return any(isinstance(step, Review) and step.step == asked for step in self.flow.steps)

    def _shown(self, said: Said, turned: Turn) -> list[Line]:
        self.conversation = None if turned.parks else turned.conversation
        self.outcome, self.screen = turned.outcome, turned.spoken.says or self.screen
        is_gone = turned.spoken.forgets_heard or holds_number_of_a_person(said.words)
        done = replace(said, is_gone=is_gone and not said.tapped, toast=turned.spoken.notice)
        new: list[Line] = [done, *map(shown, turned.spoken.says)]
        self.lines += new
        return new


def title(flow: Flow, language: str) -> str:
    """What people call this conversation."""
    return load(language).fill(f"{flow.name}.title")


def played(play: Play, typed: Iterator[str]) -> Iterator[Line | str]:
    """Everything that comes to the screen, until the conversation is over or nothing more is typed."""
    yield from play.open()[1:]
    while play.conversation is not None and (words := next(typed, None)) is not None:
        try:
            yield from play.hear(words)[1:]
        except LookupError as why:
            yield str(why.args[0])
