"""Payments as they become known: a line of months for each person, and everything that moves with it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import RowMapping, bindparam, delete, func, select, update

from conversations.actor import REGENCY_DIGITS
from conversations.funding.covering import Covering, covering
from conversations.reminding.hours import local_day
from conversations.rules.dates import last_day_of
from storage.errors import CaseNotFound
from storage.staff import Staff
from storage.tables import (
    branch_area,
    coverage,
    payer,
    payments_as_of,
    proposal,
    registration,
    reminder,
    said_paid,
)
from storage.taking_back import take_back
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


@dataclass(frozen=True, slots=True)
class Payment:
    """A registration paid to the end of a month, by a payer or "".

    Empty is the own money, or nobody said whose: a month for which exactly one payer lists the person is then that
    payer's. `paid_on` is the day of the payment where it is known.
    """

    registration_id: str
    paid_until: date
    payer_id: str = ""
    paid_on: date | None = None


@dataclass(frozen=True, slots=True)
class _News:
    """A registration as it stands, with a payment that adds months to it."""

    row: RowMapping
    payment: Payment
    added: Covering

    @property
    def id(self) -> str:
        name: str = self.row["id"]
        return name

    @property
    def until(self) -> date:
        return last_day_of(self.payment.paid_until)


def _added(row: RowMapping, payment: Payment, today: date) -> Covering:
    return covering(row["paid_until"], payment.paid_until, payment.paid_on or today)


def _paying(listed: Iterable[RowMapping], month: date) -> list[str]:
    return [row["id"] for row in listed if row["first_month"] <= month <= row["last_month"]]


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
        """Record one payment, as `record_payments` does; gives what it added."""
        payment = Payment(registration_id, paid_until, payer_id, paid_on)
        return (await self.record_payments([payment], at, actor=actor))[registration_id]

    async def record_payments(
        self, payments: Iterable[Payment], at: datetime, *, actor: int = 0
    ) -> dict[str, Covering]:
        """Record that accepted registrations are paid, in a few statements however many; gives what was added.

        It never goes backward: a month that was paid before changes nothing. Reminders that wait are taken back and
        tasks about it are done. `actor` is who recorded it.
        Raises `CaseNotFound` when one of them is no accepted registration: then nothing of it may be kept.
        """
        added: dict[str, Covering] = {}
        waiting = list(payments)
        while waiting:
            # Two payments for one person stand on each other.
            wave = {one.registration_id: one for one in reversed(waiting)}
            waiting = [one for one in waiting if wave[one.registration_id] is not one]
            added |= await self._record(wave, at, actor)
        return added

    async def _record(self, wave: Mapping[str, Payment], at: datetime, actor: int) -> dict[str, Covering]:
        rows = await self._lock(wave)
        today = {row["id"]: local_day(row["village_code"], at) for row in rows}
        news = [
            _News(row, wave[row["id"]], found)
            for row in rows
            if (found := _added(row, wave[row["id"]], today[row["id"]])).months
        ]
        await self._write(news, at)
        for one in news:
            self._count(one, today[one.id], at, actor)
        await self._settle([one.row for one in news], at)
        for row in rows:
            await self._hear_of(row["village_code"], today[row["id"]], at)
        return {one: Covering() for one in wave} | {one.id: one.added for one in news}

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
        [row] = await self._lock([registration_id])
        held = {"registration_id": registration_id, "said_by": by, "said_at": now, "until_at": now + HELD_FOR}
        known = await self._unit.fetch(
            select(said_paid).where(said_paid.c.registration_id == registration_id)
        )
        if known and known[0]["until_at"] > now:
            until_at: datetime = known[0]["until_at"]
            return until_at
        await insert_or_replace(self._unit.connection, said_paid, [held])
        await self._mark(row, [*(one for one in row["flags"] if one != SAYS_PAID), SAYS_PAID])
        await take_back(self._unit, reminder.c.registration_id == registration_id, now)
        self._unit.note(
            "registration.says_paid", actor=by, on=registration_id, scope=row["village_code"], at=now
        )
        return now + HELD_FOR

    async def _lock(self, registration_ids: Iterable[str]) -> Sequence[RowMapping]:
        wanted = sorted(registration_ids)
        held = select(registration).where(
            self._unit.among(registration.c.id, wanted), registration.c.state == "accepted"
        )
        held = held.order_by(registration.c.id).with_for_update()
        rows = await self._unit.fetch(held)
        if len(rows) < len(wanted):
            # One may have been made in this very unit; a whole file of payments must not flush for each.
            await self._unit.flush()
            rows = await self._unit.fetch(held)
        if len(rows) < len(wanted):
            raise CaseNotFound("no such accepted registration")
        return rows

    async def _write(self, news: Sequence["_News"], at: datetime) -> None:
        """A line of months for each, and how far it reaches."""
        if not news:
            return
        listing = await self._payers_listing([one for one in news if not one.payment.payer_id])
        months = [
            {
                "person_id": one.row["person_id"],
                "month": month,
                "payer_id": one.payment.payer_id or listing.get((one.id, month), OWN_MONEY),
                "recorded_at": at,
            }
            for one in news
            for month in one.added.months
        ]
        await insert_or_leave(self._unit.connection, coverage, months)
        moved = update(registration).where(registration.c.id == bindparam("moved_id"))
        untils = [{"moved_id": one.id, "until": one.until} for one in news]
        await self._unit.connection.execute(moved.values(paid_until=bindparam("until")), untils)

    def _count(self, one: "_News", today: date, at: datetime, actor: int) -> None:
        scope, state = one.row["village_code"], one.row["state"]
        self._unit.tally(Heap(scope, state, month_of(one.row["paid_until"])), -1)
        self._unit.tally(Heap(scope, state, month_of(one.until)))
        self._unit.tally_event(scope, today, "paid")
        result = "restart" if one.added.is_restart else "done"
        self._unit.note("registration.paid", actor=actor, on=one.id, scope=scope, at=at, result=result)

    async def _payers_listing(self, news: Sequence["_News"]) -> dict[tuple[str, date], str]:
        """Registration and month to the one payer on whose list the person stands for it."""
        if not news:
            return {}
        first = min(one.added.months[0] for one in news)
        found = (
            select(payer.c.id, payer.c.first_month, payer.c.last_month, registration.c.person_id)
            .join(proposal, proposal.c.payer_id == payer.c.id)
            .join(registration, registration.c.id == proposal.c.registration_id)
            .where(
                self._unit.among(registration.c.person_id, [one.row["person_id"] for one in news]),
                payer.c.last_month >= first,
            )
        )
        listed: dict[str, list[RowMapping]] = {}
        for row in await self._unit.fetch(found):
            listed.setdefault(row["person_id"], []).append(row)
        return {
            (one.id, month): each[0]
            for one in news
            for month in one.added.months
            if len(each := _paying(listed.get(one.row["person_id"], ()), month)) == 1
        }

    async def _settle(self, rows: Sequence[RowMapping], at: datetime) -> None:
        """Nothing reminds of what is paid: not the mark, not what waits to be sent, not an open task."""
        if not rows:
            return
        marked = [row for row in rows if SAYS_PAID in row["flags"]]
        for row in marked:
            await self._mark(row, [one for one in row["flags"] if one != SAYS_PAID])
        if marked:
            ids = [row["id"] for row in marked]
            over = delete(said_paid).where(self._unit.among(said_paid.c.registration_id, ids))
            await self._unit.connection.execute(over)
        about_them = self._unit.among(reminder.c.registration_id, [row["id"] for row in rows])
        await take_back(self._unit, about_them, at)

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
