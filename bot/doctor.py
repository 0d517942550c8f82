"""`sasar doctor`: looks at everything a person may have wrong, and says of each how to mend it."""

import asyncio
import shutil
import sys
import time
from argparse import Namespace
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from enum import StrEnum
from pathlib import Path

import aiohttp
from telegram.error import InvalidToken, TelegramError

from bot.clock import SystemClock
from bot.presence import webhook_trouble
from bot.settings import Receive, Settings
from bot.sorry import Sorry
from bot.telegram_api import Wire
from bot.telegram_request import SasarBot
from storage.database import Database
from storage.errors import StoreError
from storage.keys import Keys
from storage.meta import Kind

LEAST_FREE_BYTES = 1_000_000_000
MOST_CLOCK_SECONDS = 30.0  # reminders and lapse dates go by our clock, message dates by Telegram's
OLDEST_PYTHON, FIRST_UNTRIED_PYTHON = (3, 11), (3, 14)  # as in pyproject.toml
LETTER = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><text y="8" font-size="8">A</text></svg>'
)


class Sign(StrEnum):
    """How a check came out."""

    GOOD = "✓"
    LOOK = "!"
    BAD = "✗"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, and how to mend it ("" when there is nothing to mend)."""

    sign: Sign
    what: str
    mend: str = ""

    def __str__(self) -> str:
        return f"{self.sign.value} {self.what}" + (f"\n  -> {self.mend}" if self.mend else "")


class Unwell(Sorry):
    """Something must be mended before a live start."""


def good(what: str) -> Finding:
    """Nothing to mend."""
    return Finding(Sign.GOOD, what)


def examine(_options: Namespace, settings: Settings) -> str:
    """Print every finding; raises `Unwell` when one of them stands in the way of a live start."""
    findings = asyncio.run(findings_of(settings))
    for finding in findings:
        print(finding)
    bad = sum(finding.sign is Sign.BAD for finding in findings)
    if bad:
        raise Unwell(f"{bad} to mend before this bot can work.")
    return "Nothing stands in the way."


async def findings_of(settings: Settings) -> Sequence[Finding]:
    """Every check, in the order in which one would mend things."""
    checks: tuple[Callable[[Settings], Awaitable[Finding]], ...] = (
        see_python,
        see_disk,
        see_fonts,
        see_keys,
        see_database,
        see_controller,
        see_token,
        see_webhook,
        see_clock,
    )
    return [await check(settings) for check in checks]


async def see_python(_settings: Settings) -> Finding:
    """Python 3.11 to 3.13: an older one could not have come this far, and a newer one was never tried."""
    said = f"Python {sys.version.split()[0]}"
    if OLDEST_PYTHON <= sys.version_info < FIRST_UNTRIED_PYTHON:
        return good(said)
    return Finding(Sign.LOOK, f"{said} was never tried", "Take 3.11 to 3.13: remove .venv, then make run.")


async def see_disk(settings: Settings) -> Finding:
    """At least 1 GB where the database grows."""
    folder = (settings.sqlite_file or Path.cwd() / "x").absolute().parent
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    said = f"{free / 1e9:.1f} GB free in {folder.name or 'the root folder'}"
    return good(said) if free > LEAST_FREE_BYTES else Finding(Sign.BAD, said, "Make room: at least 1 GB.")


async def see_fonts(_settings: Settings) -> Finding:
    """Pictures with letters in them; we bring our own fonts, so that every machine paints the same."""
    from bot.charts.painting import FONTS, paint  # noqa: PLC0415 - only one check needs it

    if missing := _missing(FONTS):
        mend = "Put the folder bot/charts/fonts back: git checkout -- bot/charts/fonts"
        return Finding(Sign.BAD, f"Pictures would have no words: {', '.join(missing)} is gone", mend)
    if paint(LETTER) is None:
        mend = "Summaries then come as words alone. For pictures: remove .venv, then make run."
        return Finding(Sign.LOOK, "Pictures cannot be painted: the package resvg_py is not there", mend)
    return good("Pictures can be painted, with our own fonts")


def _missing(files: Sequence[str]) -> list[str]:
    return [Path(file).name for file in files if not Path(file).exists()]


async def see_keys(settings: Settings) -> Finding:
    """Keys that can be read, and a copy of them somewhere else."""
    settings = _in_use(settings)
    try:
        keys = Keys.load(settings.keys_file, settings.keys.get_secret_value())
    except StoreError as error:
        file = settings.sqlite_file
        if file and not file.exists():
            return good("No keys yet: the first start makes them with the database")
        return Finding(Sign.BAD, "The keys cannot be read", str(error))
    if not settings.keys and settings.keys_file.stat().st_mode & 0o077:
        return Finding(Sign.BAD, "Others can read the keys file", f"chmod 600 {settings.keys_file}")
    if settings.is_practice:
        return good("The keys of practice are there; they need no copy")
    if not keys.is_exported:
        mend = "sasar keys export copy.json, and keep the copy elsewhere: without the keys all data is lost."
        return Finding(Sign.LOOK, "The keys have no copy yet", mend)
    return good("The keys are there, and were copied")


async def see_database(settings: Settings) -> Finding:
    """A database that opens with these keys, for what it was made for."""
    kind: Kind = "practice" if settings.is_practice else "live"
    settings = _in_use(settings)
    file = settings.sqlite_file
    if file and not file.exists():
        return good("No database yet: the first start makes it")
    try:
        keys = Keys.load(settings.keys_file, settings.keys.get_secret_value())
        database = await Database.open(settings.database_url.get_secret_value(), keys, kind=kind)
    except StoreError as error:
        return Finding(Sign.BAD, "The database does not open", str(error))
    except Exception as error:  # noqa: BLE001 - whatever it is, it is the finding; its words may hold the password
        what = f"The database cannot be reached ({type(error).__name__})"
        return Finding(Sign.BAD, what, "Look at DATABASE_URL, and whether the server runs.")
    await database.close()
    return good("The database opens" + (" (SQLite, for one process)" if file else " (PostgreSQL)"))


def _in_use(settings: Settings) -> Settings:
    """Practice has a database and keys of its own."""
    return settings.for_practice("") if settings.is_practice else settings


async def see_controller(settings: Settings) -> Finding:
    """Who answers for the data."""
    if not (missing := settings.missing_for_live()):
        return good("The privacy notice knows who answers for the data")
    sign = Sign.LOOK if settings.is_practice else Sign.BAD
    return Finding(
        sign, f"The privacy notice lacks {', '.join(missing)}", "Write them into .env (UU 27/2022)."
    )


async def see_token(settings: Settings) -> Finding:
    """A token that Telegram knows."""
    if settings.is_practice:
        return Finding(
            Sign.LOOK, "No BOT_TOKEN: the bot practises", "For real people: /newbot at @BotFather."
        )
    async with Wire() as wire:
        try:
            me = await _bot(settings, wire).get_me()
        except InvalidToken:
            return Finding(Sign.BAD, "Telegram refuses BOT_TOKEN", "Copy it again from @BotFather.")
        except TelegramError as error:
            what = f"Telegram cannot be reached ({type(error).__name__})"
            return Finding(
                Sign.BAD, what, f"Look at the network, a proxy, and BOT_API_URL ({settings.bot_api_url})."
            )
    return good(f"Telegram knows this bot as @{me.username}")


async def see_webhook(settings: Settings) -> Finding:
    """Updates that arrive."""
    if settings.is_practice or settings.receive is not Receive.WEBHOOK:
        return good("Updates are polled: nothing outside needs to reach us")
    async with Wire() as wire:
        trouble = await webhook_trouble(_bot(settings, wire), settings)
    if not trouble:
        return good("The webhook is set, and Telegram reaches it")
    mend = "Look whether WEBHOOK_URL leads from outside to LISTEN over https; starting sets it at Telegram."
    return Finding(Sign.BAD, f"Webhook: {trouble}", mend)


async def see_clock(settings: Settings) -> Finding:
    """A clock that agrees with Telegram's server."""
    if settings.is_practice:
        return good("The clock of practice is its own")
    try:
        seconds = await _clock_difference(settings)
    except (aiohttp.ClientError, TimeoutError, OSError, KeyError, ValueError):
        return Finding(
            Sign.LOOK, "The clock could not be compared", "Look again when Telegram can be reached."
        )
    if abs(seconds) <= MOST_CLOCK_SECONDS:
        return good("The clock is right")
    mend = "Let the machine keep time: timedatectl set-ntp true"
    return Finding(Sign.BAD, f"The clock is wrong by {seconds:.0f} s", mend)


async def _clock_difference(settings: Settings) -> float:
    """Our clock less that of the Bot API server, in seconds."""
    timeout = aiohttp.ClientTimeout(total=10)
    begun_at = time.monotonic()
    async with (
        aiohttp.ClientSession(timeout=timeout) as session,
        session.head(settings.bot_api_url) as answer,
    ):
        theirs = parsedate_to_datetime(answer.headers["Date"])
    return (SystemClock().now() - theirs).total_seconds() - (time.monotonic() - begun_at) / 2


def _bot(settings: Settings, wire: Wire) -> SasarBot:
    return SasarBot(settings.bot_token.get_secret_value(), settings.bot_api_url, wire)
