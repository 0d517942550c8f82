"""`python -m conversations registration`: talk with a flow in the terminal, no token, no database."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from conversations.facts import Place
from conversations.flows import FLOWS, get_flow
from conversations.player import OPENINGS, Play, played, title
from conversations.regions import Regions, Search
from conversations.texts import LANGUAGES
from conversations.transcript import PERSON, written

HINT = "Type an answer, a button's label or its number. (contact) and (sticker) work too; Ctrl-D ends."


def _arguments(given: list[str]) -> argparse.Namespace:
    reader = argparse.ArgumentParser(prog="python -m conversations", description=__doc__)
    reader.add_argument("flow", choices=[flow.name for flow in FLOWS])
    reader.add_argument("--language", choices=LANGUAGES, default=LANGUAGES[0])
    reader.add_argument("--record", type=Path, metavar="FILE", help="write what was played as a transcript")
    reader.add_argument("--shows", default="", metavar="SENTENCE", help="what the transcript shows")
    arguments = reader.parse_args(given)
    if arguments.record and arguments.flow not in OPENINGS:
        reader.error(f"{arguments.flow} needs a registration before it; write its transcript by hand")
    return arguments


def _typed() -> Iterator[str]:
    """What is typed, line by line, until the end of input."""
    while True:
        try:
            words = input(PERSON)
        except (EOFError, KeyboardInterrupt):
            print()
            return
        if not sys.stdin.isatty():
            print(words)
        if words.strip():
            yield words.strip()


def main(given: list[str]) -> None:
    """Play a flow from the first question to its end, and write it down when asked to."""
    arguments = _arguments(given)
    regions = Regions.load()
    play = Play(get_flow(arguments.flow), Place(regions, Search(regions)), arguments.language)
    print(HINT)
    for line in played(play, _typed()):
        print(line if isinstance(line, str) else "\n".join(written([line])))
    if play.outcome is not None:
        print(f"kept: {play.outcome!r}")
    if arguments.record:
        purpose = arguments.shows or title(play.flow, play.language)
        arguments.record.parent.mkdir(parents=True, exist_ok=True)
        arguments.record.write_text("\n".join((f"# {purpose}", *written(play.lines), "")), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
