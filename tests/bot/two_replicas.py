"""Two replicas of the bot on one database, which take turns: each thing a person does is heard by the other one."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta
from functools import partial
from itertools import count, cycle
from typing import Self

import aiohttp

from bot.batch import Household
from bot.foundation import leases_of
from bot.house import House
from bot.settings import Receive, Settings
from bot.web import bind
from conversations.facts import Place
from conversations.transcript import NOON, NOTICE, fresh_word
from simulator.clock import Clock
from storage.database import Database
from tests.bot.doubles import TOKEN
from tests.databases import KEYS

NAMES = ("one", "other")
SECRET = "invented_secret"


class StandingClock(Clock):
    """It is noon, for the bot and for Telegram."""

    def now(self) -> float:
        return NOON.timestamp()


class NoonForTheBot:
    """Noon as well; only that later is later, as the store puts what was touched last in front."""

    _moments = count()

    def now(self) -> datetime:
        return NOON + timedelta(microseconds=next(self._moments))


class Replica:
    """One replica with an engine, a desk, a courier and a web server of its own."""

    def __init__(self, name: str, database: Database, house: House, url: str) -> None:
        self.name, self.database, self.house, self.url = name, database, house, url

    @classmethod
    @asynccontextmanager
    async def living(
        cls, name: str, telegram_url: str, address: str, place: Place, fresh: Callable[[], str]
    ) -> AsyncIterator[Self]:
        """A replica that is known at Telegram; it ends tidily."""
        database = await Database.open(address, KEYS, kind="live")
        listening, stop, known = bind("127.0.0.1", 0), asyncio.Event(), asyncio.Event()
        url = "http://127.0.0.1:{1}".format(*listening.getsockname())
        household = Household(place, NOTICE, name, fresh=fresh)
        settings = settings_of(telegram_url, address, url)
        house = House(settings, database, household, NoonForTheBot(), leases_of(database, name))
        life = asyncio.create_task(house.live(listening, stop, lambda _: known.set()))
        try:
            await _first_of(life, known)
            yield cls(name, database, house, url)
        finally:
            stop.set()
            await life
            listening.close()
            await database.close()

    async def settled(self) -> None:
        """Return when everything it had to send is sent, and noted."""
        await self.house.gate.drained()
        await self.house.courier.drained()
        await self.house.marks.written()


async def _first_of(life: asyncio.Task[None], known: asyncio.Event) -> None:
    waiting = asyncio.create_task(known.wait())
    await asyncio.wait({life, waiting}, return_when=asyncio.FIRST_COMPLETED, timeout=40)
    if not waiting.done():
        waiting.cancel()
        await life
        raise AssertionError("the replica did not start")


def settings_of(telegram_url: str, address: str, url: str) -> Settings:
    return Settings(
        _env_file=None,
        bot_token=TOKEN,
        bot_api_url=telegram_url,
        database_url=address,
        receive=Receive.WEBHOOK,
        listen=url.removeprefix("http://"),
        webhook_url=url,
        webhook_secret=SECRET,
    )


class Hearings:
    """Which replica took each turn, in order; the turn's number gives the word that is new in it."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def fresh(self, name: str) -> str:
        self.names.append(name)
        return fresh_word(len(self.names))


class TwoReplicas:
    """`next_one` lets the other replica hear whatever comes from now on."""

    def __init__(self, telegram_url: str, replicas: tuple[Replica, ...], hearings: Hearings) -> None:
        self.replicas, self.hearings = replicas, hearings
        self._telegram_url = telegram_url
        self._turns = cycle(replicas)

    @classmethod
    @asynccontextmanager
    async def living(cls, telegram_url: str, address: str, place: Place) -> AsyncIterator[Self]:
        hearings = Hearings()
        async with AsyncExitStack() as stack:
            replicas = [
                await stack.enter_async_context(
                    Replica.living(name, telegram_url, address, place, partial(hearings.fresh, name))
                )
                for name in NAMES
            ]
            yield cls(telegram_url, tuple(replicas), hearings)

    async def next_one(self) -> Replica:
        """The replica whose turn it is; updates go to it."""
        replica = next(self._turns)
        order = {"url": f"{replica.url}/telegram"}
        async with (
            aiohttp.ClientSession(self._telegram_url) as http,
            http.post("/sim/webhook", json=order) as answer,
        ):
            assert answer.status == 200
        return replica
