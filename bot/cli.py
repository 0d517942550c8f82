"""The console script `sasar`: says what it can do at once, and loads only what the chosen command needs."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module

from bot.settings import Settings, read_settings
from bot.sorry import Sorry

Act = Callable[[Namespace, Settings], str]
"""Does one command and gives the last words to print; what cannot be done is raised as `Sorry`."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One command: its words, what it does, and where that is written as `module:function`; `more` is for `--help`."""

    words: str
    does: str
    at: str
    arguments: tuple[str, ...] = ()
    switches: tuple[str, ...] = ()
    more: str = ""

    def act(self) -> Act:
        """Load what this command needs."""
        module, _, name = self.at.partition(":")
        act: Act = getattr(import_module(module), name)
        return act


ENTRIES = (
    Entry("run", "run the bot; without BOT_TOKEN this is practice", "bot.starting:start"),
    Entry("practice", "try the bot in the browser, without Telegram", "bot.starting:practice"),
    Entry("admin invite", "print a link that makes an administrator", "bot.inviting:invite_administrator"),
    Entry(
        "doctor",
        "look for whatever may be wrong, and say how to mend it",
        "bot.doctor:examine",
        more="Looks at Python, disk, fonts, keys and their copy, database, who answers for the data, token, webhook "
        "and clock. Changes nothing. Ends with 1 when something stands in the way of a live start.",
    ),
    Entry("db upgrade", "bring tables and regions up to this program", "bot.chores:upgrade_tables"),
    Entry("db check", "compare the tables with what is expected", "bot.chores:check_tables"),
    Entry("db backup", "copy an SQLite database while it runs", "bot.chores:back_up", ("file",)),
    Entry("db restore", "put a copy back; the bot must not run", "bot.chores:put_back", ("file",)),
    Entry("regions import", "take in a newer list of villages", "bot.chores:import_regions", ("source",)),
    Entry("keys new", "make the keys of a new installation", "bot.chores:new_keys"),
    Entry("keys export", "write a copy of the keys under a passphrase", "bot.chores:export_copy", ("file",)),
    Entry(
        "keys rotate",
        "seal everything with a new key; the bot must not run",
        "bot.chores:rotate_keys",
        switches=("--index",),
        more="Seals everything with a new master key. With --index it changes the key by which NIK, phone and card "
        "number are found: PINs, badges and open invitations then end, and slips are confirmed by a visit. Both can be "
        "stopped and started again.",
    ),
    Entry("village key", "let the system of a village ask for status", "bot.admitting:admit", ("village",)),
    Entry("village revoke", "let it ask no more", "bot.admitting:revoke", ("village",)),
    Entry("bench", "measure how fast this is here", "bot.bench.measuring:measure", ("name",), ("--write",)),
)


GROUPS = {
    "admin": "administrators",
    "db": "tables, and copies of them",
    "regions": "the list of villages",
    "keys": "what seals personal data",
    "village": "what systems of villages may ask",
}
"""The first of two words, and what the second is about."""


def make_parser() -> ArgumentParser:
    """The words that `sasar` understands."""
    parser = ArgumentParser(prog="sasar", description="Sasar, a Telegram bot for village workers.")
    first = parser.add_subparsers(metavar="COMMAND", required=True)
    groups = {}
    for entry in ENTRIES:
        group, _, word = entry.words.rpartition(" ")
        if group and group not in groups:
            named = first.add_parser(group, help=GROUPS[group])
            groups[group] = named.add_subparsers(metavar="WHAT", required=True)
        own = (groups[group] if group else first).add_parser(
            word, help=entry.does, description=entry.more or entry.does
        )
        for argument in entry.arguments:
            own.add_argument(argument)
        for switch in entry.switches:
            own.add_argument(switch, action="store_true")
        own.set_defaults(entry=entry)
    return parser


def is_for_the_operator(error: Exception) -> bool:
    """Whether its words say what to do; the store's errors do, and are loaded only when there is one."""
    from storage.errors import StoreError  # noqa: PLC0415

    return isinstance(error, Sorry | StoreError)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command: 0 when it went well, 1 when it could not be done, 2 when it was not understood."""
    options = make_parser().parse_args(arguments)
    entry: Entry = options.entry
    try:
        if words := entry.act()(options, read_settings()):
            print(words)
    except Exception as error:
        if not is_for_the_operator(error):
            raise
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0
