"""A person talking with one flow: says, taps, and looks at what comes back."""

import json
from dataclasses import dataclass, field, replace
from datetime import datetime

from pydantic import TypeAdapter

from conversations.conversation import Conversation
from conversations.facts import Facts
from conversations.flow import Flow
from conversations.heard import Contact, Heard, Sort, Tap
from conversations.says import Button
from conversations.transcript import bare
from conversations.turn import Turn, begin, resume, turn

STORED = TypeAdapter(Conversation)
NIK = "3201015708850001"
TO_REVIEW = (
    "setuju", NIK, "sama", "Siti Aminah", "Sukabumi", "lewati", "sukamanah cisaat", "1", "Kp. Cikole RT 3 RW 5",
    "petani", "1 juta", "ya", "ya",
)  # fmt: skip
"""Plain answers of a plain registration, up to its review."""


@dataclass(slots=True)
class Talk:
    """Every turn starts from what a store would have given back."""

    flow: Flow
    facts: Facts
    turned: Turn = field(init=False)

    def begin(self, subject: str = "", *, is_exercise: bool = False, **given: str) -> "Talk":
        self.turned = begin(self.flow, self.facts, subject=subject, given=given, is_exercise=is_exercise)
        return self

    @property
    def conversation(self) -> Conversation:
        assert self.turned.conversation is not None, "the conversation is over"
        kept: Conversation = STORED.validate_python(json.loads(STORED.dump_json(self.turned.conversation)))
        assert kept == self.turned.conversation
        return kept

    @property
    def seen(self) -> str:
        """Everything that the last turn showed, without tags."""
        return "\n".join(bare(say.html) for say in self.turned.spoken.says)

    @property
    def buttons(self) -> tuple[Button, ...]:
        return tuple(button for say in self.turned.spoken.says for row in say.rows for button in row)

    @property
    def asked(self) -> str:
        return self.conversation.asked

    def hears(self, heard: Heard) -> "Talk":
        self.turned = turn(self.flow, self.conversation, heard, self.facts)
        assert self.turned.spoken.says or self.turned.spoken.notice, "nobody is left without a word"
        return self

    def says(self, *texts: str, sent_at: datetime | None = None) -> "Talk":
        for text in texts:
            self.hears(Heard(Sort.TEXT, text=text, sent_at=sent_at))
        return self

    def taps(self, *labels: str) -> "Talk":
        for label in labels:
            self.presses(self.find(label))
        return self

    def presses(self, button: Button) -> "Talk":
        """A button of this or of any earlier message."""
        return self.hears(Heard(Sort.TAP, tap=Tap.read(button.tap)))

    def shares(self, contact: Contact) -> "Talk":
        return self.hears(Heard(Sort.CONTACT, contact=contact))

    def sends(self, sort: Sort) -> "Talk":
        return self.hears(Heard(sort))

    def resumes(self) -> "Talk":
        self.turned = resume(self.flow, self.conversation, self.facts)
        return self

    def find(self, label: str) -> Button:
        return next(button for button in self.buttons if button.label == label)

    def under(self, flow: Flow) -> "Talk":
        """The same conversation after the flow was changed."""
        self.flow = flow
        return self

    def told(self, **changes: object) -> "Talk":
        """Other facts from now on."""
        self.facts = replace(self.facts, **changes)  # type: ignore[arg-type] # the test names a field
        return self
