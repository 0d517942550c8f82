"""Reminders as rows: how far today's look has come, who is due, and what was given to whom, once for ever."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import RowMapping, Select, delete, func, insert, select, tuple_, update

from conversations.reminding.due import Due, months_looked_at
from conversations.reminding.hours import local_day, provinces_in
from conversations.reminding.ways import Member, Way
from conversations.rules.dates import month_of
from storage.tables import coverage, person, registration, reminder, said_paid, unwanted, walk
from storage.taking_back import take_back
from storage.unit import Unit
from storage.upserts import insert_or_leave

KEPT_FOR = timedelta(days=400)
"""Longer than a key can come up again."""
MOST_CHOSEN = 8
FIRST_PAYMENT_WITHIN = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Given:
    """One reminder as it is written down: about whom, what, which way, and to which contact."""

    member: Member
    due: Due
    way: Way
    contact_id: int | None = None

    @property
    def key(self) -> str:
        """Unique for ever; a letter has the same in the outbox."""
        return self.member.key(self.due)


@dataclass(frozen=True, slots=True)
class Place:
    """How far one look has come on a day: the last registration that was looked at."""

    name: str
    day: date
    paid_until: date | None = None
    last_id: str = ""
    is_over: bool = False

    def ended(self) -> "Place":
        """The same at its end: nothing more today."""
        return replace(self, is_over=True)


class Reminders:
    """The ledger of reminders, within one unit of work."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def hold_place(self, name: str, today: date) -> Place:
        """Where today's look stands; nobody else moves it before this unit ends. A new day starts in front."""
        held = select(walk).where(walk.c.name == name).with_for_update()
        rows = await self._unit.fetch(held)
        if not rows:
            first = {"name": name, "day": today, "paid_until": None, "place": "", "is_over": False}
            await insert_or_leave(self._unit.connection, walk, [first])
            rows = await self._unit.fetch(held)
        [row] = rows
        if row["day"] < today:
            return Place(name, today)
        return Place(name, row["day"], row["paid_until"], row["place"], row["is_over"])

    async def move_on(self, place: Place) -> None:
        """Write down how far it has come."""
        values = {
            "day": place.day,
            "paid_until": place.paid_until,
            "place": place.last_id,
            "is_over": place.is_over,
        }
        await self._unit.connection.execute(update(walk).where(walk.c.name == place.name).values(values))

    async def look(self, place: Place, zone: str, limit: int) -> tuple[tuple[Member, ...], Place]:
        """The next accepted people of a zone who may be due, the soonest to lapse in front, and the place after."""
        members = await self._members(_payers_from(place), zone, limit)
        last = members[-1] if members else None
        after = replace(place, is_over=len(members) < limit)
        if last is None:
            return (), after
        return await self._with_payers(members), replace(
            after, paid_until=last.paid_until, last_id=last.registration_id
        )

    async def look_at_beginners(
        self, place: Place, zone: str, limit: int
    ) -> tuple[tuple[Member, ...], Place]:
        """The same for those who were accepted lately and have not paid."""
        members = await self._members(_beginners_from(place), zone, limit)
        last_id = members[-1].registration_id if members else place.last_id
        return members, replace(place, last_id=last_id, is_over=len(members) < limit)

    async def hold(self, members: Iterable[Member], now: datetime) -> tuple[Member, ...]:
        """Those who are still as they were seen, locked, without those who are said to be paid or were erased."""
        known = {one.registration_id: one for one in members}
        held = select(registration.c.id, registration.c.paid_until).where(
            self._unit.among(registration.c.id, sorted(known)), registration.c.state == "accepted"
        )
        rows = await self._unit.fetch(held.order_by(registration.c.id).with_for_update())
        said = await self._unit.fetch(
            select(said_paid.c.registration_id).where(
                self._unit.among(said_paid.c.registration_id, sorted(known)), said_paid.c.until_at > now
            )
        )
        gone = {row["registration_id"] for row in said}
        same = {row["id"] for row in rows if row["paid_until"] == known[row["id"]].paid_until} - gone
        return tuple(one for name, one in known.items() if name in same)

    async def given_among(self, keys: Iterable[str]) -> frozenset[str]:
        """Those of the keys that were given already."""
        wanted = list(keys)
        if not wanted:
            return frozenset()
        found = select(reminder.c.key).where(self._unit.among(reminder.c.key, wanted))
        return frozenset(row["key"] for row in await self._unit.fetch(found))

    async def give(self, gifts: Iterable[Given], now: datetime) -> None:
        """Write reminders down; a task stays open until somebody has read it aloud."""
        rows = [
            {
                "key": one.key,
                "registration_id": one.member.registration_id,
                "village_code": one.member.village_code,
                "code": one.due.code,
                "number": one.due.number,
                "paid_until": one.member.paid_until,
                "payer_id": one.member.payer_id,
                "due_on": one.due.on,
                "way": one.way.value,
                "contact_id": one.contact_id,
                "given_at": now,
                "done_at": None if one.way in {Way.OFFICER, Way.BRANCH} else now,
            }
            for one in gifts
        ]
        if not rows:
            return
        # What was said to do before is overtaken: one person is one task.
        overtaken = update(reminder).where(
            self._unit.among(reminder.c.registration_id, [row["registration_id"] for row in rows]),
            reminder.c.done_at.is_(None),
        )
        await self._unit.connection.execute(overtaken.values(done_at=now))
        await self._unit.connection.execute(insert(reminder), rows)

    async def count_ways(self, village_codes: Iterable[str], since: datetime) -> dict[str, int]:
        """How many people were reminded by each way since then."""
        counted = select(reminder.c.way, func.count().label("many")).where(
            self._unit.among(reminder.c.village_code, village_codes), reminder.c.given_at >= since
        )
        rows = await self._unit.fetch(counted.group_by(reminder.c.way))
        return {row["way"]: row["many"] for row in rows}

    async def want(self, contact_id: int, now: datetime, *, is_wanted: bool) -> None:
        """Whether a contact wants to be written to unasked; what waits to be sent is taken back with the wish."""
        act = "messages.want" if is_wanted else "messages.stop"
        self._unit.note(act, actor=contact_id, on=str(contact_id), at=now)
        if is_wanted:
            statement = delete(unwanted).where(unwanted.c.contact_id == contact_id)
            await self._unit.connection.execute(statement)
            return
        await self._unit.flush()
        await insert_or_leave(self._unit.connection, unwanted, [{"contact_id": contact_id, "at": now}])
        await take_back(self._unit, reminder.c.contact_id == contact_id, now)

    async def forget_old(self, now: datetime) -> int:
        """Do away with what can never come up again; gives how many."""
        over = delete(reminder).where(reminder.c.given_at < now - KEPT_FOR)
        return len(await self._unit.fetch(over.returning(reminder.c.key)))

    async def _members(self, found: Select[tuple[object, ...]], zone: str, limit: int) -> tuple[Member, ...]:
        in_zone = func.substr(registration.c.village_code, 1, 2).in_(provinces_in(zone))
        rows = await self._unit.fetch(found.where(in_zone).limit(limit))
        return tuple(member_of(row) for row in rows)

    async def _with_payers(self, members: tuple[Member, ...]) -> tuple[Member, ...]:
        """Whose money paid the last month; the own counts first, as who pays alone needs no funding."""
        found = select(coverage.c.person_id, coverage.c.month, coverage.c.payer_id).where(
            self._unit.among(coverage.c.person_id, [one.person_id for one in members]),
            coverage.c.month >= month_of(min(one.paid_until or date.max for one in members)),
        )
        payers: dict[tuple[str, date], str] = {}
        for row in await self._unit.fetch(found.order_by(coverage.c.payer_id.desc())):
            payers[row["person_id"], row["month"]] = row["payer_id"]
        return tuple(
            replace(one, payer_id=payers.get((one.person_id, month_of(one.paid_until)), ""))
            for one in members
            if one.paid_until
        )


MEMBER = select(
    registration.c.id,
    registration.c.person_id,
    registration.c.reference,
    registration.c.village_code,
    registration.c.stage_at,
    registration.c.paid_until,
    registration.c.contact_id,
    registration.c.is_own,
    person.c.sector,
).join(person, person.c.id == registration.c.person_id)
"""What a `Member` is made of."""


def _payers_from(place: Place) -> Select[tuple[object, ...]]:
    order = (registration.c.paid_until, registration.c.id)
    found = MEMBER.where(
        registration.c.state == "accepted", registration.c.paid_until.between(*months_looked_at(place.day))
    )
    if place.paid_until is not None:
        found = found.where(tuple_(*order) > (place.paid_until, place.last_id))
    return found.order_by(*order)


def _beginners_from(place: Place) -> Select[tuple[object, ...]]:
    since = datetime.combine(place.day, datetime.min.time()).astimezone() - FIRST_PAYMENT_WITHIN
    found = MEMBER.where(
        registration.c.state == "accepted",
        registration.c.paid_until.is_(None),
        registration.c.stage_at >= since,
        registration.c.id > place.last_id,
    )
    return found.order_by(registration.c.id)


def member_of(row: RowMapping, payer_id: str = "") -> Member:
    """An accepted registration, from a row of `MEMBER`."""
    return Member(
        row["id"],
        row["person_id"],
        row["reference"],
        row["village_code"],
        local_day(row["village_code"], row["stage_at"]),
        row["paid_until"],
        row["contact_id"],
        row["is_own"],
        row["sector"],
        payer_id,
    )


async def find_over(unit: Unit, looks: Mapping[str, date]) -> frozenset[str]:
    """Those of the looks, each with the day it is there, that have come to their end; it holds nobody up."""
    found = select(walk.c.name, walk.c.day).where(unit.among(walk.c.name, list(looks)), walk.c.is_over)
    return frozenset(row["name"] for row in await unit.fetch(found) if row["day"] >= looks[row["name"]])


async def find_member(unit: Unit, registration_id: str) -> Member | None:
    """One accepted registration; whoever asks sees to it that they may."""
    found = MEMBER.where(registration.c.id == registration_id, registration.c.state == "accepted")
    rows = await unit.fetch(found)
    return member_of(rows[0]) if rows else None


async def own_members(unit: Unit, contact_id: int) -> tuple[Member, ...]:
    """The accepted registrations that a contact is told about."""
    found = MEMBER.where(registration.c.contact_id == contact_id, registration.c.state == "accepted")
    rows = await unit.fetch(found.order_by(registration.c.submitted_at).limit(MOST_CHOSEN))
    return tuple(map(member_of, rows))
