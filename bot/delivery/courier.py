"""Carries committed rows to Telegram: each chat in order, many chats at once, and every failure understood."""

import asyncio
import logging
import random
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from pydantic import JsonValue
from telegram.error import InvalidToken, TelegramError

from bot.chat_queue import ChatQueue
from bot.crash import reach
from bot.delivery.flood import FloodGate
from bot.delivery.marks import Mark, Sent
from bot.delivery.pace import Pace
from bot.delivery.refusals import ContactState, Refusal, Remedy, understand
from bot.logs import log_failure
from bot.metrics import FLOODED
from bot.outgoing import Lane, Outgoing
from bot.telegram_api import Fate, Flooded, TelegramApi, fate_of

PARALLEL = 256
LONGEST_PAUSE = 30.0
REVOKED_PAUSE = 60.0
DOUBT_SECONDS = 30.0
REPEAT_SECONDS = 2.0
REPEATS = 3

# These do not wait behind messages of their chat, nor do messages wait behind them.
UNORDERED = frozenset({"answerCallbackQuery", "deleteMessage", "sendChatAction", "setMyCommands"})
# Telegram forgets a tap after seconds, so its answer is not worth many tries.
FLEETING = frozenset({"answerCallbackQuery", "sendChatAction"})
# Carried out twice these change nothing.
REPEATABLE = UNORDERED | {"editMessageText", "editMessageReplyMarkup", "editMessageCaption"}

Key = tuple[int, int]
Reword = Callable[[Outgoing], Outgoing]
log = logging.getLogger(__name__)


class Notes(Protocol):
    """Where it is noted how rows ended."""

    def add(self, mark: Mark) -> None:
        """Remember how a row ended."""


class Courier:
    """Sends rows that this replica holds under a lease; what becomes of each goes to `marks`.

    `is_ours` says whether the lease still holds: a replica that slept through it must not send what another took
    over. `ask_to_delete` turns a deletion that Telegram refuses into a message that asks the person for it.
    """

    def __init__(
        self,
        api: TelegramApi,
        marks: Notes,
        *,
        flood: FloodGate,
        pace: Pace,
        is_ours: Callable[[], bool] = lambda: True,
        ask_to_delete: Reword | None = None,
        parallel: int = PARALLEL,
    ) -> None:
        self._api, self._marks, self._flood, self._pace = api, marks, flood, pace
        self._is_ours, self._ask_to_delete, self._parallel = is_ours, ask_to_delete, parallel
        self._queue: ChatQueue[Key, Outgoing] = ChatQueue()
        self._tasks: set[asyncio.Task[None]] = set()
        self._held: set[int] = set()
        self._doubtful: dict[int, Outgoing] = {}
        self._rests = False

    def __len__(self) -> int:
        return len(self._queue)

    def carry(self, rows: Sequence[Outgoing]) -> None:
        """Send these as soon as their chats are free; returns at once."""
        for row in rows:
            self._settle_doubt(row)
            self._queue.put(self._key(row), row)
        self._wake()

    async def drained(self) -> None:
        """Return when nothing is on its way that could still go out now."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    def give_back(self) -> None:
        """Mark what still waits as queued, for whoever comes next."""
        self.leave(self._queue.clear())

    def leave(self, rows: Iterable[Outgoing]) -> None:
        """Mark rows that surely nobody has begun to send as queued."""
        for row in rows:
            self._end(row, Sent.QUEUED)

    def _key(self, row: Outgoing) -> Key:
        is_free = row.method in UNORDERED and row.chat_id not in self._held
        return (row.chat_id, row.row_id if is_free else 0)

    def _wake(self) -> None:
        loop, now = asyncio.get_running_loop(), time.monotonic()
        if self._flood.all_until > now:
            if not self._rests:
                self._rests = True
                loop.call_later(self._flood.all_until - now, self._end_rest)
            return
        for key, row in self._queue.take(self._parallel - len(self._tasks), of_one_chat=1):
            task = loop.create_task(self._carry(key, row))
            self._tasks.add(task)

    def _end_rest(self) -> None:
        self._rests = False
        self._wake()

    async def _carry(self, key: Key, row: Outgoing) -> None:
        hold = 0.0
        try:
            hold = await self._attempt(key, row)
        except Exception as error:  # noqa: BLE001 - a row that cannot even be asked for must not stop its chat
            log_failure(log, "a row could not be sent", error, row_id=row.row_id, method=row.method)
            self._fail(row, type(error).__name__.lower())
        finally:
            if task := asyncio.current_task():
                self._tasks.discard(task)
            if hold:
                self._held.add(row.chat_id)
                asyncio.get_running_loop().call_later(hold, self._release, key)
            else:
                self._release(key)

    def _release(self, key: Key) -> None:
        self._held.discard(key[0])
        self._queue.done(key)
        self._wake()

    async def _attempt(self, key: Key, row: Outgoing) -> float:
        """Send one row; gives the seconds for which its chat must rest."""
        if not self._is_ours():
            # Whoever took it over sends it; if nobody did, it must not stay in our name for ever, unsent.
            self.leave((row, *self._queue.drop(key)))
            return 0.0
        if row.lane is Lane.LIVE:
            self._pace.counts_live(time.monotonic())
        reach("send-begin")
        try:
            answer = await self._api.call(row.method, row.payload, row.file)
        except TelegramError as error:
            return self._after(key, row, error)
        reach("send-http")
        self._end(row, Sent.SENT, message_id=_message_id(answer))
        return 0.0

    def _after(self, key: Key, row: Outgoing, error: TelegramError) -> float:
        if isinstance(error, Flooded):
            FLOODED.inc()
            self._flood.hears(row.chat_id, error.seconds, time.monotonic())
            return self._later(key, row.again(), error.seconds + random.uniform(0, 0.3))  # noqa: S311 - no secret
        if isinstance(error, InvalidToken):
            log.critical("Telegram refuses the token; sending rests, nothing is lost. Renew BOT_TOKEN.")
            self._flood.rest(REVOKED_PAUSE, time.monotonic())
            return self._later(key, row, REVOKED_PAUSE)
        fate = fate_of(error)
        if fate is Fate.REFUSED:
            return self._refused(key, row, understand(error), getattr(error, "new_chat_id", row.chat_id))
        if fate is Fate.NOT_SENT:
            return self._later(key, row.again(), min(LONGEST_PAUSE, 2.0**row.tries))
        return self._doubt(key, row.in_doubt())

    def _later(self, key: Key, row: Outgoing, seconds: float) -> float:
        if row.method in FLEETING and seconds > REPEAT_SECONDS:
            self._fail(row, "too_late")
            return seconds
        self._queue.put_back(key, row)
        return seconds

    def _refused(self, key: Key, row: Outgoing, refusal: Refusal, new_chat_id: int) -> float:
        again = self._reworded(row, refusal, new_chat_id)
        if refusal.remedy is Remedy.FINE:
            self._end(row, Sent.SENT, refusal.reason)
        elif again:
            self._queue.put_back(key, again)
        else:
            self._fail(row, refusal.reason, refusal.contact)
        if refusal.contact is not ContactState.UNCHANGED:
            for waiting in self._queue.drop(key):
                self._end(waiting, Sent.CANCELLED, refusal.reason)
        return 0.0

    def _reworded(self, row: Outgoing, refusal: Refusal, new_chat_id: int) -> Outgoing | None:
        """The row in the form in which Telegram may take it, once for each remedy."""
        if refusal.remedy is Remedy.PLAIN and "parse_mode" in row.payload:
            log.warning("words with broken tags went out plain", extra={"row_id": row.row_id})
            return row.in_plain_text()
        if refusal.remedy is Remedy.MOVED and new_chat_id != row.chat_id:
            return row.to_chat(new_chat_id)
        if refusal.remedy is Remedy.ASK and self._ask_to_delete and row.method == "deleteMessage":
            return self._ask_to_delete(row)
        return None

    def _doubt(self, key: Key, row: Outgoing) -> float:
        if row.method in REPEATABLE and row.doubts < REPEATS:
            return self._later(key, row, REPEAT_SECONDS)
        if row.is_prompt and row.lane is Lane.LIVE and row.doubts == 1:
            self._settle_doubt(row)
            self._doubtful[row.chat_id] = row
            asyncio.get_running_loop().call_later(DOUBT_SECONDS, self._ask_again, row)
        else:
            self._end(row, Sent.UNCERTAIN, "unanswered")
        return 0.0

    def _ask_again(self, row: Outgoing) -> None:
        """A prompt once more: its buttons carry a number, so a copy is harmless."""
        if self._doubtful.get(row.chat_id) is row:
            del self._doubtful[row.chat_id]
            self._queue.put(self._key(row), row)
            self._wake()

    def _settle_doubt(self, row: Outgoing) -> None:
        """Whoever hears something newer has moved on: the doubtful prompt is not sent again."""
        if self._doubtful and row.method not in UNORDERED and (old := self._doubtful.pop(row.chat_id, None)):
            self._end(old, Sent.UNCERTAIN, "moved_on")

    def _fail(self, row: Outgoing, reason: str, contact: ContactState = ContactState.UNCHANGED) -> None:
        self._marks.add(
            Mark(
                row.row_id,
                Sent.FAILED,
                reason=reason,
                contact_id=row.contact_id,
                contact=contact,
                recipient=row.recipient,
            )
        )

    def _end(self, row: Outgoing, state: Sent, reason: str = "", *, message_id: int | None = None) -> None:
        moved = (row.moved_from, row.chat_id) if row.moved_from else None
        self._marks.add(
            Mark(
                row.row_id,
                state,
                message_id=message_id,
                reason=reason,
                moved=moved if state is Sent.SENT else None,
                recipient=row.recipient,
            )
        )


def _message_id(answer: JsonValue) -> int | None:
    number = answer.get("message_id") if isinstance(answer, dict) else None
    return number if isinstance(number, int) else None
