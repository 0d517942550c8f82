"""One conversation in its flow, at one moment: what every part of a turn looks at."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

from conversations.conversation import Conversation
from conversations.facts import Facts
from conversations.flow import Ask, Flow, Step
from conversations.heard import Tap
from conversations.kinds.kind import Asking
from conversations.position import current
from conversations.says import Button, Style
from conversations.texts import Texts, load


@dataclass(frozen=True)
class Scene:
    """A flow, a conversation in it, and the facts of this turn; where it stands is worked out once."""

    flow: Flow
    conversation: Conversation
    facts: Facts

    @property
    def texts(self) -> Texts:
        """The wordings in the language of the contact."""
        return load(self.facts.language)

    @cached_property
    def step(self) -> Step | None:
        """The step that is open now; None when all is done."""
        return current(self.flow, self.conversation, self.facts)

    @property
    def title(self) -> str:
        """What people call this conversation."""
        return self.texts.fill(f"{self.flow.name}.title")

    def at(self, conversation: Conversation) -> Self:
        """The same scene with the conversation gone on."""
        return replace(self, conversation=conversation)

    def asking(self, ask: Ask) -> Asking:
        """What the kind of a question gets to see."""
        return Asking(f"{self.flow.name}.{ask.step}", self.texts, self.conversation.answers, self.facts)

    def shows(self, ask: Ask) -> dict[str, str]:
        """What a question shows of earlier answers."""
        return dict(ask.shows(self.conversation.answers, self.facts, self.texts))

    def tap(self, value: str) -> str:
        """Callback data of a button under the present question."""
        return str(Tap(self.conversation.id, self.conversation.prompt, value))

    def button(self, name: str, value: str, *, style: Style = Style.PLAIN) -> Button:
        """A button that every flow shares."""
        return Button(self.texts.fill(f"talk.button.{name}"), self.tap(value), style=style)
