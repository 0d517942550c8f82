"""The outbox in the database, as delivery wants it: each call is one short transaction under our name."""

from collections.abc import Sequence
from datetime import timedelta

from bot.clock import Clock
from bot.delivery.marks import Mark
from bot.delivery.refusals import ContactState
from bot.outgoing import Lane, Outgoing
from bot.posting import unpacked
from storage import deliveries
from storage.database import Database
from storage.deliveries import Delivery
from storage.groups import Groups
from storage.unit import Unit

LEASE = timedelta(seconds=90)  # longer than the longest wait for an answer of Telegram


class StoredOutbox:
    """Rows under the name `owner`; alone on its database, it finds the rows of its earlier life at once."""

    def __init__(self, database: Database, owner: str, clock: Clock, *, is_only_one: bool) -> None:
        self._database, self._owner, self._clock = database, owner, clock
        self._is_only_one = is_only_one
        self._is_settled = False

    async def write(self, marks: Sequence[Mark]) -> None:
        """Write how rows ended, and what that says of their contacts."""
        async with self._database.unit() as unit:
            await self.write_in(unit, marks)

    async def write_in(self, unit: Unit, marks: Sequence[Mark]) -> None:
        """The same within a transaction that is open anyway."""
        await unit.mark(map(_stored, marks), owner=self._owner, now=self._clock.now())
        for state in (ContactState.BLOCKED, ContactState.DEACTIVATED):
            if gone := {mark.contact_id for mark in marks if mark.contact is state and mark.contact_id}:
                await unit.set_contact_state(gone, state.value)
        for old, new in {mark.moved for mark in marks if mark.moved}:
            await Groups(unit, self._clock.now()).move(old, new)

    async def claim(self, lane: Lane, limit: int) -> Sequence[Outgoing]:
        """Take rows of `lane` that are due, oldest first."""
        now = self._clock.now()
        async with self._database.unit() as unit:
            rows = await unit.claim(
                self._owner, lane=lane.value, limit=limit, now=now, lease_until=now + LEASE
            )
        return [_outgoing(row) for row in rows]

    async def renew(self) -> None:
        """Keep what is ours; alone there is nobody to keep it from."""
        if not self._is_only_one:
            async with self._database.unit() as unit:
                await unit.renew(self._owner, lease_until=self._clock.now() + LEASE)

    async def take_over(self) -> Sequence[Outgoing]:
        """Take what somebody who is gone left half sent: alone that was our earlier life, so once is enough."""
        if self._is_only_one and self._is_settled:
            return ()
        now = self._clock.now()
        async with self._database.unit() as unit:
            rows = await unit.take_over(
                self._owner, now=now, lease_until=now + LEASE, also_own=not self._is_settled
            )
        self._is_settled = True
        return [_outgoing(row) for row in rows]


def _stored(mark: Mark) -> deliveries.Mark:
    return deliveries.Mark(mark.row_id, mark.state.value, message_id=mark.message_id, error=mark.reason)


def _outgoing(row: Delivery) -> Outgoing:
    payload, file = unpacked(dict(row.payload))
    return Outgoing(
        row_id=row.id,
        chat_id=row.chat_id,
        method=row.method,
        payload=payload,
        file=file,
        lane=Lane(row.lane),
        contact_id=row.contact_id,
        is_prompt=row.lane == "live",
        tries=max(0, row.tries - 1),
        doubts=int(row.is_doubtful),
    )
