"""`sasar bench NAME`: runs one measurement, and with `--write` keeps it among the documents."""

from argparse import Namespace
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from bot.settings import Settings
from bot.sorry import Sorry

NAMES = ("assisted", "broadcast", "names", "regions", "sheets", "tally", "worker")
PAGES = Path(__file__).parents[2] / "docs"


class NoSuchBench(Sorry):
    """Nothing of this name is measured."""


def measure(options: Namespace, _settings: Settings) -> str:
    """Run the measurement `options.name`; its Markdown is printed and, if asked for, written."""
    if options.name not in NAMES:
        raise NoSuchBench(f"There is no such measurement. There are: {', '.join(NAMES)}.")
    table: str = import_module(f"bot.bench.{options.name}").run()
    if not options.write:
        return table
    today = datetime.now(UTC).date()
    page = PAGES / f"bench-{options.name}.md"
    page.write_text(
        f"# Measured: {options.name}\n\n`sasar bench {options.name}`, {today}.\n\n{table}", "utf-8"
    )
    return f"{table}\nWritten to {page.name}."
