"""One contact's progress through one flow: a value that is stored between turns."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self

from conversations.facts import Answers


@dataclass(frozen=True, slots=True)
class Conversation:
    """Answers and what was last asked; the position is computed from them, never stored.

    `subject` names the person it is about ("" is the contact), `asked` the step last shown, `prompt` counts
    questions so that old buttons are known, `offered` are the options last put before the person, `revisiting` is a
    step being answered again (`is_change` when it was picked at the review), `version` the flow's shape when it was
    last touched.
    """

    id: str
    flow: str
    version: str
    subject: str = ""
    answers: Answers = field(default_factory=dict)
    asked: str = ""
    prompt: int = 0
    revisiting: str = ""
    is_change: bool = False
    offered: tuple[str, ...] = ()
    mistakes: int = 0
    last_tap: str = ""
    asked_at: datetime | None = None
    is_exercise: bool = False

    @property
    def is_begun(self) -> bool:
        """Whether the person has answered anything; what came with the opening is not theirs."""
        return bool(self.answers) and self.prompt > 1

    def without(self, steps: frozenset[str]) -> Self:
        """The same conversation without these answers."""
        return replace(
            self, answers={step: value for step, value in self.answers.items() if step not in steps}
        )
