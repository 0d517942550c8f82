"""Payments as they become known: a line of months for each person, and everything that moves with it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import RowMapping, delete, func, select, update

from conversations.actor import REGENCY_DIGITS
from conversations.funding.covering import Covering, covering
from conversations.reminding.hours import local_day
from conversations.rules.dates import last_day_of
from storage.errors import CaseNotFound
from storage.outbox import is_state
from storage.staff import Staff
from storage.tables import (
    branch_area,
    coverage,
    outbox,
    payer,
    payments_as_of,
    proposal,
    registration,
    reminder,
    said_paid,
)
from storage.tallies import Heap, month_of
from storage.unit import Unit
from storage.upserts import insert_for, insert_or_leave, insert_or_replace

SAYS_PAID = "says_paid"
"""The mark on a registration whose people say that it is paid."""
HELD_FOR = timedelta(days=21)
OWN_MONEY = ""


@dataclass(frozen=True, slots=True)
class Paid:
    """A month that somebody paid; `payer_id` is empty for the worker's own money."""

    month: date
    payer_id: str


class Coverage:
    """Payments and what people say about them, within one unit of work."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit
        self._told: dict[str, date] = {}

    async def record_payment(
        self,
        registration_id: str,
        paid_until: date,
        payer_id: str,
        at: datetime,
        *,
        paid_on: date | None = None,
        actor: int = 0,
    ) -> Covering:
        """Record that an accepted registration is paid to the end of a month, by a payer or "".

        Empty is the own money, or nobody said whose: a month for which exactly one payer lists the person is then
        that payer's.
        It never goes backward: a month that was paid before changes nothing. Reminders that wait are taken back and
        tasks about it are done. `paid_on` is the day of the payment where it is known; `actor` is who recorded it.
        Raises `CaseNotFound` when there is no such accepted registration.
        """
        row = await self._lock(registration_id)
        today = local_day(row["village_code"], at)
        added = covering(row["paid_until"], paid_until, paid_on or today)
        if added.months:
            await self._write(row, added, last_day_of(paid_until), payer_id, at)
            self._unit.tally_event(row["village_code"], today, "paid")
            scope, result = row["village_code"], "restart" if added.is_restart else "done"
            self._unit.note(
                "registration.paid", actor=actor, on=registration_id, scope=scope, at=at, result=result
            )
            await self._settle(row, at)
        await self._hear_of(row["village_code"], today, at)
        return added

    async def note_import(self, branch_id: str, as_of: date, at: datetime) -> None:
        """A branch has told us of all payments up to a day; an older day changes nothing."""
        row = {"branch_id": branch_id, "as_of": as_of, "told_at": at}
        statement = insert_for(self._unit.connection, payments_as_of)
        newer = statement.on_conflict_do_update(
            index_elements=["branch_id"],
            set_={"as_of": statement.excluded.as_of, "told_at": at},
            where=payments_as_of.c.as_of < statement.excluded.as_of,
        )
        await self._unit.connection.execute(newer, [row])

    async def find_as_of(self, branch_id: str) -> date | None:
        """The day up to which a branch has told us of payments; None before the first time."""
        rows = await self._unit.fetch(select(payments_as_of).where(payments_as_of.c.branch_id == branch_id))
        return rows[0]["as_of"] if rows else None

    async def find_as_of_village(self, village_code: str) -> date | None:
        """The same for the branch that serves a village, for every status and tally to say."""
        serving = self._unit.among(branch_area.c.area_code, [village_code, village_code[:REGENCY_DIGITS]])
        told = branch_area.outerjoin(payments_as_of, payments_as_of.c.branch_id == branch_area.c.branch_id)
        # A branch that is named for the village comes before the one of its regency.
        nearest = func.length(branch_area.c.area_code).desc()
        found = select(payments_as_of.c.as_of).select_from(told).where(serving).order_by(nearest).limit(1)
        return next((row["as_of"] for row in await self._unit.fetch(found)), None)

    async def load_line(self, registration_id: str) -> tuple[Paid, ...]:
        """Every month that was paid for this registration's person, the first in front."""
        found = select(coverage.c.month, coverage.c.payer_id).join(
            registration, registration.c.person_id == coverage.c.person_id
        )
        rows = await self._unit.fetch(
            found.where(registration.c.id == registration_id).order_by(coverage.c.month, coverage.c.payer_id)
        )
        return tuple(Paid(**row) for row in rows)

    async def say_paid(self, registration_id: str, *, by: int, now: datetime) -> datetime:
        """Hold the reminders of a registration, as somebody says that it is paid; gives until when.

        Saying it again does not make it longer. Raises `CaseNotFound`.
        """
        row = await self._lock(registration_id)
        held = {"registration_id": registration_id, "said_by": by, "said_at": now, "until_at": now + HELD_FOR}
        known = await self._unit.fetch(
            select(said_paid).where(said_paid.c.registration_id == registration_id)
        )
        if known and known[0]["until_at"] > now:
            until_at: datetime = known[0]["until_at"]
            return until_at
        await insert_or_replace(self._unit.connection, said_paid, [held])
        await self._mark(row, [*(one for one in row["flags"] if one != SAYS_PAID), SAYS_PAID])
        await self._take_back(registration_id, now)
        self._unit.note(
            "registration.says_paid", actor=by, on=registration_id, scope=row["village_code"], at=now
        )
        return now + HELD_FOR

    async def _lock(self, registration_id: str) -> RowMapping:
        held = select(registration).where(
            registration.c.id == registration_id, registration.c.state == "accepted"
        )
        rows = await self._unit.fetch(held.with_for_update())
        if not rows:
            # It may have been made in this very unit; a whole file of payments must not flush for each.
            await self._unit.flush()
            rows = await self._unit.fetch(held.with_for_update())
        if not rows:
            raise CaseNotFound("no such accepted registration")
        return rows[0]

    async def _write(
        self, row: RowMapping, added: Covering, paid_until: date, payer_id: str, at: datetime
    ) -> None:
        listing = {} if payer_id else await self._payers_listing(row["person_id"], added.months)
        months = [
            {
                "person_id": row["person_id"],
                "month": month,
                "payer_id": payer_id or listing.get(month, OWN_MONEY),
                "recorded_at": at,
            }
            for month in added.months
        ]
        await insert_or_leave(self._unit.connection, coverage, months)
        moved = update(registration).where(registration.c.id == row["id"]).values(paid_until=paid_until)
        await self._unit.connection.execute(moved)
        self._unit.tally(Heap(row["village_code"], row["state"], month_of(row["paid_until"])), -1)
        self._unit.tally(Heap(row["village_code"], row["state"], month_of(paid_until)))

    async def _payers_listing(self, person_id: str, months: tuple[date, ...]) -> dict[date, str]:
        """Month to the one payer on whose list the person stands for it."""
        found = (
            select(payer.c.id, payer.c.first_month, payer.c.last_month)
            .join(proposal, proposal.c.payer_id == payer.c.id)
            .join(registration, registration.c.id == proposal.c.registration_id)
            .where(registration.c.person_id == person_id, payer.c.last_month >= months[0])
        )
        rows = await self._unit.fetch(found)
        listing = {
            month: [row["id"] for row in rows if row["first_month"] <= month <= row["last_month"]]
            for month in months
        }
        return {month: each[0] for month, each in listing.items() if len(each) == 1}

    async def _settle(self, row: RowMapping, at: datetime) -> None:
        """Nothing reminds of what is paid: not the mark, not what waits to be sent, not an open task."""
        if SAYS_PAID in row["flags"]:
            await self._mark(row, [one for one in row["flags"] if one != SAYS_PAID])
            over = delete(said_paid).where(said_paid.c.registration_id == row["id"])
            await self._unit.connection.execute(over)
        await self._take_back(row["id"], at)

    async def _take_back(self, registration_id: str, at: datetime) -> None:
        about_it = reminder.c.registration_id == registration_id
        unsent = update(outbox).where(
            outbox.c.key.in_(select(reminder.c.key).where(about_it)), is_state(outbox, "queued")
        )
        await self._unit.connection.execute(unsent.values(state="cancelled", body=None))
        open_task = update(reminder).where(about_it, reminder.c.done_at.is_(None))
        await self._unit.connection.execute(open_task.values(done_at=at))

    async def _mark(self, row: RowMapping, flags: list[str]) -> None:
        marked = update(registration).where(registration.c.id == row["id"])
        await self._unit.connection.execute(marked.values(flags=flags))

    async def _hear_of(self, village_code: str, today: date, at: datetime) -> None:
        """A payment that is recorded is news from the branch; asked once for each village."""
        if self._told.get(village_code) == today:
            return
        self._told[village_code] = today
        if branch_id := await Staff(self._unit).find_branch_of(village_code):
            await self.note_import(branch_id, today, at)


async def count_said_paid(unit: Unit, village_codes: frozenset[str], now: datetime) -> int:
    """How many registrations of these villages are said to be paid and not yet seen so."""
    counted = select(func.count().label("many")).select_from(said_paid).join(registration)
    rows = await unit.fetch(
        counted.where(unit.among(registration.c.village_code, village_codes), said_paid.c.until_at > now)
    )
    return int(rows[0]["many"])
