"""Handing accepted registrations to the core system: numbered batches that never change, and the files of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from pydantic import JsonValue
from sqlalchemy import ColumnElement, RowMapping, and_, exists, func, insert, literal, select, update

from conversations.actor import Actor
from storage.columns import new_id
from storage.reach import is_reached
from storage.tables import batch, batch_row, branch, exported, person, registration, salt, sheet
from storage.unit import Unit

RECENT = 5
GONE = ("withdrawn", "erased")
BITE = 500
"""Rows copied at once: on SQLite everybody waits for the one who writes."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows that were handed over together; `number` counts within the branch."""

    id: str
    branch_id: str
    number: int
    made_by: int
    made_at: datetime
    row_count: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file of a batch that somebody waits for, in one of the forms of `bot.sheets`."""

    id: str
    batch: Batch
    form: str
    asked_by: int


@dataclass(frozen=True, slots=True)
class HandedRow:
    """One row of a batch as it was when the batch was made; `answers` are empty when the person was erased since."""

    position: int
    reference: str
    submitted_at: datetime
    answers: Mapping[str, JsonValue] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Recall:
    """Somebody who withdrew after their details were handed over: by reference, batch and row, as no more is left."""

    registration_id: str
    reference: str
    number: int
    position: int


class Handover:
    """What a branch hands over, for one of its members within one unit of work."""

    def __init__(self, unit: Unit, actor: Actor, now: datetime) -> None:
        self._unit, self._actor, self._now = unit, actor, now

    async def count_ready(self) -> int:
        """How many accepted registrations within reach no batch has yet."""
        rows = await self._unit.fetch(select(func.count().label("many")).where(self._is_ready()))
        return int(rows[0]["many"])

    async def make_batch(self) -> Batch | None:
        """Put everything that is ready into the next batch, as it stands in this transaction; None when nothing is."""
        await self._unit.flush()
        # Two members at once: the second finds what is left, which is nothing.
        own = select(branch.c.id).where(branch.c.id == self._actor.branch_id)
        await self._unit.fetch(own.with_for_update())
        count = await self.count_ready()
        if not count:
            return None
        made = await self._numbered(count)
        await self._mark_ready(made.id)
        await copy_some(self._unit, made)
        self._note("batch.make", made.id)
        return made

    async def list_batches(self) -> tuple[Batch, ...]:
        """The latest batches of the branch, the newest in front."""
        found = select(batch).where(batch.c.branch_id == self._actor.branch_id)
        rows = await self._unit.fetch(found.order_by(batch.c.number.desc()).limit(RECENT))
        return tuple(Batch(**row) for row in rows)

    async def find_batch(self, batch_id: str) -> Batch | None:
        """A batch of the branch."""
        is_it = (batch.c.id == batch_id) & (batch.c.branch_id == self._actor.branch_id)
        rows = await self._unit.fetch(select(batch).where(is_it))
        return Batch(**rows[0]) if rows else None

    async def ask_sheet(self, batch_id: str, form: str) -> str:
        """Ask for a file of a batch; gives its id."""
        row = {"id": new_id(self._now), "batch_id": batch_id, "form": form, "asked_at": self._now}
        asked = {**row, "asked_by": self._actor.contact_id, "state": "waiting", "checksum": ""}
        await self._unit.connection.execute(insert(sheet), [asked])
        self._note(f"sheet.ask.{form}", batch_id)
        return str(row["id"])

    async def list_recalls(self) -> tuple[Recall, ...]:
        """Those who withdrew, or were erased, after they were handed over, and whom nobody took out there yet."""
        found = (
            select(registration.c.id, registration.c.reference, batch.c.number, batch_row.c.position)
            .join(exported, exported.c.registration_id == registration.c.id)
            .join(batch, batch.c.id == exported.c.batch_id)
            .join(
                batch_row,
                (batch_row.c.batch_id == batch.c.id) & (batch_row.c.registration_id == registration.c.id),
            )
            .where(
                registration.c.state.in_(GONE),
                exported.c.recalled_at.is_(None),
                is_reached(self._unit, self._actor, registration.c.village_code),
            )
        )
        rows = await self._unit.fetch(found.order_by(registration.c.stage_at))
        return tuple(Recall(row["id"], row["reference"], row["number"], row["position"]) for row in rows)

    async def recall(self, registration_id: str) -> bool:
        """Note that somebody was taken out of the core system too; False when that was no task of this branch."""
        if registration_id not in {one.registration_id for one in await self.list_recalls()}:
            return False
        done = update(exported).where(exported.c.registration_id == registration_id)
        by = {"recalled_at": self._now, "recalled_by": self._actor.contact_id}
        await self._unit.connection.execute(done.values(by))
        self._note("registration.recalled", registration_id)
        return True

    async def _numbered(self, count: int) -> Batch:
        mine = batch.c.branch_id == self._actor.branch_id
        last = await self._unit.fetch(select(func.max(batch.c.number).label("number")).where(mine))
        made = Batch(
            new_id(self._now),
            self._actor.branch_id,
            (last[0]["number"] or 0) + 1,
            self._actor.contact_id,
            self._now,
            count,
        )
        row = {name: getattr(made, name) for name in Batch.__slots__}
        await self._unit.connection.execute(insert(batch), [row])
        return made

    async def _mark_ready(self, batch_id: str) -> None:
        """In one statement: who is in the batch is of one moment."""
        ready = select(registration.c.id, literal(batch_id)).where(self._is_ready())
        marks = insert(exported).from_select(["registration_id", "batch_id"], ready)
        await self._unit.connection.execute(marks)

    def _is_ready(self) -> ColumnElement[bool]:
        is_there = exists().where(exported.c.registration_id == registration.c.id)
        reached = is_reached(self._unit, self._actor, registration.c.village_code)
        return (registration.c.state == "accepted") & reached & ~is_there

    def _note(self, act: str, on: str) -> None:
        self._unit.note(act, actor=self._actor.contact_id, on=on, scope=self._actor.branch_id, at=self._now)


async def copy_some(unit: Unit, made: Batch) -> None:
    """Copy the next rows of a batch as they are sealed, in the order in which they came; nothing is opened for it."""
    here = select(batch_row.c.position, batch_row.c.registration_id).where(batch_row.c.batch_id == made.id)
    last = await unit.fetch(here.order_by(batch_row.c.position.desc()).limit(1))
    position, after = (last[0]["position"], last[0]["registration_id"]) if last else (0, "")
    following = and_(exported.c.batch_id == made.id, exported.c.registration_id > after)
    some = select(exported.c.registration_id).where(following).order_by(exported.c.registration_id)
    bite = some.limit(BITE).subquery()
    numbered = position + func.row_number().over(order_by=bite.c.registration_id)
    rows = (
        select(literal(made.id), numbered, registration.c.id, person.c.id, person.c.body, person.c.salt_id)
        .join(bite, bite.c.registration_id == registration.c.id)
        .join(person, person.c.id == registration.c.person_id)
    )
    names = ["batch_id", "position", "registration_id", "person_id", "body", "salt_id"]
    copied = await unit.connection.execute(insert(batch_row).from_select(names, rows))
    if not copied.rowcount:
        # Somebody was refused before the copy came to them: the batch is as long as it is.
        shorter = update(batch).where(batch.c.id == made.id).values(row_count=position)
        await unit.connection.execute(shorter)


class Sheets:
    """The files that wait to be made, within one unit of work; whoever makes them acts for the one who asked."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def copy_on(self) -> bool:
        """Copy some more of a batch that is not whole yet; False when all of them are."""
        is_last = (batch_row.c.batch_id == batch.c.id) & (batch_row.c.position == batch.c.row_count)
        begun = select(batch).where(batch.c.row_count > 0, ~exists().where(is_last))
        rows = await self._unit.fetch(begun.order_by(batch.c.id).limit(1).with_for_update())
        for row in rows:
            await copy_some(self._unit, Batch(**row))
        return bool(rows)

    async def find_waiting(self) -> Sheet | None:
        """The file that was asked for first and is not made yet, also one that an earlier life began."""
        rows = await self._unit.fetch(_SHEETS.where(sheet.c.state == "waiting").order_by(sheet.c.id).limit(1))
        return _sheet(rows[0]) if rows else None

    async def find(self, sheet_id: str) -> Sheet | None:
        """A file in any state."""
        rows = await self._unit.fetch(_SHEETS.where(sheet.c.id == sheet_id))
        return _sheet(rows[0]) if rows else None

    async def load_rows(self, batch_id: str, *, after: int, limit: int) -> tuple[HandedRow, ...]:
        """The next rows of a batch behind a position, opened."""
        found = (
            select(batch_row, registration.c.reference, registration.c.submitted_at, salt.c.secret)
            .join(registration, registration.c.id == batch_row.c.registration_id)
            .outerjoin(salt, salt.c.id == batch_row.c.salt_id)
            .where(batch_row.c.batch_id == batch_id, batch_row.c.position > after)
        )
        rows = await self._unit.fetch(found.order_by(batch_row.c.position).limit(limit))
        return tuple(self._row(row) for row in rows)

    async def end(self, sheet_id: str, state: str, checksum: str = "") -> None:
        """A file is `made`, or `refused` because who asked may not have it any more."""
        ended = update(sheet).where(sheet.c.id == sheet_id)
        await self._unit.connection.execute(ended.values(state=state, checksum=checksum))

    def _row(self, row: RowMapping) -> HandedRow:
        is_there = row["secret"] and row["body"]
        answers = self._unit.open_answers(row["secret"], row["person_id"], row["body"]) if is_there else {}
        return HandedRow(row["position"], row["reference"], row["submitted_at"], answers)


_SHEETS = select(sheet.c.id.label("sheet_id"), sheet.c.form, sheet.c.asked_by, batch).join(
    batch, batch.c.id == sheet.c.batch_id
)


def _sheet(row: RowMapping) -> Sheet:
    made = Batch(**{name: row[name] for name in Batch.__slots__})
    return Sheet(row["sheet_id"], made, row["form"], row["asked_by"])
