"""Stand-ins for the rooms around the edge: a desk that commits in memory, leases, and a scripted Bot API."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence

from pydantic import JsonValue
from telegram.error import TelegramError

from bot.delivery.marks import Mark
from bot.intake.gate import JsonObject
from bot.outgoing import Lane, Outgoing
from bot.telegram_api import NamedFile, Payload, TelegramApi, Wire

TOKEN = "4200000042:AAinvented-token_of-a-test"


def written(update_id: int, chat: int = 1, text: str = "ya") -> JsonObject:
    """A message as Telegram brings it."""
    person: JsonObject = {"id": chat, "is_bot": False, "first_name": "Siti"}
    chat_of_it: JsonObject = {"id": chat, "type": "private"}
    message: JsonObject = {
        "message_id": update_id,
        "date": 0,
        "chat": chat_of_it,
        "from": person,
        "text": text,
    }
    return {"update_id": update_id, "message": message}


def row(row_id: int, chat: int = 1, method: str = "sendMessage", **more: object) -> Outgoing:
    """An outbox row that says its own number."""
    payload: Payload = {"chat_id": chat, "text": f"nomor {row_id}"}
    given = {"payload": payload, "contact_id": chat, "is_prompt": True, "lane": Lane.LIVE} | more
    return Outgoing(row_id=row_id, chat_id=chat, method=method, **given)  # type: ignore[arg-type] # the test's own


class MemoryDesk:
    """Commits into a list; `is_down` refuses, `opened` holds every batch back until it is set."""

    def __init__(self) -> None:
        self.committed: list[JsonObject] = []
        self.batches: list[list[JsonObject]] = []
        self.is_down = False
        self.opened = asyncio.Event()
        self.opened.set()
        self.at_once = 0
        self.most_at_once = 0

    @property
    def ids(self) -> list[JsonValue]:
        return [update["update_id"] for update in self.committed]

    async def work(self, updates: Sequence[JsonObject]) -> Sequence[Outgoing]:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await self.opened.wait()
            await asyncio.sleep(0)
            if self.is_down:
                raise OSError("no store")
        finally:
            self.at_once -= 1
        self.batches.append(list(updates))
        self.committed += updates
        return []


class MemoryLeases:
    """Named leases; whoever is in `taken` is somebody else."""

    def __init__(self) -> None:
        self.taken: set[str] = set()
        self.held: set[str] = set()

    async def hold(self, name: str, seconds: float) -> bool:
        assert seconds > 0
        if name in self.taken:
            return False
        self.held.add(name)
        return True

    async def release(self, name: str) -> None:
        self.held.discard(name)


class ScriptedApi(TelegramApi):
    """Answers each call with what the test put up for its chat or method, else with a new message id."""

    def __init__(self) -> None:
        super().__init__(TOKEN, "http://127.0.0.1:9", Wire())
        self.calls: list[tuple[str, Payload]] = []
        self.files: list[NamedFile | None] = []
        self.script: defaultdict[object, list[TelegramError]] = defaultdict(list)
        self.at_once: defaultdict[object, int] = defaultdict(int)
        self.most_at_once = 0
        self.most_in_a_chat = 0
        self.slow = 0.0

    async def call(
        self, method: str, payload: Payload, file: NamedFile | None = None, *, read_seconds: float = 60
    ) -> JsonValue:
        assert read_seconds
        chat = payload.get("chat_id")
        self.calls.append((method, payload))
        self.files.append(file)
        self.at_once[chat] += 1
        self.most_in_a_chat = max(self.most_in_a_chat, self.at_once[chat])
        self.most_at_once = max(self.most_at_once, sum(self.at_once.values()))
        await asyncio.sleep(self.slow)
        self.at_once[chat] -= 1
        for key in (chat, method):
            if self.script[key]:
                raise self.script[key].pop(0)
        return {"message_id": 1000 + len(self.calls)}

    def texts(self, chat: int | None = None) -> list[JsonValue]:
        """What was said, to one chat or to all."""
        return [payload.get("text") for _, payload in self.calls if chat in (None, payload.get("chat_id"))]


class MarksKept:
    """Where marks are written; `is_down` refuses."""

    def __init__(self) -> None:
        self.written: list[Mark] = []
        self.writes = 0
        self.is_down = False

    async def write(self, marks: Sequence[Mark]) -> None:
        self.writes += 1
        if self.is_down:
            raise OSError("no store")
        self.written += marks

    def of(self, row_id: int) -> Mark:
        """The one mark of a row."""
        (mark,) = (mark for mark in self.written if mark.row_id == row_id)
        return mark


async def until(condition: object, seconds: float = 20.0) -> None:
    """Wait until calling `condition` gives something true; the patience is that of a busy machine."""
    assert callable(condition)
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - many different things are waited for
            await asyncio.sleep(0.002)
