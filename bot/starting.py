"""What `sasar run` and `sasar practice` do before the house stands: logs, and the words that greet the operator."""

import asyncio
from argparse import Namespace

from bot.logs import set_up_logs
from bot.running import run
from bot.settings import Settings


def start(options: Namespace, settings: Settings) -> str:
    """Run live, or practise where there is no token."""
    if settings.is_practice:
        return practice(options, settings)
    set_up_logs(settings.log_level, settings.secrets())
    asyncio.run(run(settings, lambda name: _say(f"@{name} is listening. Stop with Ctrl+C.")))
    return ""


def practice(_options: Namespace, settings: Settings) -> str:
    """Practise with the phones in the browser."""
    from bot.practice import practise  # noqa: PLC0415 - a live bot needs no simulator

    set_up_logs("WARNING" if settings.log_level == "INFO" else settings.log_level)
    asyncio.run(practise(settings, lambda url: _say(f"Practice is ready: open {url}")))
    return ""


def _say(words: str) -> None:
    print(words, flush=True)  # noqa: T201 - a console program prints
