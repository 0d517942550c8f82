"""How often somebody guesses: codes and links that are not theirs may be tried a few times an hour."""

from datetime import datetime

from sqlalchemy import delete, select

from storage.tables import guess
from storage.unit import Unit
from storage.upserts import add_counts


class Guesses:
    """Counts of one hour, within one unit of work."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def are_spent(self, contact_id: int, what: str, *, limit: int, now: datetime) -> bool:
        """Whether this contact has guessed `limit` times in this hour."""
        mine = (guess.c.contact_id == contact_id) & (guess.c.what == what) & (guess.c.hour == _hour(now))
        rows = await self._unit.fetch(select(guess.c.count).where(mine))
        return bool(rows) and rows[0]["count"] >= limit

    async def count(self, contact_id: int, what: str, *, now: datetime) -> None:
        """Count one more; what was counted on earlier days is forgotten."""
        old = delete(guess).where(guess.c.contact_id == contact_id, guess.c.hour < _hour(now) - 24)
        await self._unit.connection.execute(old)
        row = {"contact_id": contact_id, "what": what, "hour": _hour(now), "count": 1}
        await add_counts(self._unit.connection, guess, [row])


def _hour(now: datetime) -> int:
    return int(now.timestamp()) // 3600
