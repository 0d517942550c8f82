"""Updates of Telegram by number: which were taken, which were tried, and which are set aside."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY

from storage.columns import new_id
from storage.erasure import Erasures
from storage.tables import contact, quarantine, salt, seen_update

QUARANTINE_BODY = "quarantine.body"


@dataclass(frozen=True, slots=True)
class Poison:
    """An update that failed again and again, set aside for a person to look at."""

    update_id: int
    contact_id: int | None
    body: bytes
    error: str
    reference: str


class Updates(Erasures):
    """What came in."""

    async def hold(self, chat_ids: Iterable[int]) -> None:
        """Take these chats for this transaction; whoever else wants one waits.

        PostgreSQL locks them in sorted order, in one statement; on SQLite the transaction holds them all anyway.
        """
        held = sorted(set(chat_ids))
        if held and not self.is_sqlite:
            chats = func.unnest(literal(held, ARRAY(BigInteger))).column_valued("chat")
            await self.connection.execute(select(func.pg_advisory_xact_lock(chats)))

    async def seen(self, update_ids: Iterable[int]) -> set[int]:
        """Those of the updates that were taken already."""
        rows = await self.fetch(
            select(seen_update.c.update_id).where(self.among(seen_update.c.update_id, update_ids))
        )
        return {row["update_id"] for row in rows}

    def mark_seen(self, update_ids: Iterable[int], now: datetime) -> None:
        """Collect updates as taken; one that somebody else has taken meanwhile makes the whole unit fail."""
        for update_id in update_ids:
            self.add(seen_update, update_id=update_id, at=now)

    async def quarantine(self, poison: Poison, now: datetime) -> None:
        """Set an update aside, sealed; `error` is the kind of failure, without anybody's words in it."""
        row_id = new_id(now)
        found = select(salt).join(contact, contact.c.salt_id == salt.c.id)
        rows = await self.fetch(found.where(contact.c.id == poison.contact_id))
        salt_id, secret = (rows[0]["id"], rows[0]["secret"]) if rows else await self._house()
        self.add(
            quarantine,
            id=row_id,
            update_id=poison.update_id,
            contact_id=poison.contact_id,
            body=self.sealer.seal(secret, QUARANTINE_BODY, row_id, poison.body),
            salt_id=salt_id,
            reference=poison.reference,
            error=poison.error,
            at=now,
        )

    async def _house(self) -> tuple[str, bytes]:
        house = await self.house_salt()
        return house.id, house.secret
