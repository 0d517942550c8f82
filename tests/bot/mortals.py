"""A person who registers while the bot is killed, and what must be true of it afterwards."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from itertools import groupby

from conversations.facts import Case, Needs
from conversations.transcript import NOON, Said, bare
from simulator.ledger import Entry
from simulator.telegram import Telegram
from storage.database import Database
from tests.bot.doubles import TOKEN
from tests.bot.replicas import ended, free_port, replica
from tests.databases import KEYS
from tests.simulator.phone import Phone
from tests.transcripts.script import read

SITI = 5001
RESTS_FOR = 0.06
"""Longer than a note of what was sent may wait: whoever pauses so long finds nothing half done."""


def environment_of(telegram_url: str, address: str, receive: str) -> dict[str, str]:
    """The settings of one replica, on a free port."""
    port = free_port()
    return {
        "BOT_TOKEN": TOKEN,
        "BOT_API_URL": telegram_url,
        "DATABASE_URL": address,
        "KEYS": KEYS.written(),
        "LISTEN": f"127.0.0.1:{port}",
        "RECEIVE": receive,
        "WEBHOOK_URL": f"http://127.0.0.1:{port}",
        "WEBHOOK_SECRET": "invented_secret",
    }


@dataclass
class Mortal:
    """The bot as one process, killed at a crash point and started again; `deaths` says how often it died."""

    environment: dict[str, str]
    crash: str
    deaths: int = 0

    async def live(self) -> None:
        """Live, die at the crash point, and live on without one; until cancelled."""
        with replica(self.environment, self.crash) as victim:
            while await ended(victim, 0.02) is None:
                pass
            self.deaths += victim.exitcode == -9
        with replica(self.environment):
            await asyncio.Event().wait()

    @asynccontextmanager
    async def living(self) -> AsyncIterator["Mortal"]:
        life = asyncio.create_task(self.live())
        try:
            yield self
        finally:
            life.cancel()
            await asyncio.gather(life, return_exceptions=True)


@dataclass
class Registrant:
    """Plays the plain registration line by line; `sent` gathers the numbers of the updates, `seen` the questions."""

    phone: Phone
    sent: list[int] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)

    async def registers(self) -> None:
        for move in read("id/registration/plain").moves:
            await asyncio.sleep(RESTS_FOR)
            done = await self._does(move)
            self.sent.append(done["update_id"])
            self.seen.append(await self._next_question())

    async def _does(self, said: Said) -> dict[str, int]:
        if said.gesture == "contact":
            return await self.phone.shares_contact()
        return await (self.phone.taps(said.tapped) if said.tapped else self.phone.says(said.words))

    async def _next_question(self) -> str:
        """The next message that is no copy of the one before."""
        while True:
            message = await self.phone.sees(r"\S", timeout=40)
            if "message_id" in message and [message["text"]] != self.seen[-1:]:
                return str(message["text"])


def said_to(telegram: Telegram, chat_id: int) -> list[str]:
    """The messages that Telegram carried out, in order, as they read on the screen."""
    calls = (one for one in telegram.ledger.since(0) if one.is_executed and one.chat_id == chat_id)
    return [bare(str(one.params["text"])) for one in calls if one.method == "sendMessage"]


def without_copies(said: Sequence[str]) -> list[str]:
    """The messages, without those that stand right after one like them."""
    return [text for text, _ in groupby(said)]


async def cases_of(database: Database) -> tuple[Case, ...]:
    async with database.unit() as unit:
        await unit.load_contacts([SITI])
        return (await unit.load_facts({SITI: Needs(cases=True)}, now=NOON))[SITI].cases


async def states_of(database: Database) -> set[str]:
    async with database.reading() as unit:
        return {state for _, state in await unit.count_outbox()}


async def everything_sent(database: Database) -> set[str]:
    """The states in which rows ended, once none is on its way."""
    async with asyncio.timeout(40):
        while (states := await states_of(database)) & {"queued", "sending"}:  # noqa: ASYNC110 - of another process
            await asyncio.sleep(0.1)
    return states


def told(telegram: Telegram) -> str:
    """The ledger, for whoever must find out what went wrong."""
    return "\n".join(_line(entry) for entry in telegram.ledger.since(0) if entry.chat_id == SITI)


def _line(entry: Entry) -> str:
    words = str(entry.params.get("text", "")).replace("\n", " / ")[:60]
    return f"{entry.n:4} {entry.method:22} {entry.status} {'done' if entry.is_executed else '-':5} {words}"


@contextmanager
def showing_the_ledger(telegram: Telegram) -> Iterator[None]:
    """Whatever fails in here shows what Telegram was asked to do."""
    try:
        yield
    except (AssertionError, TimeoutError) as error:
        error.add_note(told(telegram))
        raise
