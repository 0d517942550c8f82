"""Runs this Telegram alone: `python -m simulator --port 8081`."""

import argparse
import asyncio
from contextlib import suppress

from simulator.serving import serve
from simulator.telegram import Telegram


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="simulator", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--token", help="the only token to admit; without it every well-formed one")
    parser.add_argument("--floods", action="store_true", help="refuse with 429 what is sent too fast")
    return parser.parse_args()


async def _run(options: argparse.Namespace) -> None:
    async with serve(Telegram(options.token, floods=options.floods), options.host, options.port) as url:
        print(f"Telegram on this machine: {url}", flush=True)  # noqa: T201  a console program prints
        await asyncio.Event().wait()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(_run(_options()))
