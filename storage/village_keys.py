"""Keys with which a village's own system asks about its people: made once, shown once, and revoked at will."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import RowMapping, case, insert, select, update

from storage.columns import new_id
from storage.tables import salt, village_key
from storage.unit import Unit

SECRET_BYTES = 32
ACCESS = b"sasar access"
"""What the secret signs to open the door: the secret itself never travels."""
WINDOW, MOST_IN_WINDOW = timedelta(minutes=1), 10
SECRET = "village_key.secret"  # noqa: S105 - the name of a column


@dataclass(frozen=True, slots=True)
class Admitted:
    """A village's system that showed its key; `asked` counts its questions of this minute, this one too."""

    key_id: str
    village_code: str
    asked: int
    secret: str = field(repr=False)

    @property
    def asks_too_often(self) -> bool:
        return self.asked > MOST_IN_WINDOW

    def hash_of(self, nik: str) -> str:
        """What this village calls somebody: 64 hexadecimal digits."""
        return hmac.digest(self.secret.encode(), nik.encode(), "sha256").hex()


def access_of(secret: str) -> str:
    """What opens the door, from the secret: 64 hexadecimal digits."""
    return hmac.digest(secret.encode(), ACCESS, "sha256").hex()


class VillageKeys:
    """One key a village at a time, within one unit of work."""

    def __init__(self, unit: Unit, now: datetime) -> None:
        self._unit, self._now = unit, now

    async def make(self, village_code: str, *, by: int) -> str:
        """Make a key, which ends the one before; gives its secret, which is shown to nobody again."""
        await self.revoke(village_code, by=by)
        secret, kept, key_id = (
            secrets.token_urlsafe(SECRET_BYTES),
            self._unit.create_salt(self._now),
            new_id(self._now),
        )
        row = {
            "id": key_id,
            "village_code": village_code,
            "access_hash": _hash(access_of(secret)),
            "secret": self._unit.sealer.seal(kept.secret, SECRET, key_id, secret.encode()),
            "salt_id": kept.id,
            "made_by": by,
            "made_at": self._now,
            "window_at": self._now,
            "asked": 0,
        }
        await self._unit.flush()
        await self._unit.connection.execute(insert(village_key), [row])
        self._unit.note("village_key.make", actor=by, on=key_id, scope=village_code, at=self._now)
        return secret

    async def revoke(self, village_code: str, *, by: int) -> bool:
        """End the key of a village; whether there was one."""
        mine = (village_key.c.village_code == village_code) & village_key.c.revoked_at.is_(None)
        ended = update(village_key).where(mine).values(revoked_at=self._now, secret=None)
        rows = await self._unit.fetch(ended.returning(village_key.c.id, village_key.c.salt_id))
        await self._unit.drop_salts(row["salt_id"] for row in rows)
        for row in rows:
            self._unit.note("village_key.revoke", actor=by, on=row["id"], scope=village_code, at=self._now)
        return bool(rows)

    async def admit(self, access: str) -> Admitted | None:
        """Who shows this, with their question counted; None for what opens nothing, or no more."""
        is_over = village_key.c.window_at <= self._now - WINDOW
        counted = (
            update(village_key)
            .where(village_key.c.access_hash == _hash(access), village_key.c.revoked_at.is_(None))
            .values(
                window_at=case((is_over, self._now), else_=village_key.c.window_at),
                asked=case((is_over, 1), else_=village_key.c.asked + 1),
            )
        )
        rows = await self._unit.fetch(counted.returning(*village_key.c))
        return await self._admitted(rows[0]) if rows else None

    async def _admitted(self, row: RowMapping) -> Admitted:
        (kept,) = await self._unit.fetch(select(salt.c.secret).where(salt.c.id == row["salt_id"]))
        secret = self._unit.sealer.open(kept["secret"], SECRET, row["id"], row["secret"]).decode()
        return Admitted(row["id"], row["village_code"], row["asked"], secret)


def _hash(access: str) -> bytes:
    return hashlib.sha256(access.encode()).digest()
