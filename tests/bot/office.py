"""A whole office without a network: people write and tap, a desk on a database answers, and letters are delivered."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import JsonValue
from sqlalchemy import update

from bot.batch import Household
from bot.dispatch import Desk
from bot.outgoing import Outgoing
from conversations.actor import Pillar, Role
from conversations.facts import Notice, Place
from storage.database import Database
from storage.outbox import Lane
from storage.staff import Staff
from storage.tables import outbox
from storage.unit import Unit
from tests.databases import fresh_database

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
LANES: tuple[Lane, ...] = ("live", "bulk")
_SENT = update(outbox).where(outbox.c.state == "sending").values(state="sent")
BOT_NAME = "sasar_contoh_bot"
REGENCY, VILLAGE, NEXT_VILLAGE, FAR_VILLAGE = "3202", "3202292003", "3202292007", "3273011001"
ROOT, RATNA, BUDI, AGUS, DEWI, SITI, FAR_HEAD = 9001, 5003, 5002, 5004, 5005, 5001, 6003
PHONES = {one: f"+62812000{one:05d}" for one in (ROOT, RATNA, BUDI, AGUS, DEWI, SITI, FAR_HEAD)}


@dataclass(slots=True)
class Office:
    """Everybody's screens; time stands still unless a test moves it."""

    database: Database
    place: Place
    now: datetime = NOW
    updates: int = 0
    screens: dict[int, list[dict[str, JsonValue]]] = field(default_factory=dict)
    menus: dict[int, list[str]] = field(default_factory=dict)
    notices: dict[int, list[str]] = field(default_factory=dict)
    desk: Desk = field(init=False)

    def __post_init__(self) -> None:
        notice = Notice("contoh", "contoh", "contoh", "contoh")
        household = Household(self.place, notice, "one", administrators=frozenset({ROOT}), bot_name=BOT_NAME)
        self.desk = Desk(self.database, household, lambda: self.now)

    async def says(self, who: int, text: str) -> list[str]:
        """What somebody sees after they wrote this."""
        return await self._message(who, {"text": text})

    async def shares(self, who: int, *, phone: str = "", of: int = 0) -> list[str]:
        """The same after they shared a card, their own unless `of` says whose."""
        card = {"phone_number": phone or PHONES[who], "first_name": "Kartu", "user_id": of or who}
        return await self._message(who, {"contact": card})

    async def picks(self, who: int, person: int) -> list[str]:
        """The same after they picked somebody from their own list of people."""
        return await self._message(who, {"users_shared": {"request_id": 1, "users": [{"user_id": person}]}})

    async def sends(self, who: int, content: dict[str, JsonValue]) -> list[str]:
        """The same after a message of any other sort."""
        return await self._message(who, content)

    async def taps(self, who: int, label: str) -> list[str]:
        """The same after they tapped the latest button with this in its label."""
        return await self.forges(who, self.button(who, label))

    async def forges(self, who: int, written: str) -> list[str]:
        """The same after a tap with callback data that nobody may ever have shown them."""
        chat = {"id": who, "type": "private"}
        query = {"id": str(self.updates), "from": _person(who), "message": {"chat": chat}, "data": written}
        return await self._take(who, {"callback_query": query})

    def button(self, who: int, label: str) -> str:
        """Callback data of the latest button with this in its label; under one message, of that with nothing else."""
        for payload in reversed(self.screens.get(who, [])):
            for button in sorted(_buttons(payload), key=lambda one: one["text"] != label):
                if label in str(button["text"]):
                    return str(button.get("callback_data", ""))
        raise LookupError(f"{who} sees no button {label}")

    def labels(self, who: int) -> list[str]:
        """The buttons under the last message that somebody got."""
        return [str(button["text"]) for button in _buttons(self.screens[who][-1])]

    def texts(self, who: int) -> list[str]:
        """Everything somebody was told so far."""
        return [str(payload["text"]) for payload in self.screens.get(who, [])]

    async def _message(self, who: int, content: dict[str, JsonValue]) -> list[str]:
        chat: JsonValue = {"id": who, "type": "private"}
        message: dict[str, JsonValue] = {
            "message_id": self.updates + 1,
            "date": int(self.now.timestamp()),
            "from": _person(who),
            "chat": chat,
        }
        return await self._take(who, {"message": {**message, **content}})

    async def _take(self, who: int, content: dict[str, JsonValue]) -> list[str]:
        self.updates += 1
        before = len(self.screens.get(who, []))
        rows = await self.desk.work([{**content, "update_id": self.updates}])
        await self._deliver(rows)
        return self.texts(who)[before:]

    async def _deliver(self, rows: Iterable[Outgoing]) -> None:
        for row in rows:
            self._shown(row.chat_id, row.method, row.payload)
        later = self.now + timedelta(seconds=1)
        async with self.database.unit() as unit:
            await unit.connection.execute(_SENT.values(sent_at=self.now))
            for lane in LANES:
                for letter in await unit.claim("one", lane=lane, limit=50, now=later, lease_until=later):
                    self._shown(letter.chat_id, letter.method, dict(letter.payload))
            await unit.connection.execute(_SENT.values(sent_at=self.now))

    def _shown(self, chat_id: int, method: str, payload: dict[str, JsonValue]) -> None:
        if method == "sendMessage":
            self.screens.setdefault(chat_id, []).append(payload)
        elif method == "answerCallbackQuery":
            self.notices.setdefault(chat_id, []).append(str(payload.get("text", "")))
        elif method == "setMyCommands":
            commands = payload["commands"]
            assert isinstance(commands, list)
            self.menus[chat_id] = [str(one["command"]) for one in commands if isinstance(one, dict)]


def _person(who: int) -> dict[str, JsonValue]:
    return {"id": who, "is_bot": False, "first_name": "Orang"}


def _buttons(payload: dict[str, JsonValue]) -> list[dict[str, JsonValue]]:
    markup = payload.get("reply_markup")
    rows = markup.get("inline_keyboard") if isinstance(markup, dict) else None
    return [button for row in rows or [] for button in row]  # type: ignore[union-attr, misc] # our own rendering


async def furnish(unit: Unit) -> dict[str, str]:
    """Two branches: Ratna heads one with the officers Budi and Agus and Dewi of the staff; the other is far away."""
    everybody = (ROOT, RATNA, BUDI, AGUS, DEWI, SITI, FAR_HEAD)
    await unit.load_contacts(everybody)
    for one in everybody:
        unit.meet(one, one, language="id", now=NOW)
    staff = Staff(unit)
    near = await staff.open_branch("Kantor Cabang Contoh", [REGENCY], by=ROOT, now=NOW)
    far = await staff.open_branch("Kantor Cabang Jauh", ["3273"], by=ROOT, now=NOW)
    posts = (
        (RATNA, Role.BRANCH_HEAD, None, near, "Ratna Dewi"),
        (DEWI, Role.BRANCH_STAFF, None, near, "Dewi Lestari"),
        (BUDI, Role.OFFICER, Pillar.VILLAGE_NCO, near, "Budi Santoso"),
        (AGUS, Role.OFFICER, Pillar.COMMUNITY_POLICE, near, "Agus Salim"),
        (FAR_HEAD, Role.BRANCH_HEAD, None, far, "Joko Susilo"),
    )
    ids = {"near": near, "far": far}
    for contact_id, role, pillar, branch_id, name in posts:
        ids[name] = await staff.give_post(
            contact_id, role, by=ROOT, now=NOW, pillar=pillar, branch_id=branch_id, full_name=name
        )
    await staff.assign(BUDI, [VILLAGE], by=RATNA, now=NOW)
    return ids


@asynccontextmanager
async def opened_office(
    kind: str, folder: Path, place: Place
) -> AsyncIterator[tuple[Office, dict[str, str]]]:
    """A furnished office on a fresh database, and the ids of its branches and posts."""
    async with fresh_database(kind, folder) as database:
        async with database.unit() as unit:
            ids = await furnish(unit)
        yield Office(database, place), ids
