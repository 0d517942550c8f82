"""Registrations of people by an officer: kept, held until the person agrees, corrected, undone, taken over."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, RowMapping, select, update

from conversations.kinds.slip_number import NEW
from conversations.outcomes import AssistedRegistration, Consent, Correction
from conversations.slips import UNCONFIRMED, shown_number
from conversations.summary import UNFINISHED
from storage.errors import CaseNotFound
from storage.gate import beyond_reach
from storage.left_behind import is_left_behind
from storage.registrations import is_kept_by
from storage.slips import Issued, Slip, Slips
from storage.step import Step
from storage.tables import person, registration, salt, slip
from storage.tallies import Heap
from storage.unit import Unit

HELD = "slip.body"
RECENT = timedelta(days=14)
OPEN = ("submitted", "needs_fixing")
"""States in which a registrar may still put something right."""
MOST_LISTED = 8


@dataclass(frozen=True, slots=True)
class Entry:
    """A registration as its registrar sees it again; `visited_at` only where it was said."""

    id: str
    reference: str
    full_name: str
    village_code: str
    state: str
    entered_at: datetime
    address: str = ""
    visited_at: datetime | None = None
    slip_id: str = ""


class Enrolments:
    """What one registrar or one person does with such registrations, within one unit of work."""

    def __init__(self, unit: Unit) -> None:
        self._unit, self._slips = unit, Slips(unit)

    async def is_taken(self, nik: str) -> bool:
        """Whether somebody is registered with this number; not counted as a look-up."""
        index = self._unit.sealer.index("nik", nik)
        async with beyond_reach(self._unit):
            return bool(await self._unit.fetch(select(person.c.id).where(person.c.nik_index == index)))

    async def keep(self, assisted: AssistedRegistration, step: Step, *, fresh: str) -> tuple[str, Issued]:
        """Keep a registration that was agreed to before a witness; its id, and the slip that proves it.

        A number that somebody used already is replaced by the next one. `step.actor` is a loaded contact, the
        registrar; the registration belongs to nobody's chat until it is taken over.
        """
        form = assisted.form
        used = await self._slips.use(
            form.village_code, _number(form.consent.slip), by=step.actor, fresh=fresh, now=step.at
        )
        consent = form.consent.model_copy(update={"slip": shown_number(used.number)})
        flagged = form.model_copy(update={"consent": consent, "flags": (*form.flags, UNCONFIRMED)})
        registration_id = self._unit.keep_registration(step.actor, flagged, step)
        await self._unit.flush()
        await self._change(registration_id, contact_id=None, is_own=False)
        await self._tie(used.id, registration_id, assisted)
        return registration_id, used

    async def hold(self, assisted: AssistedRegistration, step: Step, *, fresh: str) -> Issued:
        """Set a form aside, sealed, until the person agrees on their own phone."""
        village_code = assisted.form.village_code
        used = await self._slips.use(village_code, None, by=step.actor, fresh=fresh, now=step.at)
        kept = self._unit.create_salt(step.at)
        body = self._unit.sealer.seal(kept.secret, HELD, used.id, assisted.model_dump_json().encode())
        await self._set_slip(used.id, salt_id=kept.id, body=body)
        self._unit.tally(Heap(village_code, UNFINISHED))
        self._unit.note("registration.held", actor=step.actor, on=used.id, scope=village_code, at=step.at)
        return used

    async def read_held(self, found: Slip) -> AssistedRegistration | None:
        """The form that waits on a slip."""
        rows = await self._unit.fetch(
            select(slip.c.body, salt.c.secret)
            .join(salt, salt.c.id == slip.c.salt_id)
            .where(slip.c.id == found.id)
        )
        if not rows or rows[0]["body"] is None:
            return None
        body = self._unit.sealer.open(rows[0]["secret"], HELD, found.id, rows[0]["body"])
        return AssistedRegistration.model_validate_json(body)

    async def give_leave(self, found: Slip, held: AssistedRegistration, consent: Consent, step: Step) -> str:
        """The person, `step.actor` and a loaded contact, agrees: the form is kept as theirs. Its id."""
        given = consent.model_copy(update={"slip": shown_number(found.number)})
        form = held.form.model_copy(update={"consent": given})
        registration_id = self._unit.keep_registration(step.actor, form, step)
        self._unit.tally(Heap(held.form.village_code, UNFINISHED), -1)
        await self._unit.flush()
        await self._change(registration_id, registered_by=found.used_by)
        await self._tie(found.id, registration_id, held)
        await self._set_slip(found.id, body=None)
        await self._slips.confirm(found, by=step.actor, how="own_phone", now=step.at)
        return registration_id

    async def read_birth_date(self, found: Slip) -> date | None:
        """The birth date of the person of a slip; None when the person is gone."""
        if held := await self.read_held(found):
            return held.form.birth_date
        rows = await self._unit.fetch(_PEOPLE.where(registration.c.id == found.registration_id))
        if not rows or rows[0]["body"] is None or rows[0]["secret"] is None:
            return None
        return date.fromisoformat(str(self._answers(rows[0])["birth_date"]))

    async def find_reference(self, found: Slip) -> str:
        """The reference of a slip's registration while a slip is of use to it; else empty."""
        is_it = (registration.c.id == found.registration_id) & registration.c.state.in_((*OPEN, "accepted"))
        is_nobodys = registration.c.contact_id.is_(None)
        rows = await self._unit.fetch(select(registration.c.reference).where(is_it, is_nobodys))
        return str(rows[0]["reference"]) if rows else ""

    async def take_over(self, found: Slip, contact_id: int, now: datetime) -> str | None:
        """Give the registration to the person's own chat; its reference, or None when somebody was quicker."""
        is_nobodys = (registration.c.id == found.registration_id) & registration.c.contact_id.is_(None)
        given = update(registration).where(is_nobodys, registration.c.state != "erased")
        changed = given.values(contact_id=contact_id, is_own=True).returning(registration.c.reference)
        reference = (await self._unit.connection.execute(changed)).scalar()
        if reference is None:
            return None
        self._unit.note(
            "registration.taken_over",
            actor=contact_id,
            on=str(found.registration_id),
            at=now,
            scope=found.village_code,
        )
        return str(reference)

    async def list_entries(self, registrar: int, now: datetime) -> tuple[Entry, ...]:
        """What somebody entered in the last two weeks and may still change, the latest in front."""
        recent = _is_open(registrar, now)
        found = _PEOPLE.where(recent).order_by(registration.c.submitted_at.desc()).limit(MOST_LISTED)
        rows = await self._unit.fetch(found)
        return tuple(self._entry(row) for row in rows if row["secret"] and row["body"])

    async def find_entry(self, entry_id: str, registrar: int, now: datetime) -> Entry | None:
        """One of them, or one that was left behind; None when it is not there, another's, or too old.

        Whether its village is reached, who asks has to see.
        """
        theirs = _is_open(registrar, now) | is_left_behind(now)
        rows = await self._unit.fetch(_PEOPLE.where(theirs, registration.c.id == entry_id))
        return self._entry(rows[0]) if rows and rows[0]["secret"] and rows[0]["body"] else None

    async def find_last(self, registrar: int, now: datetime) -> Entry | None:
        """The person entered last, where the next one of the same hamlet begins."""
        return next(iter(await self.list_entries(registrar, now)), None)

    async def correct(self, correction: Correction, step: Step) -> None:
        """Put one field of an own entry right; raises `CaseNotFound`."""
        await self._own(correction.case_id, step)
        await self._unit.correct(None, correction, step)
        act = f"entry.{correction.field}"
        self._unit.note(act, actor=step.actor, on=correction.case_id, at=step.at, update_id=step.update_id)

    async def undo(self, entry_id: str, step: Step) -> None:
        """Take an own entry back: nobody works on it, and its number is free; raises `CaseNotFound`."""
        await self._own(entry_id, step)
        await self._unit.move_case(entry_id, replace(step, state="withdrawn", reason="undone"))

    async def _own(self, entry_id: str, step: Step) -> None:
        if await self.find_entry(entry_id, step.actor, step.at) is None:
            raise CaseNotFound("no such entry, or not one of this registrar's")

    def _entry(self, row: RowMapping) -> Entry:
        answers = self._answers(row)
        return Entry(
            id=row["id"],
            reference=row["reference"],
            full_name=str(answers["full_name"]),
            village_code=row["village_code"],
            state=row["state"],
            entered_at=row["submitted_at"],
            address=str(answers["address"]),
            visited_at=None if row["is_arrival"] else row["visited_at"],
            slip_id=row["slip_id"] or "",
        )

    def _answers(self, row: RowMapping) -> dict[str, object]:
        return dict(self._unit.open_answers(row["secret"], row["person_id"], row["body"]))

    async def _change(self, registration_id: str, **values: object) -> None:
        here = update(registration).where(registration.c.id == registration_id)
        await self._unit.connection.execute(here.values(values))

    async def _tie(self, slip_id: str, registration_id: str, assisted: AssistedRegistration) -> None:
        visit = {"visited_at": assisted.visited_at, "is_arrival": assisted.is_arrival}
        await self._set_slip(slip_id, registration_id=registration_id, **visit)

    async def _set_slip(self, slip_id: str, **values: object) -> None:
        await self._unit.connection.execute(update(slip).where(slip.c.id == slip_id).values(values))


_PEOPLE = (
    select(registration, person.c.body, salt.c.secret)
    .add_columns(slip.c.visited_at, slip.c.is_arrival, slip.c.id.label("slip_id"))
    .join(person, person.c.id == registration.c.person_id)
    .outerjoin(salt, salt.c.id == person.c.salt_id)
    .outerjoin(slip, slip.c.registration_id == registration.c.id)
)


def _is_open(registrar: int, now: datetime) -> ColumnElement[bool]:
    return (
        is_kept_by(registrar)
        & ~registration.c.is_own
        & registration.c.state.in_(OPEN)
        & ((registration.c.submitted_at > now - RECENT) | (registration.c.state == "needs_fixing"))
    )


def _number(slip_number: str) -> int | None:
    return None if slip_number in ("", NEW) else int(slip_number)
