"""Everything of one running replica: built in order, run until told to stop, taken down without losing a thing."""

import asyncio
import logging
import socket
from collections.abc import Callable, Coroutine, Iterable, Mapping
from contextlib import suppress
from functools import partial
from typing import Any

from starlette.types import ASGIApp
from telegram.error import TelegramError

from bot.batch import Household
from bot.broadcasts.sending import Recipients
from bot.clock import Clock
from bot.delivery.asking import asked_to_delete
from bot.delivery.courier import Courier
from bot.delivery.flood import FloodGate
from bot.delivery.marks import Marks
from bot.delivery.pace import Pace
from bot.delivery.riding import riding
from bot.delivery.rounds import Rounds
from bot.delivery.sources import SortedMarks, Sources
from bot.delivery.stored import StoredOutbox
from bot.dispatch import Desk
from bot.doors import doors_of
from bot.handing_over import fading_sweep, sheets_sweep
from bot.intake.gate import Gate
from bot.intake.polling import Poller
from bot.intake.quarantine import setting_aside
from bot.intake.webhook import Webhook
from bot.logs import log_failure
from bot.menus import show_menus
from bot.presence import introduce
from bot.schedule import Schedule, Sweep
from bot.settings import Receive, Settings
from bot.taking_in import answers_sweep
from bot.telegram_api import TelegramApi, Wire
from bot.telegram_request import SasarBot
from bot.tenure import Leases, Tenure
from bot.web import build_web, make_server
from storage.database import Database

POSTGRES_WORKERS = 3
SENDS_SECONDS, MARKS_SECONDS = 10.0, 4.0  # of the 20 s that a stop may take
LONGEST_PAUSE = 30.0
BULK_MARKS_SECONDS = 0.1  # what a kill finds sent and not yet marked stays uncertain
log = logging.getLogger(__name__)

Announce = Callable[[str], None]
"""Told the bot's username once Telegram knows us."""


class House:
    """One replica; `page` is what practice mode shows at `/`."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        household: Household,
        clock: Clock,
        leases: Leases,
        *,
        sweeps: Iterable[Sweep] = (),
        page: ASGIApp | None = None,
    ) -> None:
        is_only_one = settings.sqlite_file is not None
        token = settings.bot_token.get_secret_value()
        self.settings, self.database = settings, database
        self.wire = Wire()
        self.api = TelegramApi(token, settings.bot_api_url, self.wire)
        self.bot = SasarBot(token, settings.bot_api_url, self.wire)
        rows = StoredOutbox(database, household.owner, clock, is_only_one=is_only_one)
        recipients = Recipients(
            database,
            household.owner,
            clock,
            per_second=settings.bulk_per_second,
            is_only_one=is_only_one,
            keeps_quiet=household.keeps_quiet,
        )
        flood, pace = FloodGate(), Pace(settings.bulk_per_second)
        marks = Marks(rows.write)
        self.marks = SortedMarks(marks, Marks(recipients.write, seconds=BULK_MARKS_SECONDS))
        self.courier = Courier(
            self.api,
            self.marks,
            flood=flood,
            pace=pace,
            is_ours=lambda: is_only_one or self.rounds.is_ours(),
            ask_to_delete=asked_to_delete,
        )
        self.rounds = Rounds(
            Sources(rows, recipients),
            self.courier,
            leases,
            flood=flood,
            pace=pace,
            is_busy=lambda: self.gate.is_busy,
        )
        self.desk = Desk(database, household, clock.now, partial(riding, marks, rows))
        self.gate = Gate(self.desk, self.courier.carry, workers=1 if is_only_one else POSTGRES_WORKERS)
        self.poller = Poller(self.api, self.gate, Tenure(leases, "poller"))
        self.schedule = Schedule((*sweeps, fading_sweep(database)), Tenure(leases, "schedule"), clock)
        # A file of a whole province takes minutes: reminders and deletions do not wait for it.
        self.exchange = Schedule(self._exchange(database, household), Tenure(leases, "exchange"), clock)
        webhook = self._webhook(database, clock) if settings.receive is Receive.WEBHOOK else None
        doors = doors_of(settings, database, clock)
        self.server = make_server(build_web(self.health, webhook=webhook, page=page, doors=doors))

    def _exchange(self, database: Database, household: Household) -> tuple[Sweep, Sweep]:
        """Files to the core system, and its answers."""
        mapping = self.settings.sheets_file
        sheets = sheets_sweep(database, household.place.regions, mapping, self.settings.file_address)
        return sheets, answers_sweep(database, self.api, mapping)

    def _webhook(self, database: Database, clock: Clock) -> Webhook:
        secret = self.settings.webhook_secret.get_secret_value()
        return Webhook(self.gate, secret=secret, quarantine=setting_aside(database, clock))

    async def health(self) -> Mapping[str, str]:
        """What keeps us from working, by part; empty when all is well."""
        troubles: dict[str, str] = {}
        try:
            await self.database.health()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is the answer
            troubles["database"] = type(error).__name__
        if self.poller.is_revoked:
            troubles["token"] = "refused"  # noqa: S105 - no secret
        return troubles

    async def live(self, listening: socket.socket, stop: asyncio.Event, announce: Announce) -> None:
        """Work until `stop`, then finish what was begun; raises what makes starting pointless."""
        self.wire.open()
        # Before anything new comes in: what an earlier life left half sent is told from what this one sends.
        await self.rounds.settle()
        serving = asyncio.create_task(self.server.serve(sockets=[listening]))
        receiving = asyncio.create_task(self._receive(announce))
        rounds = _tasks(self.rounds.upkeep(), self.rounds.bulk(), self.schedule.run(), self.exchange.run())
        stopping = asyncio.create_task(stop.wait())
        try:
            done, _ = await asyncio.wait({serving, receiving, stopping}, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            stopping.cancel()
            await self._leave(serving, receiving, rounds)

    async def _receive(self, announce: Announce) -> None:
        bot_name = await self._introduced()
        self.desk.known_as(bot_name)
        announce(bot_name)
        await self._menus_shown()
        if self.settings.receive is Receive.POLLING:
            await self.poller.run()
        await asyncio.Event().wait()

    async def _menus_shown(self) -> None:
        try:
            await show_menus(self.bot)
        except TelegramError as error:
            # A menu is a convenience: whoever types still gets everything.
            log_failure(log, "the menus could not be set", error, level=logging.WARNING)

    async def _introduced(self) -> str:
        pause = 1.0
        while True:
            try:
                return await introduce(self.bot, self.settings)
            except TelegramError as error:
                log_failure(log, "Telegram cannot be reached yet", error, level=logging.WARNING)
            await asyncio.sleep(pause)
            pause = min(LONGEST_PAUSE, pause * 2)

    async def _leave(
        self, serving: asyncio.Task[None], receiving: asyncio.Task[None], rounds: list[asyncio.Task[None]]
    ) -> None:
        """Take nothing new, commit what was taken, send what was promised, and give back what could not go."""
        is_webhook = self.settings.receive is Receive.WEBHOOK
        await _ended(receiving)
        if is_webhook:
            self.server.should_exit = True
            await asyncio.wait((serving,))
        await self.gate.drained()
        await _ended(*rounds)
        with suppress(TimeoutError):
            await asyncio.wait_for(self.courier.drained(), SENDS_SECONDS)
        self.courier.give_back()
        with suppress(TimeoutError):
            await asyncio.wait_for(self.marks.written(), MARKS_SECONDS)
        self.server.should_exit = True
        self.server.force_exit = not is_webhook  # the practice page never hangs up by itself
        await asyncio.wait((serving,))
        await self.wire.close()


def _tasks(*works: Coroutine[Any, Any, None]) -> list[asyncio.Task[None]]:
    return [asyncio.create_task(work) for work in works]


async def _ended(*tasks: asyncio.Task[None]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
