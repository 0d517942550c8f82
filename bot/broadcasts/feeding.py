"""Feeding: a few recipients at a time into the outbox, and what became of them back into the ledger."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from bot.batch import Household
from bot.broadcasts.letters import letter_of
from bot.broadcasts.progress import show_progress, tell_end
from bot.posting import Post
from conversations.broadcast import CARE, NAME, quiet_provinces
from conversations.ledger import Body, BroadcastState, Ledger
from storage.broadcast_feed import Feed, Sending, needs_trial
from storage.broadcast_report import names_of
from storage.broadcasts import load_body
from storage.database import Database
from storage.unit import Unit

AT_ONCE = 50
"""Rows in one transaction: answers to people must never wait long for the writer."""
STOCK_SECONDS = 6
"""So much sending lies ready in the outbox, whatever the schedule is busy with meanwhile."""

FREE_PER_SECOND = 30
"""What Telegram gives for nothing (Bots FAQ); beyond it each message costs Stars (Bot API, allow_paid_broadcast)."""


@dataclass(frozen=True, slots=True)
class Feeder:
    """Moves every broadcast on, within the bulk lane's `per_second`; harmless when repeated or killed anywhere.

    `keeps_quiet` False is for measurements alone, which cannot wait for the morning.
    """

    database: Database
    household: Household
    per_second: int
    at_once: int = AT_ONCE
    keeps_quiet: bool = True

    async def run(self, now: datetime) -> None:
        """One round over everything that is under way."""
        async with self.database.unit() as unit:
            feed = Feed(unit, now)
            await feed.begin_due()
            open_ones = await feed.list_open()
        for one in open_ones:
            await self._settle(one, now)
            await self._feed(one, now)
            await self._judge(one, now)

    async def _settle(self, one: Ledger, now: datetime) -> None:
        while True:
            async with self.database.reading() as unit:
                settled = await Feed(unit, now).look(one.id, limit=self.at_once)
            if not settled:
                return
            async with self.database.unit() as unit:
                await Feed(unit, now).settle(one.id, settled)

    async def _feed(self, one: Ledger, now: datetime) -> None:
        if one.state is BroadcastState.CANCELLED:
            await self._drop(one, now)
        elif one.state is BroadcastState.RUNNING:
            async with self.database.reading() as unit:
                body = await load_body(unit, one.id)
                room = await self._room(Feed(unit, now), one)
            while room > 0 and (count := await self._take(one, body, min(room, self.at_once), now)):
                room -= count

    async def _room(self, feed: Feed, one: Ledger) -> int:
        """How many more may lie in the outbox; of one that is being tried out only the first few dozen."""
        queued = await feed.count_queued(one.id)
        if not needs_trial(one):
            return self.per_second * STOCK_SECONDS - queued
        now_is = await feed.get(one.id)
        return CARE.canary_people - queued - now_is.sent - now_is.failed - now_is.uncertain

    async def _take(self, one: Ledger, body: Body, limit: int, now: datetime) -> int:
        async with self.database.unit() as unit:
            sendings = await Feed(unit, now).take(one, limit=limit, quiet=self._quiet(now))
            await self._say(unit, one, body, sendings, now)
        return len(sendings)

    async def _say(
        self, unit: Unit, one: Ledger, body: Body, sendings: tuple[Sending, ...], now: datetime
    ) -> None:
        people = [sending.contact_id for sending in sendings]
        is_named = NAME in body.html
        names = await names_of(unit, people, workers=one.audience.whom == "workers") if is_named else {}
        contacts = await unit.load_contacts(people)
        write = self._writer(one, body)
        for sending in sendings:
            post = write(contacts[sending.contact_id].language, names.get(sending.contact_id, ""))
            payload = {**post.payload, "chat_id": sending.chat_id}
            unit.say(sending.chat_id, sending.key, post.method, payload, now=now, lane="bulk")

    def _writer(self, one: Ledger, body: Body) -> Callable[[str, str], Post]:
        """Words the letter once for each language and name: most broadcasts name nobody."""
        is_paid = self.per_second > FREE_PER_SECOND

        @cache
        def write(language: str, name: str) -> Post:
            wants = {"wants_word": one.wants_word, "is_paid": is_paid}
            return letter_of(body, one.id, 0, name, language, **wants)

        return write

    async def _drop(self, one: Ledger, now: datetime) -> None:
        while True:
            async with self.database.unit() as unit:
                if not await Feed(unit, now).drop_waiting(one.id, limit=self.at_once):
                    return

    def _quiet(self, now: datetime) -> frozenset[str]:
        return quiet_provinces(now) if self.keeps_quiet else frozenset()

    async def _judge(self, one: Ledger, now: datetime) -> None:
        async with self.database.unit() as unit:
            feed = Feed(unit, now)
            became = await feed.judge(await feed.get(one.id))
            now_is = await feed.get(one.id)
            rests = bool(now_is.left and self._quiet(now)) and not await feed.count_queued(one.id)
            await show_progress(unit, now_is, self.household, now, rests=rests)
            if became is not None:
                await tell_end(unit, now_is, self.household, now)
