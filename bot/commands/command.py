"""What a command is: a name in two languages, who may give it, and what it opens or answers."""

from collections.abc import Callable
from dataclasses import dataclass

from conversations.facts import Facts, Needs
from conversations.flow import Flow
from conversations.outcomes import Outcome
from conversations.says import Say


@dataclass(frozen=True, slots=True)
class Reply:
    """What a command leads to: messages, perhaps an outcome, or a conversation to open.

    `opens` begins a flow with some answers already given; `subject` says that it is about somebody else.
    """

    says: tuple[Say, ...] = ()
    outcome: Outcome | None = None
    opens: Flow | None = None
    given: tuple[tuple[str, str], ...] = ()
    subject: str = ""
    is_exercise: bool = False


NOTHING = Needs()

Run = Callable[[str, Facts], Reply]
"""The argument that was given ("" for none) and the facts of this turn lead to a reply."""


@dataclass(frozen=True, slots=True)
class Command:
    """One command. `shows_in_menu` lists it in Telegram's menu and in the help."""

    name: str
    run: Run
    alias: str = ""
    needs: Needs = NOTHING
    shows_in_menu: bool = True

    def name_in(self, language: str) -> str:
        """The name by which people of this language call it."""
        return self.alias if self.alias and language == "en" else self.name


def opens(flow: Flow) -> Run:
    """A command that begins a conversation."""
    return lambda _argument, _facts: Reply(opens=flow)


def says(answer: Callable[[str, Facts], tuple[Say, ...]]) -> Run:
    """A command that only answers."""
    return lambda argument, facts: Reply(answer(argument, facts))
