"""The desk: works a batch of updates off in one transaction, and says what must be sent once it is committed."""

import json
import logging
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import datetime

from bot.batch import AloneError, Batch, Household
from bot.crash import reach
from bot.hearing import Envelope, open_update
from bot.intake.gate import JsonObject
from bot.logs import log_failure
from bot.outgoing import Outgoing
from bot.posting import post_of
from conversations.answers.front import broke
from storage.database import Database
from storage.unit import Unit
from storage.updates import Poison

log = logging.getLogger(__name__)
TRIES = 3
"""So often an update is tried alone before it is set aside."""


Ride = Callable[[Unit], Awaitable[None]]
Aboard = Callable[[], AbstractContextManager[Ride]]
"""A ride in a transaction that is made anyway; if its block fails, nobody has left."""


@contextmanager
def nobody() -> Iterator[Ride]:
    """A ride for nobody."""

    async def ride(_unit: Unit) -> None:
        pass

    yield ride


class KilledUs(Exception):  # noqa: N818 - it names what happened
    """The process ended each time before this update could fail."""


class Desk:
    """Turns updates into committed changes; `aboard` lets notes of what was sent ride along."""

    def __init__(
        self,
        database: Database,
        household: Household,
        now: Callable[[], datetime],
        aboard: Aboard = nobody,
    ) -> None:
        self._database, self._household, self._now = database, household, now
        self._aboard = aboard
        self._staff: frozenset[int] = frozenset()

    def known_as(self, bot_name: str) -> None:
        """From now on links can be made: Telegram has told us our name."""
        self._household = replace(self._household, bot_name=bot_name)

    async def work(self, updates: Sequence[JsonObject]) -> Sequence[Outgoing]:
        """Commit all of these updates; raises when the store is down, and then none of them counts as taken."""
        together, alone = self._sorted_out(updates)
        rows: list[Outgoing] = []
        for part in (together, *([update] for update in alone)):
            rows += await self._part(part) if part else ()
        return rows

    def _sorted_out(self, updates: Sequence[JsonObject]) -> tuple[list[JsonObject], list[JsonObject]]:
        """Those who were seen to hold a post come one by one; whoever is new to us is found out in the batch."""
        if not self._staff:
            return list(updates), []
        alone = [update for update in updates if _sender(update) in self._staff]
        return [update for update in updates if _sender(update) not in self._staff], alone

    async def _part(self, updates: Sequence[JsonObject]) -> Sequence[Outgoing]:
        try:
            return await self._together(updates)
        except AloneError as found:
            self._staff |= found.contact_ids
            return await self.work(updates) if len(updates) > 1 else await self._alone(updates[0])
        except Exception as error:  # noqa: BLE001 - whichever of them it was shows when each is alone
            log_failure(log, "a batch is redone one by one", error, level=logging.INFO, updates=len(updates))
        return [row for update in updates for row in await self._alone(update)]

    async def _alone(self, update: JsonObject) -> Sequence[Outgoing]:
        """One update by itself, counted before each try, so that even one that kills us is set aside in the end."""
        update_id = update.get("update_id")
        if not isinstance(update_id, int):
            log.warning("something that is no update was passed over")
            return ()
        failed: Exception | None = None
        while await self._database.count_try(update_id) <= TRIES:
            try:
                return await self._together([update])
            except Exception as error:  # noqa: BLE001 - counted, tried again, then set aside
                failed = error
        return await self._set_aside(update, update_id, failed)

    async def _together(self, updates: Sequence[JsonObject]) -> Sequence[Outgoing]:
        envelopes = [envelope for update in updates if (envelope := open_update(update))]
        with self._aboard() as ride:
            async with self._database.unit() as unit:
                batch = Batch(unit, self._household, self._now())
                await batch.take(envelopes)
                rows = await batch.close()
                await ride(unit)
        reach("commit-after")
        return rows

    async def _set_aside(
        self, update: JsonObject, update_id: int, failed: Exception | None
    ) -> Sequence[Outgoing]:
        """Keep a poison update sealed for a person to look at, and say sorry with a reference."""
        cause = failed or KilledUs()
        kind, named = (
            type(cause).__name__,
            log_failure(log, "an update was set aside", cause, update_id=update_id),
        )
        envelope = _find_envelope(update)
        contact_id = envelope.contact_id if envelope else None
        now = self._now()
        async with self._database.unit() as unit:
            if update_id in await unit.seen([update_id]):
                return ()
            await unit.quarantine(
                Poison(update_id, contact_id, json.dumps(update).encode(), kind, named), now
            )
            unit.mark_seen([update_id], now)
            if envelope is not None:
                post = post_of(broke(envelope.language, named), envelope.chat_id)
                unit.say(envelope.chat_id, f"{update_id}:sorry", post.method, post.payload, now=now)
        return ()


def _sender(update: JsonObject) -> int:
    envelope = _find_envelope(update)
    return envelope.contact_id if envelope else 0


def _find_envelope(update: JsonObject) -> Envelope | None:
    try:
        return open_update(update)
    except (ValueError, KeyError):
        return None
