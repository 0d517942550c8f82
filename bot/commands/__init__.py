"""Every command that can be given in chat."""

from bot.commands.broadcast import BROADCAST_COMMANDS
from bot.commands.command import Command
from bot.commands.core_answer import CORE_ANSWERS
from bot.commands.enrol import ENROL
from bot.commands.export import EXPORT
from bot.commands.front import FRONT
from bot.commands.funding import FUNDS
from bot.commands.guide import GUIDE
from bot.commands.money import MONEY
from bot.commands.pin import PIN_COMMANDS
from bot.commands.questions import QUESTION_COMMANDS
from bot.commands.recap import RECAP
from bot.commands.review import REVIEW
from bot.commands.staff import STAFF
from bot.commands.summary import SUMMARY
from bot.commands.tasks import TASKS
from bot.commands.visits import VISITS
from bot.commands.worker import WORKER
from conversations.plain import plain
from conversations.texts import LANGUAGES, load

COMMANDS: tuple[Command, ...] = (
    *FRONT,
    *WORKER,
    *ENROL,
    *VISITS,
    *TASKS,
    *GUIDE,
    *REVIEW,
    *EXPORT,
    *CORE_ANSWERS,
    *BROADCAST_COMMANDS,
    *QUESTION_COMMANDS,
    *PIN_COMMANDS,
    *SUMMARY,
    *RECAP,
    *MONEY,
    *FUNDS,
    *STAFF,
)


_BY_NAME = {name: command for command in COMMANDS for name in (command.name, command.alias) if name}


def find_command(name: str) -> Command | None:
    """The command of this name or alias."""
    return _BY_NAME.get(name)


def find_linked(payload: str) -> tuple[Command, str] | None:
    """Where a link `t.me/<bot>?start=<command>-<argument>` leads: only to what links from outside may open."""
    name, _, argument = payload.partition("-")
    command = find_command(name)
    return (command, argument) if command is not None and command.opens_by_link else None


def find_typed(text: str) -> Command | None:
    """The command whose name, alias or button somebody typed without a slash."""
    return _typed().get(plain(text))


def _typed() -> dict[str, Command]:
    if not _TYPED:
        for command in COMMANDS:
            if command.shows_in_menu:
                _TYPED.update({name: command for name in (command.name, command.alias) if name})
            labels = (load(language).find(f"menu.button.{command.name}") for language in LANGUAGES)
            _TYPED.update({plain(label): command for label in labels if label})
    return _TYPED


_TYPED: dict[str, Command] = {}
