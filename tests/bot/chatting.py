"""One contact's chat with the bot without a network or a store: what was heard goes to the reception and back."""

import json
from collections import deque
from dataclasses import dataclass, field, replace

from pydantic import TypeAdapter

from bot.callers import Caller
from bot.posting import is_secret
from bot.reception import Received, receive, wants
from conversations.conversation import Conversation
from conversations.facts import Case, Facts, Needs, Place
from conversations.heard import Contact, Heard, Sort, Tap
from conversations.outcomes import Correction, Erasure, LanguageChosen, Outcome, Registration, Withdrawal
from conversations.says import Button, Say
from conversations.transcript import NOON, Line, Said, facts_of, shown

CARD = Contact("6281234567890", is_own=True, name="Siti")
STORED = TypeAdapter(Conversation)


@dataclass(slots=True)
class Chat:
    """Holds what the store would hold: open conversations, registrations, the language.

    Every conversation goes through JSON between two turns, as it does through the store.
    """

    place: Place
    language: str = "id"
    caller: Caller = field(init=False)
    turn: int = 0
    cases: tuple[Case, ...] = ()
    kept: list[Outcome] = field(default_factory=list)
    screen: deque[Say] = field(default_factory=lambda: deque(maxlen=40))

    def __post_init__(self) -> None:
        self.caller = Caller(self.language)

    def act(self, said: Said) -> list[Line]:
        """Do what a line says; the line as it came out, then what was shown."""
        heard = self._heard(said)
        received = self.hear(heard)
        is_gone = received.spoken.forgets_heard or is_secret(heard)
        done = Said(said.words, is_gone=is_gone and heard.tap is None, toast=received.spoken.notice)
        return [done, *map(shown, received.spoken.says)]

    def hear(self, heard: Heard) -> Received:
        """One turn."""
        self.turn += 1
        needs = wants(self.caller, heard)
        received = receive(self.caller, heard, self._facts(needs))
        self.caller = stored(received.caller)
        for outcome in received.outcomes:
            self._keep(outcome)
        self.screen.extend(received.spoken.says)
        return received

    def _facts(self, needs: Needs) -> Facts:
        taken = {str(case.answers["nik"]) for case in self.cases if case.state != "withdrawn"}
        return replace(
            facts_of(self.turn, self.place, self.caller.language),
            taken_niks=needs.niks & taken,
            cases=self.cases if needs.cases else (),
        )

    def _heard(self, said: Said) -> Heard:
        if said.tapped:
            return self._tapped(said.tapped)
        if said.gesture == "contact":
            return Heard(Sort.CONTACT, contact=CARD, sent_at=NOON)
        if said.gesture == "location":
            return Heard(Sort.LOCATION, sent_at=NOON, rough_place="-692,10693")
        if said.gesture:
            return Heard(Sort(said.gesture), sent_at=NOON)
        return Heard(Sort.TEXT, text=said.words, sent_at=NOON)

    def _tapped(self, label: str) -> Heard:
        """The latest button of this label; one under the field for typing sends its own words."""
        for say in reversed(self.screen):
            if label == say.shares_contact:
                return Heard(Sort.CONTACT, contact=CARD, sent_at=NOON)
            if button := find_button(say, label):
                typed = Heard(Sort.TEXT, text=label, sent_at=NOON)
                return typed if say.shares_contact else Heard(Sort.TAP, tap=Tap.read(button.tap))
        raise LookupError(f"no button [{label}] on the screen")

    def _keep(self, outcome: Outcome) -> None:
        self.kept.append(outcome)
        if isinstance(outcome, Registration):
            self.cases = (*self.cases, case_of(outcome, self.turn))
        elif isinstance(outcome, Correction):
            self.cases = tuple(_corrected(case, outcome) for case in self.cases)
        elif isinstance(outcome, Withdrawal):
            self.cases = tuple(_in_state(case, outcome.case_id, "withdrawn") for case in self.cases)
        elif isinstance(outcome, Erasure):
            self.cases = tuple(case for case in self.cases if not case.is_own)
            self.caller = Caller(self.caller.language)
        elif isinstance(outcome, LanguageChosen):
            self.caller = replace(self.caller, language=outcome.language)


def find_button(say: Say, label: str) -> Button | None:
    return next((button for row in say.rows for button in row if button.label == label), None)


def stored(caller: Caller) -> Caller:
    """The same caller as the store gives it back."""
    active = _again(caller.active) if caller.active else None
    return replace(caller, active=active, parked=tuple(map(_again, caller.parked)))


def _again(conversation: Conversation) -> Conversation:
    return STORED.validate_python(json.loads(STORED.dump_json(conversation)), strict=False)


def case_of(form: Registration, number: int) -> Case:
    """What a kept form looks like to its own people."""
    return Case(
        id=f"case-{number}",
        reference=form.reference,
        state="submitted",
        full_name=form.full_name,
        submitted_at=NOON,
        village_code=form.village_code,
        is_own=form.consent.channel != "read_aloud",
        answers=form.model_dump(mode="json", exclude={"reference", "consent"}),
    )


def _corrected(case: Case, outcome: Correction) -> Case:
    if case.id != outcome.case_id:
        return case
    answers = {**case.answers, outcome.field: outcome.value}
    name, village = str(answers["full_name"]), str(answers["village_code"])
    return replace(case, answers=answers, full_name=name, village_code=village)


def _in_state(case: Case, case_id: str, state: str) -> Case:
    return replace(case, state=state) if case.id == case_id else case
