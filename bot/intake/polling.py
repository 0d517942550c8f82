"""Our own `getUpdates` loop: the next offset goes out only after the commit."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from telegram.error import Conflict, InvalidToken, TelegramError

from bot.crash import reach
from bot.hearing import ALLOWED_UPDATES
from bot.intake.gate import Gate, JsonObject, StoreDown
from bot.logs import log_failure
from bot.telegram_api import Flooded, Payload, TelegramApi
from bot.tenure import Tenure

WAIT_SECONDS = 10  # shorter than the lease, so that a poller never outlives its tenure
LONGEST_PAUSE = 30.0
REVOKED_PAUSE = 60.0
log = logging.getLogger(__name__)

Pause = Callable[[float], Awaitable[None]]


class Poller:
    """Asks Telegram for updates while this replica holds the lease `poller`."""

    def __init__(self, api: TelegramApi, gate: Gate, tenure: Tenure, *, pause: Pause = asyncio.sleep) -> None:
        self._api, self._gate, self._tenure, self._pause = api, gate, tenure, pause
        self._offset = 0
        self._troubles = 0
        self.is_revoked = False

    async def run(self) -> None:
        """Poll until cancelled; a cancelled poll confirms nothing, so Telegram keeps what it held."""
        try:
            while True:
                await self._pause(await self._round())
        finally:
            await self._tenure.end()

    async def _round(self) -> float:
        """Ask once; gives the seconds to wait before the next time."""
        try:
            if not await self._tenure.is_held():
                return 2.0
            updates = await self._ask()
            await self._gate.take(updates)
        except (TelegramError, StoreDown) as error:
            return self._after(error)
        except Exception as error:  # noqa: BLE001 - the lease is in the database, which may be away
            log_failure(log, "the poller could not ask for its lease", error)
            return self._after(error)
        reach("ack")
        self._troubles = 0
        # Once confirmed an offset has done its work; kept through a quiet week it would skip restarted ids.
        self._offset = max((number_of(update) + 1 for update in updates), default=0)
        return 0.0

    async def _ask(self) -> list[JsonObject]:
        asked: Payload = {"timeout": WAIT_SECONDS, "allowed_updates": list(ALLOWED_UPDATES)}
        if self._offset:
            asked["offset"] = self._offset
        answer = await self._api.call("getUpdates", asked, read_seconds=WAIT_SECONDS + 10)
        self.is_revoked = False
        reach("got")
        return [update for update in answer if isinstance(update, dict)] if isinstance(answer, list) else []

    def _after(self, error: Exception) -> float:
        self._troubles += 1
        if isinstance(error, InvalidToken):
            self.is_revoked = True
            log.critical("Telegram refuses the token; polling rests, nothing is lost. Renew BOT_TOKEN.")
            return REVOKED_PAUSE
        if isinstance(error, Conflict):
            log.error("another program polls with this token, or a webhook is set")
        if isinstance(error, Flooded):
            return error.seconds
        return min(LONGEST_PAUSE, 2.0 ** (self._troubles - 1))


def number_of(update: JsonObject) -> int:
    """The `update_id`; -1 when there is none."""
    number = update.get("update_id")
    return number if isinstance(number, int) else -1
