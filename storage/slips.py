"""Numbered slips: issued, used once, confirmed by somebody else than the registrar; each step in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, RowMapping, func, select, update

from conversations.actor import Actor
from conversations.slips import (
    BOOKLET,
    CONFIRMED_WITHIN,
    DISPUTED,
    MOST_WRONG_DATES,
    UNCONFIRMED,
    code_from,
)
from storage.columns import new_id
from storage.reach import is_reached
from storage.tables import registration, slip
from storage.unit import Unit
from storage.upserts import insert_for

INDEX = "slip"
_WITH_CASE = slip.join(registration, registration.c.id == slip.c.registration_id)
MOST_LISTED = 15
HIGHEST = 999_999
"""What a slip's number may be; a typed one beyond it was no number of a slip."""


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip; `used_by` is its registrar, `is_held` that a form on it waits for the person's own leave."""

    id: str
    village_code: str
    number: int
    registration_id: str | None
    used_by: int | None
    used_at: datetime | None
    opened_by: int | None
    confirmed_by: int | None
    confirmed_at: datetime | None
    wrong_dates: int
    locked_at: datetime | None
    is_held: bool


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """A registration whose slip nobody confirmed in time."""

    reference: str
    village_code: str
    number: int
    used_at: datetime


@dataclass(frozen=True, slots=True)
class Issued:
    """A slip just issued or used; `code` is empty where it stands on paper already."""

    id: str
    number: int
    code: str = ""


class Slips:
    """Slips, within one unit of work."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def issue(self, village_code: str, *, by: int, fresh: str, now: datetime) -> tuple[Issued, ...]:
        """A booklet of blank slips, to be copied to paper before going where there is no signal."""
        return tuple([await self._issue_next(village_code, by, fresh, now) for _ in range(BOOKLET)])

    async def count_blank(self, by: int) -> int:
        """How many slips this contact holds that are not used yet."""
        blank = (slip.c.issued_by == by) & slip.c.used_at.is_(None)
        rows = await self._unit.fetch(select(func.count().label("many")).select_from(slip).where(blank))
        return int(rows[0]["many"])

    async def use(
        self, village_code: str, number: int | None, *, by: int, fresh: str, now: datetime
    ) -> Issued:
        """Use the slip of this number, or the next one when there is none or somebody was quicker.

        A number that was never issued comes from a printed block, and gets its code now.
        """
        used = await self._use_blank(village_code, number, by, now) if number else None
        if used is None and number and number <= HIGHEST:
            used = await self._insert(village_code, number, by, fresh, now)
        used = used or await self._issue_next(village_code, by, fresh, now)
        await self._set(slip.c.id == used.id, used_by=by, used_at=now)
        return used

    async def is_free(self, village_code: str, number: int, *, by: int) -> bool:
        """Whether this contact may still use the number."""
        rows = await self._unit.fetch(select(slip).where(_is(village_code, number)))
        return not rows or (rows[0]["used_at"] is None and rows[0]["issued_by"] == by)

    async def find_by_code(self, code: str) -> Slip | None:
        """The used slip with this code."""
        index = self._unit.sealer.index(INDEX, code)
        return await self._find((slip.c.code_index == index) & slip.c.used_at.is_not(None))

    async def find_by_number(self, village_codes: Sequence[str], number: int) -> Slip | None:
        """The used slip of this number, where only one of the villages has it."""
        within = self._unit.among(slip.c.village_code, village_codes)
        return await self._find(within & (slip.c.number == number) & slip.c.used_at.is_not(None))

    async def find(self, slip_id: str, *, opened_by: int) -> Slip | None:
        """A slip whose code this contact was the last to send."""
        return await self._find((slip.c.id == slip_id) & (slip.c.opened_by == opened_by))

    async def find_own(self, slip_id: str, *, used_by: int) -> Slip | None:
        """A slip that this contact, its registrar, has used."""
        return await self._find((slip.c.id == slip_id) & (slip.c.used_by == used_by))

    async def reissue(self, found: Slip, *, by: int, fresh: str, now: datetime) -> Issued:
        """A new code for a slip that was lost: the old one opens nothing any more, nor does it for who sent it before.

        Wrong birth dates stay counted, so that a new paper is no new try.
        """
        code = code_from(f"{fresh}{found.village_code}", found.number)
        index = self._unit.sealer.index(INDEX, code)
        await self._set(slip.c.id == found.id, code_index=index, opened_by=None)
        self._unit.note("slip.reissued", actor=by, on=found.id, scope=found.village_code, at=now)
        return Issued(found.id, found.number, code)

    async def note_opened(self, found: Slip, by: int) -> None:
        """Remember who holds the code, for the steps that follow."""
        await self._set(slip.c.id == found.id, opened_by=by)

    async def confirm(self, found: Slip, *, by: int, how: str, now: datetime) -> bool:
        """Turn the second key, `how` being `code` or `visit`; False when it was turned before.

        Raises `ValueError` for the registrar, who never counts, and for a code that came after 30 days.
        """
        if by == found.used_by:
            raise ValueError("the registrar is no second key")
        if how == "code" and is_late(found, now):
            raise ValueError("the code came too late")
        is_open = (slip.c.id == found.id) & slip.c.confirmed_at.is_(None)
        turned = await self._set(is_open, confirmed_by=by, confirmed_at=now, confirmed_how=how)
        if turned:
            await self._flag(found.registration_id, without=UNCONFIRMED)
            self._unit.note(f"slip.{how}", actor=by, on=found.id, scope=found.village_code, at=now)
        return turned

    async def count_unconfirmed(self, actor: Actor, now: datetime) -> int:
        """How many registrations nobody but their registrar vouches for, after all that time."""
        counted = select(func.count().label("many")).select_from(_WITH_CASE)
        rows = await self._unit.fetch(counted.where(self._is_unconfirmed(actor, now)))
        return int(rows[0]["many"])

    async def list_unconfirmed(self, actor: Actor, now: datetime) -> tuple[Unconfirmed, ...]:
        """The first of them, the oldest in front: the branch asks in person."""
        columns = (registration.c.reference, slip.c.village_code, slip.c.number, slip.c.used_at)
        found = select(*columns).select_from(_WITH_CASE).where(self._is_unconfirmed(actor, now))
        rows = await self._unit.fetch(found.order_by(slip.c.used_at).limit(MOST_LISTED))
        return tuple(Unconfirmed(**row) for row in rows)

    def _is_unconfirmed(self, actor: Actor, now: datetime) -> ColumnElement[bool]:
        is_overdue = slip.c.confirmed_at.is_(None) & (slip.c.used_at < now - CONFIRMED_WITHIN)
        is_open = registration.c.state.in_(("submitted", "needs_fixing", "accepted"))
        return is_overdue & is_open & is_reached(self._unit, actor, slip.c.village_code)

    async def count_wrong_date(self, found: Slip, *, by: int, now: datetime) -> int:
        """Count a wrong birth date and lock the slip at the third; returns how many tries are left."""
        await self._set(slip.c.id == found.id, wrong_dates=slip.c.wrong_dates + 1)
        rows = await self._unit.fetch(select(slip.c.wrong_dates).where(slip.c.id == found.id))
        left = max(MOST_WRONG_DATES - int(rows[0]["wrong_dates"]), 0)
        if not left:
            await self._set(slip.c.id == found.id, locked_at=now)
            self._unit.note("slip.locked", actor=by, on=found.id, scope=found.village_code, at=now)
        return left

    async def dispute(self, found: Slip, *, by: int, now: datetime) -> None:
        """Somebody with the code says that there was no consent: the branch is to ask, and nothing is decided here."""
        await self._flag(found.registration_id, also=DISPUTED)
        self._unit.note("slip.disputed", actor=by, on=found.id, scope=found.village_code, at=now)

    async def _flag(self, registration_id: str | None, *, also: str = "", without: str = "") -> None:
        here = registration.c.id == registration_id
        for row in await self._unit.fetch(select(registration.c.flags).where(here).with_for_update()):
            kept = [flag for flag in row["flags"] if flag not in (also, without)]
            flags = [*kept, also] if also else kept
            await self._unit.connection.execute(update(registration).where(here).values(flags=flags))

    async def _use_blank(self, village_code: str, number: int, by: int, now: datetime) -> Issued | None:
        mine = _is(village_code, number) & (slip.c.issued_by == by) & slip.c.used_at.is_(None)
        taken = update(slip).where(mine).values(used_by=by, used_at=now).returning(slip.c.id)
        found = (await self._unit.connection.execute(taken)).scalar()
        return Issued(found, number) if found else None

    async def _issue_next(self, village_code: str, by: int, fresh: str, now: datetime) -> Issued:
        """Whoever is quicker has the number; the other takes the one after it."""
        highest = select(func.max(slip.c.number)).where(slip.c.village_code == village_code)
        while True:
            number = int((await self._unit.connection.execute(highest)).scalar() or 0) + 1
            if issued := await self._insert(village_code, number, by, fresh, now):
                return issued

    async def _insert(
        self, village_code: str, number: int, by: int, fresh: str, now: datetime
    ) -> Issued | None:
        code = code_from(f"{fresh}{village_code}", number)
        row = {
            "id": new_id(now),
            "village_code": village_code,
            "number": number,
            "code_index": self._unit.sealer.index(INDEX, code),
            "issued_by": by,
            "issued_at": now,
            "salt_id": "",
            "is_arrival": False,
            "confirmed_how": "",
            "wrong_dates": 0,
        }
        written = insert_for(self._unit.connection, slip).on_conflict_do_nothing().returning(slip.c.id)
        found = (await self._unit.connection.execute(written, row)).scalar()
        return Issued(found, number, code) if found else None

    async def _find(self, which: ColumnElement[bool]) -> Slip | None:
        rows = await self._unit.fetch(select(slip).where(which).limit(2))
        return _slip_of(rows[0]) if len(rows) == 1 else None

    async def _set(self, which: ColumnElement[bool], **values: object) -> bool:
        changed = update(slip).where(which).values(values).returning(slip.c.id)
        return (await self._unit.connection.execute(changed)).scalar() is not None


def is_late(found: Slip, now: datetime) -> bool:
    """Whether the code does not count any more."""
    return found.used_at is not None and now - found.used_at > CONFIRMED_WITHIN


def _is(village_code: str, number: int) -> ColumnElement[bool]:
    return (slip.c.village_code == village_code) & (slip.c.number == number)


def _slip_of(row: RowMapping) -> Slip:
    names = (name for name in Slip.__dataclass_fields__ if name != "is_held")
    return Slip(**{name: row[name] for name in names}, is_held=row["body"] is not None)
