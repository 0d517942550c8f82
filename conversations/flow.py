"""How a conversation is declared: its steps in the order they are asked."""

import hashlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from conversations.actor import Role
from conversations.facts import Answers, Facts
from conversations.kinds.kind import Kind
from conversations.outcomes import Outcome
from conversations.says import Say
from conversations.texts import Texts

Condition = Callable[[Answers, Facts], bool]
"""Whether a step applies; sees partial answers, so it must look them up with `.get`."""

Sex = Callable[[Answers, Facts], str]
"""`male` or `female`, empty while nobody knows."""

Shown = Callable[[Answers, Facts, Texts], Mapping[str, str]]
"""What a question shows of earlier answers, by placeholder."""


def always(answers: Answers, facts: Facts) -> bool:
    """Asked of everybody."""
    del answers, facts
    return True


def unknown(answers: Answers, facts: Facts) -> str:
    """Of nobody in particular."""
    del answers, facts
    return ""


def nothing(answers: Answers, facts: Facts, texts: Texts) -> Mapping[str, str]:
    """Shows nothing of earlier answers."""
    del answers, facts, texts
    return {}


@dataclass(frozen=True, slots=True)
class Ask:
    """One question.

    `follows` names answers on which this one rests: when they change it is asked anew.
    `skippable` questions may be passed over; their stored answer is then None. `links` are commands offered below.
    `is_given` when the way of opening answers it: whom it is about never changes on the way. `implied_by` names the
    question whose answer brings this one along.
    """

    step: str
    kind: Kind
    when: Condition = always
    shows: Shown = nothing
    follows: tuple[str, ...] = ()
    skippable: bool = False
    links: tuple[str, ...] = ()
    is_counted: bool = True
    is_given: bool = False
    implied_by: str = ""

    @property
    def is_asked(self) -> bool:
        """Whether it is ever put to anybody."""
        return not self.is_given and not self.implied_by


@dataclass(frozen=True, slots=True)
class Stop:
    """The conversation ends here when the condition holds; nothing is kept. `opens` are commands offered then."""

    step: str
    when: Condition
    shows: Shown = nothing
    opens: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """Shows every answer, each of which can be changed, and asks for the word to go."""

    step: str = "review"
    shows: Shown = nothing


Step = Ask | Stop | Review


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What a finished conversation says and leaves behind."""

    says: tuple[Say, ...]
    outcome: Outcome | None = None


Conclude = Callable[[Answers, Facts, Texts], Conclusion]


@dataclass(frozen=True)
class Flow:
    """A whole conversation. Its name is the file of its texts.

    `about` gives the name of the person it is about, for conversations on behalf of others, and `sex` whether that
    is a Bapak or an Ibu; `is_personal` says that its messages hold personal facts; `wants_cases` that its steps look
    at the contact's registrations.
    `roles` may go on with it, everybody where there are none: whoever loses the post loses the conversation.
    """

    name: str
    steps: tuple[Step, ...]
    conclude: Conclude
    about: Callable[[Answers], str] = field(default=lambda _: "")
    sex: Sex = unknown
    is_personal: bool = False
    wants_cases: bool = False
    roles: frozenset[Role] = frozenset()

    @cached_property
    def version(self) -> str:
        """A short word that changes whenever the shape of the flow changes."""
        shape = ";".join(f"{type(step).__name__}:{step.step}:{_answers_taken(step)}" for step in self.steps)
        return hashlib.sha256(shape.encode()).hexdigest()[:8]

    def asks(self) -> Collection[Ask]:
        """The questions, in order."""
        return self._asks.values()

    def find_ask(self, step: str) -> Ask | None:
        """The question of this name."""
        return self._asks.get(step)

    @cached_property
    def _asks(self) -> Mapping[str, Ask]:
        return {step.step: step for step in self.steps if isinstance(step, Ask)}

    def followers(self, step: str) -> frozenset[str]:
        """The answers that rest on this one, and those that rest on them."""
        direct = frozenset(ask.step for ask in self.asks() if step in ask.follows)
        return direct.union(*(self.followers(follower) for follower in direct))


def _answers_taken(step: Step) -> str:
    return f"{step.kind!r}{' or none' * step.skippable}" if isinstance(step, Ask) else ""
