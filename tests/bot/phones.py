"""A phone in somebody's hand: says, taps what it sees, and reads what the desk committed."""

from datetime import datetime

from pydantic import JsonValue

from bot.dispatch import Desk
from bot.intake.gate import JsonObject
from conversations.actor import Pillar, Role
from conversations.transcript import Shown, bare
from storage.database import Database
from storage.deliveries import Mark
from storage.staff import Staff

SHOWN = frozenset({"sendMessage", "sendPhoto", "sendDocument"})


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


class Phone:
    """One contact; what came last is in `seen`, `notice` the word over a tap, `is_gone` says that what was said leaves.

    `group` is the group in which they write, 0 for their own chat; `language` that of their Telegram.
    """

    _update_id = 0

    def __init__(
        self,
        desk: Desk,
        database: Database,
        clock: Clock,
        contact_id: int,
        *,
        group: int = 0,
        language: str = "id",
    ) -> None:
        self._desk, self._database, self._clock, self.id = desk, database, clock, contact_id
        self._group, self._language = group, language
        self._buttons: dict[str, str] = {}
        self.seen: list[str] = []
        self.labels: list[str] = []
        self.shown: list[Shown] = []
        self.notice = ""
        self.is_gone = False

    async def says(self, text: str) -> None:
        """Type and send."""
        await self._bring({"message": {**self._message(), "text": text}})

    async def sends_location(self, latitude: float, longitude: float) -> None:
        """Share where they are."""
        place: JsonValue = {"latitude": latitude, "longitude": longitude}
        await self._bring({"message": {**self._message(), "location": place}})

    async def taps(self, label: str) -> None:
        """Press the button that begins with this label, among all that were ever seen."""
        await self.sends_tap(self.find_button(label))

    async def sends_tap(self, written: str) -> None:
        """Bring callback data, whatever they are."""
        query: dict[str, JsonValue] = {"id": "1", "from": self._sender(), "data": written}
        await self._bring({"callback_query": {**query, "message": self._message()}})

    def find_button(self, label: str) -> str:
        """The callback data of a button."""
        found = [tap for shown, tap in self._buttons.items() if shown.startswith(label)]
        assert found, f"no button {label} among {list(self._buttons)}"
        return found[-1]

    def has_button(self, label: str) -> bool:
        """Whether the last messages have such a button."""
        return any(shown.startswith(label) for shown in self.labels)

    async def _bring(self, content: dict[str, JsonValue]) -> None:
        Phone._update_id += 1
        update: JsonObject = {"update_id": Phone._update_id, **content}
        rows = await self._desk.work([update])
        async with self._database.unit() as unit:
            for row in rows:
                await unit.mark([Mark(row.row_id, "sent")], owner="one", now=self._clock())
        self.seen, self.labels, self.shown, self.notice, self.is_gone = [], [], [], "", False
        for row in rows:
            self._read(row.method, row.payload, row.file[0] if row.file else "")

    def _read(self, method: str, payload: dict[str, JsonValue], file: str) -> None:
        if method == "answerCallbackQuery":
            self.notice = str(payload.get("text", ""))
        self.is_gone = self.is_gone or method == "deleteMessage"
        if method not in SHOWN:
            return
        text = str(payload.get("text") or payload.get("caption") or "")
        rows = _rows(payload.get("reply_markup"))
        for label, tap in (button for row in rows for button in row):
            # The latest button of a label is the one that a finger finds.
            self._buttons.pop(label, None)
            self._buttons[label] = tap
            self.labels.append(label)
        self.seen.append(text)
        labels = tuple(tuple(label for label, _ in row) for row in rows)
        self.shown.append(Shown(bare(text), labels, file))

    def _sender(self) -> dict[str, JsonValue]:
        return {"id": self.id, "is_bot": False, "first_name": "Contoh", "language_code": self._language}

    def _message(self) -> dict[str, JsonValue]:
        date = int(self._clock().timestamp())
        chat: dict[str, JsonValue] = {"id": self.id, "type": "private"}
        if self._group:
            chat = {"id": self._group, "type": "group", "title": "Contoh"}
        return {"message_id": Phone._update_id + 1, "date": date, "from": self._sender(), "chat": chat}


def _rows(markup: JsonValue) -> list[list[tuple[str, str]]]:
    """Label and callback data of every button, row by row."""
    rows = markup.get("inline_keyboard") if isinstance(markup, dict) else None
    found: list[list[tuple[str, str]]] = []
    for row in rows if isinstance(rows, list) else ():
        buttons = [button for button in row if isinstance(button, dict)] if isinstance(row, list) else []
        found.append([(str(button["text"]), str(button.get("callback_data", ""))) for button in buttons])
    return found


async def post_officer(
    database: Database,
    contact_id: int,
    pillar: Pillar,
    villages: list[str],
    now: datetime,
    *,
    language: str = "id",
) -> None:
    """Make somebody an officer of these villages."""
    async with database.unit() as unit:
        await unit.load_contacts([contact_id])
        unit.meet(contact_id, contact_id, language=language, now=now)
        await unit.flush()
        staff = Staff(unit)
        await staff.give_post(contact_id, Role.OFFICER, by=1, now=now, pillar=pillar)
        await staff.assign(contact_id, villages, by=1, now=now)
