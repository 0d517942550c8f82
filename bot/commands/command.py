"""What a command is: a name in two languages, who may give it, and what it opens, answers or does."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from conversations.actor import Actor, Role
from conversations.facts import Facts, Needs
from conversations.flow import Flow
from conversations.outcomes import Outcome
from conversations.says import Say
from storage.unit import Unit


@dataclass(frozen=True, slots=True)
class Letter:
    """A message to somebody else than the one who acts, in the bulk lane.

    `key` makes it unique for ever, so that nothing is told twice; empty: once for each act. `not_before` keeps it back.
    """

    chat_id: int
    say: Say
    key: str = ""
    not_before: datetime | None = None


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
    notice: str = ""
    letters: tuple[Letter, ...] = ()


@dataclass(frozen=True, slots=True)
class Deed:
    """An act in its own transaction: the open unit, who acts with what reach, the facts, and the update behind it.

    `bot_name` is our username at Telegram, for links; empty until Telegram has told us.
    """

    unit: Unit
    actor: Actor
    facts: Facts
    update_id: int
    bot_name: str = ""

    @property
    def now(self) -> datetime:
        """The moment of the act."""
        return self.facts.now


NOTHING = Needs()
EVERYBODY = frozenset({Role.WORKER})
OFFICERS = frozenset({Role.OFFICER})
BRANCH = frozenset({Role.BRANCH_HEAD, Role.BRANCH_STAFF})
HEADS = frozenset({Role.BRANCH_HEAD})
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})

Run = Callable[[str, Facts], Reply]
"""The argument that was given ("" for none) and the facts of this turn lead to a reply; pure."""

Act = Callable[[Deed, str], Awaitable[Reply]]
"""The same with the store at hand, in a transaction of its own; whoever may not has been refused before."""


@dataclass(frozen=True, slots=True)
class Command:
    """One command, either `run` or `act`. `shows_in_menu` lists it in Telegram's menu and in the help.

    `arguments` are the first words that it understands; `opens_by_link` lets a link from outside open it, so what
    it does at once must be harmless.
    """

    name: str
    run: Run | None = None
    alias: str = ""
    needs: Needs = NOTHING
    shows_in_menu: bool = True
    roles: frozenset[Role] = EVERYBODY
    act: Act | None = None
    arguments: tuple[str, ...] = ()
    opens_by_link: bool = False

    def name_in(self, language: str) -> str:
        """The name by which people of this language call it."""
        return self.alias if self.alias and language == "en" else self.name

    def is_for(self, actor: Actor) -> bool:
        """Whether this actor may give it."""
        return actor.has(*self.roles)


def work_first(commands: Iterable[Command]) -> list[Command]:
    """The same commands, those that only some may give before those of everybody."""
    return sorted(commands, key=lambda command: Role.WORKER in command.roles)


def by_word(acts: Mapping[str, Act]) -> Act:
    """The act that the word before the first hyphen names, given what follows; anything else is the act of no word."""

    async def act(deed: Deed, argument: str) -> Reply:
        word, _, rest = argument.partition("-")
        return await acts[word](deed, rest) if word in acts else await acts[""](deed, "")

    return act


def opens(flow: Flow) -> Run:
    """A command that begins a conversation."""
    return lambda _argument, _facts: Reply(opens=flow)


def says(answer: Callable[[str, Facts], tuple[Say, ...]]) -> Run:
    """A command that only answers."""
    return lambda argument, facts: Reply(answer(argument, facts))
