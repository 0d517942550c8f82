"""Regions as rows, for whoever asks the database alone; conversations have their own, in memory."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from storage.leases import Leases
from storage.tables import region
from storage.upserts import insert_or_replace

AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class RegionRow:
    """A province (level 1), regency (2), district (3) or village (4); `parent` and `replaced_by` are codes or ""."""

    code: str
    level: int
    parent: str
    name: str
    valid_from: date | None = None
    valid_to: date | None = None
    replaced_by: str = ""


class Places(Leases):
    """Provinces, regencies, districts, villages."""

    async def import_regions(self, rows: Iterable[RegionRow]) -> int:
        """Insert or overwrite regions by their code; returns how many. What is missing in `rows` stays."""
        values = [{name: getattr(row, name) for name in RegionRow.__slots__} for row in rows]
        for start in range(0, len(values), AT_ONCE):
            await insert_or_replace(self.connection, region, values[start : start + AT_ONCE])
        return len(values)

    async def find_region(self, code: str) -> RegionRow | None:
        rows = await self.fetch(select(region).where(region.c.code == code))
        return RegionRow(**rows[0]) if rows else None

    async def regions_in(self, parent: str) -> tuple[RegionRow, ...]:
        """The regions one level below, by code."""
        rows = await self.fetch(select(region).where(region.c.parent == parent).order_by(region.c.code))
        return tuple(RegionRow(**row) for row in rows)
