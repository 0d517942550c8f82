"""Leases: what only one replica may do, it does while it holds the name."""

from datetime import datetime

from sqlalchemy import case, or_, select, update

from storage.audit_chain import AuditChain
from storage.errors import LeaseLost
from storage.tables import lease
from storage.upserts import insert_for


class Leases(AuditChain):
    """Names with an owner, an end, and a fence that grows with every change of hands."""

    async def take_lease(self, name: str, owner: str, *, now: datetime, until: datetime) -> int | None:
        """Take or renew a lease; returns its fence, or None while somebody else holds it."""
        first = insert_for(self.connection, lease).values(name=name, owner=owner, until=until, fence=1)
        is_same = lease.c.owner == owner
        taken = first.on_conflict_do_update(
            index_elements=["name"],
            set_={"owner": owner, "until": until, "fence": lease.c.fence + case((is_same, 0), else_=1)},
            where=or_(is_same, lease.c.until <= now),
        )
        fence: int | None = (await self.connection.execute(taken.returning(lease.c.fence))).scalar()
        return fence

    async def release_lease(self, name: str, owner: str, *, now: datetime) -> None:
        """Give a lease back, if it is ours."""
        mine = update(lease).where(lease.c.name == name, lease.c.owner == owner)
        await self.connection.execute(mine.values(until=now))

    async def check_lease(self, name: str, fence: int) -> None:
        """Raise `LeaseLost` unless this fence is the newest; nobody can take the lease before this unit ends."""
        found = select(lease.c.fence).where(lease.c.name == name)
        rows = await self.fetch(found if self.is_reading else found.with_for_update(read=True))
        if not rows or rows[0]["fence"] != fence:
            raise LeaseLost(f"somebody else holds {name} by now")
