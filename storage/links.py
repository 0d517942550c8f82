"""Links behind which a finished file waits: good once, for one person and an hour, and worth nothing without a PIN."""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, RowMapping, delete, insert, select, update

from storage.handover import Sheet, Sheets
from storage.tables import link, salt
from storage.unit import Unit

TOKEN_BYTES = 32
VALID_FOR = timedelta(hours=1)
PASSWORD_FOR = timedelta(minutes=10)
"""So long the password stays in the chat."""
TRIES = 5
"""So many wrong PINs end a link, whatever else they end."""
FILE, PASSWORD = "link.body", "link.password"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that waits behind a link."""

    sheet: Sheet
    content: bytes = field(repr=False)
    password: str = field(repr=False)


class Links:
    """Links within one unit of work; of a link itself only the hash is kept."""

    def __init__(self, unit: Unit, now: datetime) -> None:
        self._unit, self._now = unit, now

    async def lay(self, waiting: Waiting) -> str:
        """Lay a file behind a new link; gives its word, which is nowhere else (43 letters of base64url)."""
        token, kept = secrets.token_urlsafe(TOKEN_BYTES), self._unit.create_salt(self._now)
        sealer, sheet_id = self._unit.sealer, waiting.sheet.id
        row = {
            "token_hash": _hash(token),
            "sheet_id": sheet_id,
            "body": sealer.seal(kept.secret, FILE, sheet_id, waiting.content),
            "password": sealer.seal(kept.secret, PASSWORD, sheet_id, waiting.password.encode()),
            "salt_id": kept.id,
            "wrong": 0,
            "until_at": self._now + VALID_FOR,
        }
        await self._unit.flush()
        await self._unit.connection.execute(insert(link), [row])
        self._note("link.lay", waiting.sheet)
        return token

    async def find(self, token: str) -> Sheet | None:
        """The file behind a link; None for a wrong, used or old one alike."""
        found = select(link.c.sheet_id).where(self._is_good(token))
        rows = await self._unit.fetch(found if self._unit.is_reading else found.with_for_update())
        return await Sheets(self._unit).find(rows[0]["sheet_id"]) if rows else None

    async def take(self, token: str) -> Waiting | None:
        """Use a link up; None when somebody else was quicker."""
        used = delete(link).where(self._is_good(token)).returning(*link.c)
        rows = await self._unit.fetch(used)
        if not rows or (sheet := await Sheets(self._unit).find(rows[0]["sheet_id"])) is None:
            return None
        waiting = await self._opened(rows[0], sheet)
        await self._unit.drop_salts([rows[0]["salt_id"]])
        self._note("link.take", sheet)
        return waiting

    async def count_wrong(self, token: str) -> bool:
        """A PIN was wrong; whether the link is still good."""
        counted = update(link).where(self._is_good(token)).values(wrong=link.c.wrong + 1)
        rows = await self._unit.fetch(counted.returning(link.c.wrong))
        if rows and rows[0]["wrong"] < TRIES:
            return True
        await self._end(link.c.token_hash == _hash(token))
        return False

    async def forget(self) -> int:
        """Do away with files that nobody fetched in time; how many."""
        return await self._end(link.c.until_at <= self._now)

    async def _end(self, chosen: ColumnElement[bool]) -> int:
        gone = await self._unit.fetch(delete(link).where(chosen).returning(link.c.salt_id))
        await self._unit.drop_salts(row["salt_id"] for row in gone)
        return len(gone)

    async def _opened(self, row: RowMapping, sheet: Sheet) -> Waiting:
        (kept,) = await self._unit.fetch(select(salt.c.secret).where(salt.c.id == row["salt_id"]))
        sealer = self._unit.sealer
        password = sealer.open(kept["secret"], PASSWORD, sheet.id, row["password"]).decode()
        content = sealer.open(kept["secret"], FILE, sheet.id, row["body"])
        return Waiting(sheet, content, password)

    def _is_good(self, token: str) -> ColumnElement[bool]:
        return (link.c.token_hash == _hash(token)) & (link.c.until_at > self._now)

    def _note(self, act: str, sheet: Sheet) -> None:
        on, scope = sheet.batch.id, sheet.batch.branch_id
        self._unit.note(act, actor=sheet.asked_by, on=on, scope=scope, at=self._now)


def _hash(token: str) -> bytes:
    # The word is 256 random bits: nothing slower than SHA-256 is needed to hide it.
    return hashlib.sha256(token.encode()).digest()
