"""PINs: a second factor that only its owner knows, asked before what cannot be taken back."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import RowMapping, select, update

from storage.tables import pin
from storage.unit import Unit
from storage.upserts import insert_or_replace

TRIES = 5
LOCKED_FOR = timedelta(hours=1)
OPEN_FOR = timedelta(minutes=15)
"""So long a PIN stays good without being used."""
HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
"""argon2id with 19 MiB and two passes (OWASP, Password Storage Cheat Sheet)."""


class Check(StrEnum):
    """What a PIN that was shown is worth."""

    RIGHT = "right"
    WRONG = "wrong"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class Lock:
    """Whether somebody has a PIN, whether it was shown lately, and until when no try counts."""

    is_set: bool = False
    is_open: bool = False
    locked_until: datetime | None = None


class Pins:
    """The PIN of each contact, within one unit of work; every try is kept, also a wrong one."""

    def __init__(self, unit: Unit, now: datetime) -> None:
        self._unit, self._now = unit, now

    async def look(self, contact_id: int) -> Lock:
        """How things stand; an open PIN stays open for another while, as somebody is at work."""
        row = await self._row(contact_id)
        if row is None:
            return Lock()
        if locked_until := self._locked_until(row):
            return Lock(is_set=True, locked_until=locked_until)
        is_open = row["passed_at"] is not None and self._now - row["passed_at"] < OPEN_FOR
        if is_open:
            await self._change(contact_id, passed_at=self._now)
        return Lock(is_set=True, is_open=is_open)

    async def choose(self, contact_id: int, digits: str) -> None:
        """Set or change a PIN; from now on it counts as shown."""
        hashed = await asyncio.to_thread(HASHER.hash, self._peppered(contact_id, digits))
        row = {"contact_id": contact_id, "hash": hashed, "wrong": 0, "locked_until": None}
        await self._unit.flush()
        await insert_or_replace(
            self._unit.connection, pin, [{**row, "passed_at": self._now, "set_at": self._now}]
        )
        self._unit.note("pin.set", actor=contact_id, on=str(contact_id), at=self._now)

    async def check(self, contact_id: int, digits: str) -> Check:
        """Judge a PIN that was shown; the fifth wrong one in a row locks it for an hour."""
        row = await self._row(contact_id)
        if row is None:
            return Check.WRONG
        if self._locked_until(row):
            return Check.LOCKED
        if await asyncio.to_thread(_fits, row["hash"], self._peppered(contact_id, digits)):
            await self._change(contact_id, passed_at=self._now, wrong=0, locked_until=None)
            return Check.RIGHT
        return await self._count_wrong(contact_id, row["wrong"] + 1)

    async def reset(self, contact_id: int, *, by: int) -> bool:
        """Make somebody choose a new PIN, as they forgot theirs; False when there is none."""
        gone = pin.delete().where(pin.c.contact_id == contact_id).returning(pin.c.contact_id)
        was_there = bool(await self._unit.fetch(gone))
        self._unit.note("pin.reset", actor=by, on=str(contact_id), at=self._now)
        return was_there

    async def _count_wrong(self, contact_id: int, wrong: int) -> Check:
        is_over = wrong >= TRIES
        locked_until = self._now + LOCKED_FOR if is_over else None
        await self._change(
            contact_id, wrong=0 if is_over else wrong, locked_until=locked_until, passed_at=None
        )
        self._unit.note(
            "pin.wrong",
            actor=contact_id,
            on=str(contact_id),
            at=self._now,
            result="locked" if is_over else "refused",
        )
        return Check.LOCKED if is_over else Check.WRONG

    def _locked_until(self, row: RowMapping) -> datetime | None:
        until: datetime | None = row["locked_until"]
        return until if until is not None and until > self._now else None

    def _peppered(self, contact_id: int, digits: str) -> bytes:
        """Six digits are soon tried through: without the index key a stolen table gives no chance to."""
        return self._unit.sealer.index("pin", f"{contact_id}:{digits}")

    async def _row(self, contact_id: int) -> RowMapping | None:
        rows = await self._unit.fetch(select(pin).where(pin.c.contact_id == contact_id).with_for_update())
        return rows[0] if rows else None

    async def _change(self, contact_id: int, **values: object) -> None:
        await self._unit.connection.execute(update(pin).where(pin.c.contact_id == contact_id).values(values))


def _fits(hashed: str, shown: bytes) -> bool:
    try:
        return HASHER.verify(hashed, shown)
    except VerificationError:
        return False
