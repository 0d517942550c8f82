"""The chain over the register of acts, month by month: whoever changes or removes a row breaks it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import groupby

from sqlalchemy import RowMapping, func, select

from storage.lookups import Lookups
from storage.tables import audit, audit_link

SEAL_BACK = timedelta(days=2)
"""How far back a sealing looks for rows without a link: far longer than any transaction stays open."""

_SEALING = 7_312
"""The advisory lock of whoever adds links."""

_HASHED = ("id", "actor", "act", "object", "scope", "result", "update_id", "at")


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a month's chain, to be written down outside this database: only then does a cut tail show."""

    month: str
    position: int
    hash: str


class AuditChain(Lookups):
    """Sealing and proving the register.

    Rows are linked in a step of their own: linked at once, every act in the country would queue for one chain's end.
    """

    async def seal_audit(self, now: datetime) -> tuple[Head, ...]:
        """Link the rows that are not linked yet; returns the heads of the months that grew."""
        await self.flush()
        if not self.is_sqlite:
            await self.connection.execute(select(func.pg_advisory_xact_lock(_SEALING, 0)))
        unlinked = select(audit).outerjoin(audit_link).where(audit_link.c.audit_id.is_(None))
        rows = await self.fetch(unlinked.where(audit.c.at >= now - SEAL_BACK).order_by(audit.c.id))
        heads = await self.audit_heads()
        by_month = groupby(sorted(rows, key=_month), _month)
        grown = tuple(self._link(heads.get(month, _first(month)), tuple(those)) for month, those in by_month)
        await self._insert(audit_link)
        return grown

    async def audit_heads(self) -> dict[str, Head]:
        """Month (YYYY-MM) to the end of its chain."""
        last = select(audit_link.c.month, func.max(audit_link.c.position).label("position"))
        ends = last.group_by(audit_link.c.month).subquery()
        is_end = (audit_link.c.month == ends.c.month) & (audit_link.c.position == ends.c.position)
        rows = await self.fetch(select(audit_link).join(ends, is_end))
        return {row["month"]: Head(row["month"], row["position"], row["hash"]) for row in rows}

    async def verify_audit(self, written_down: Mapping[str, Head] | None = None) -> list[str]:
        """What is wrong with the chains, in words; empty when nothing is.

        `written_down` are heads noted elsewhere earlier; a chain that no longer passes through one was cut.
        """
        linked = select(audit_link, *(audit.c[name] for name in _HASHED)).outerjoin(audit)
        rows = await self.fetch(linked.order_by(audit_link.c.month, audit_link.c.position))
        broken = [
            words for month, those in groupby(rows, _linked_month) for words in _breaks(month, tuple(those))
        ]
        found = {Head(row["month"], row["position"], row["hash"]) for row in rows}
        lost = [head for head in (written_down or {}).values() if head not in found]
        return [*broken, *(f"{head.month}: the chain was cut before link {head.position}" for head in lost)]

    def _link(self, head: Head, rows: Sequence[RowMapping]) -> Head:
        for row in rows:
            head = _next(head, row)
            self.add(audit_link, audit_id=row["id"], month=head.month, position=head.position, hash=head.hash)
        return head


def _first(month: str) -> Head:
    return Head(month, 0, month)


def _next(head: Head, row: RowMapping) -> Head:
    written = "\0".join(str(row[name]) for name in _HASHED)
    return Head(head.month, head.position + 1, sha256(f"{head.hash}\0{written}".encode()).hexdigest())


def _month(row: RowMapping) -> str:
    return f"{row['at']:%Y-%m}"


def _linked_month(row: RowMapping) -> str:
    return str(row["month"])


def _breaks(month: str, rows: Sequence[RowMapping]) -> list[str]:
    """The first break of one month's chain; what follows it proves nothing any more."""
    head = _first(month)
    for row in rows:
        if row["id"] is None:
            return [f"{month}: the row of link {row['position']} is gone"]
        head = _next(head, row)
        if (head.position, head.hash) != (row["position"], row["hash"]):
            return [f"{month}: link {head.position} does not fit its row {row['id']}"]
    return []
