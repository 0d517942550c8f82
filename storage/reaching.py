"""Who could tell a person something: the own contact, the officers of the village, the branch."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, select

from conversations.actor import REGENCY_DIGITS
from conversations.reminding.due import RULES
from conversations.reminding.hours import local_day
from conversations.reminding.ways import Member, Reach, Reader
from storage.staff import Staff
from storage.tables import branch_area, contact, door, payments_as_of, reminder, resident
from storage.unit import Unit
from storage.wishes import find_unwilling

WEEK = timedelta(days=7)


class Reaching:
    """Loads who can be reached for a whole batch of members, within one unit of work."""

    def __init__(self, unit: Unit, now: datetime) -> None:
        self._unit, self._now = unit, now

    async def load(self, members: Iterable[Member]) -> Reach:
        """Everything that decides by which way these are told."""
        people = list(members)
        villages = sorted({one.village_code for one in people})
        officers = await Staff(self._unit).officers_of(villages, self._now)
        helping = {one for each in officers.values() for one in each}
        # An officer gets tasks for the villages, not a letter for everyone they have registered.
        told = {
            one.contact_id
            for one in people
            if one.contact_id and (one.is_own or one.contact_id not in helping)
        }
        branches = await self.branches_of(villages)
        return Reach(
            await self.readers(told),
            await self._given_on(told, villages),
            await self._as_of(branches),
            await self._at_hand(officers),
            frozenset(branches),
            await self._behind(people, ~door.c.allows_messages) | await self._stopped(people),
            await self._behind(people, ~door.c.allows_visits),
        )

    async def branches_of(self, village_codes: Iterable[str]) -> dict[str, str]:
        """Village to the branch that serves it; those of no branch are left out."""
        villages = list(village_codes)
        if not villages:
            return {}
        areas = sorted({*villages, *(code[:REGENCY_DIGITS] for code in villages)})
        rows = await self._unit.fetch(
            select(branch_area).where(self._unit.among(branch_area.c.area_code, areas))
        )
        served = {row["area_code"]: row["branch_id"] for row in rows}
        found = {code: served.get(code) or served.get(code[:REGENCY_DIGITS]) for code in villages}
        return {code: branch_id for code, branch_id in found.items() if branch_id}

    async def readers(self, contact_ids: Iterable[int]) -> dict[int, Reader]:
        """Those of the contacts who can be written to and have not asked to be left alone."""
        return await self._willing(await self._find(contact_ids))

    async def at_hand(self, contact_ids: Iterable[int]) -> dict[int, Reader]:
        """Those of them who also wrote to us lately."""
        return await self._willing(await self.awake(contact_ids))

    async def awake(self, contact_ids: Iterable[int]) -> dict[int, Reader]:
        """Those who wrote to us lately, also who wants to hear nothing."""
        since = self._now - timedelta(RULES.silent_after_days)
        return await self._find(contact_ids, contact.c.seen_at >= since)

    async def _find(self, contact_ids: Iterable[int], *also: ColumnElement[bool]) -> dict[int, Reader]:
        wanted = sorted(set(contact_ids))
        if not wanted:
            return {}
        found = select(contact.c.id, contact.c.chat_id, contact.c.language).where(
            self._unit.among(contact.c.id, wanted), contact.c.state == "active", *also
        )
        rows = await self._unit.fetch(found)
        return {row["id"]: Reader(row["id"], row["chat_id"], row["language"]) for row in rows}

    async def _willing(self, readers: dict[int, Reader]) -> dict[int, Reader]:
        unwilling = await find_unwilling(self._unit, readers)
        return {one: reader for one, reader in readers.items() if one not in unwilling}

    async def _stopped(self, people: list[Member]) -> frozenset[str]:
        """What somebody does not want to hear from us, nobody else tells them for us."""
        asked = (one.contact_id for one in people if one.contact_id and one.is_own)
        stopped = await find_unwilling(self._unit, asked)
        return frozenset(one.registration_id for one in people if one.is_own and one.contact_id in stopped)

    async def _given_on(self, told: set[int], villages: list[str]) -> dict[int, list[date]]:
        found = select(reminder.c.contact_id, reminder.c.given_at).where(
            self._unit.among(reminder.c.contact_id, sorted(told)), reminder.c.given_at > self._now - WEEK
        )
        days: dict[int, list[date]] = {}
        for row in await self._unit.fetch(found):
            days.setdefault(row["contact_id"], []).append(local_day(villages[0], row["given_at"]))
        return days

    async def _as_of(self, branches: dict[str, str]) -> dict[str, date | None]:
        wanted = sorted(set(branches.values()))
        rows = await self._unit.fetch(
            select(payments_as_of).where(self._unit.among(payments_as_of.c.branch_id, wanted))
        )
        as_of = {row["branch_id"]: row["as_of"] for row in rows}
        return {village: as_of.get(branch_id) for village, branch_id in branches.items()}

    async def _at_hand(self, officers: dict[str, list[int]]) -> frozenset[str]:
        awake = await self.at_hand(one for each in officers.values() for one in each)
        return frozenset(village for village, each in officers.items() if awake.keys() & set(each))

    async def _behind(self, people: list[Member], wish: ColumnElement[bool]) -> frozenset[str]:
        """Those of them who live behind a door with this wish."""
        found = (
            select(resident.c.registration_id)
            .join(door, door.c.id == resident.c.door_id)
            .where(
                self._unit.among(resident.c.registration_id, [one.registration_id for one in people]),
                wish,
            )
        )
        return frozenset(row["registration_id"] for row in await self._unit.fetch(found))
