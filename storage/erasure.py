"""Erasure (UU 27/2022 art. 43): the person goes for good, the counts stay true."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, RowMapping, case, delete, insert, null, select, update

from conversations.outcomes import Erasure
from storage.deliveries import Deliveries
from storage.errors import CaseNotFound
from storage.step import Step
from storage.tables import (
    consent,
    contact,
    conversation,
    first_promise,
    membership,
    nik_lookup,
    outbox,
    person,
    quarantine,
    question,
    registration,
    remark,
    reminder,
    said_paid,
    slip,
    thread,
)
from storage.tallies import Heap, month_of


class Erasures(Deliveries):
    """Taking people out of what is kept."""

    async def erase(self, contact_id: int, erasure: Erasure, step: Step) -> None:
        """Erase one registration of a loaded contact, or all of their own and everything else about them.

        Words that wait in the outbox of this contact go too: what is said about the erasure is said after it.
        Raises `CaseNotFound` for a registration that is not theirs.
        """
        await self.flush()
        found = select(registration).where(registration.c.contact_id == contact_id)
        if erasure.case_id:
            found = found.where(registration.c.id == erasure.case_id)
        else:
            found = found.where(registration.c.is_own)
        rows = await self.fetch(found.with_for_update())
        if erasure.case_id and not rows:
            raise CaseNotFound("no such registration, or not one of this contact's")
        await self.erase_registrations(rows, step)
        await self._silence(contact_id)
        if erasure.case_id:
            about_it = conversation.c.subject == erasure.case_id
            await self.forget_drafts((conversation.c.contact_id == contact_id) & about_it, step.at)
        else:
            await self._forget(contact_id, step.at)
        scope = rows[0]["village_code"] if erasure.case_id else ""
        on = erasure.case_id or str(contact_id)
        self.note_step("person.erased", step, on=on, scope=scope)

    async def empty_people(self, person_ids: Sequence[str]) -> None:
        """Make these people unreadable for ever; their rows stay and are nobody's, and so does proof of consent."""
        chosen = self.among(person.c.id, person_ids)
        await self.drop_salts(
            row["salt_id"] for row in await self.fetch(select(person.c.salt_id).where(chosen))
        )
        theirs = select(registration.c.id).where(self.among(registration.c.person_id, person_ids))
        numbers = update(membership).where(membership.c.registration_id.in_(theirs))
        await self.connection.execute(numbers.values(card_index=None, body=None))
        nobody = {"nik_index": None, "phone_index": None, "full_name": None, "body": None, "occupation": ""}
        await self.connection.execute(update(person).where(chosen).values(nobody))

    async def erase_registrations(self, rows: Sequence[RowMapping], step: Step) -> None:
        """Turn whole rows of registrations, with their people, into counts of a state of their own."""
        for row in rows:
            month = month_of(row["paid_until"])
            self.tally(Heap(row["village_code"], row["state"], month), -1)
            self.tally(Heap(row["village_code"], "erased", month))
            self.tally_event(row["village_code"], step.day, "erased")
        is_self = registration.c.registered_by == registration.c.contact_id
        gone = {
            "state": "erased",
            "reason": "",
            "stage_at": step.at,
            "flags": [],
            "contact_id": None,
            "registered_by": case((is_self, null()), else_=registration.c.registered_by),
        }
        case_ids = [row["id"] for row in rows]
        chosen = self.among(registration.c.id, case_ids)
        await self.connection.execute(update(registration).where(chosen).values(gone))
        await self._forget_cases(case_ids)
        await self._bury_people([row["person_id"] for row in rows], step.at)

    async def forget_drafts(self, chosen: ColumnElement[bool], now: datetime) -> None:
        """Drop these conversations for good; contacts' own salts are not theirs to bury."""
        rows = await self.fetch(delete(conversation).where(chosen).returning(conversation))
        self._lose_conversations({row["id"] for row in rows})
        await self.bury_salts((row["salt_id"] for row in rows if row["subject"]), now)

    async def _bury_people(self, person_ids: Sequence[str], now: datetime) -> None:
        theirs = self.among(consent.c.person_id, person_ids)
        people = await self.fetch(select(person.c.salt_id).where(self.among(person.c.id, person_ids)))
        proofs = await self.fetch(select(consent.c.salt_id).where(theirs))
        await self.bury_salts((row["salt_id"] for row in (*people, *proofs)), now)
        await self.empty_people(person_ids)
        await self.connection.execute(update(consent).where(theirs).values(proof=None))

    async def _forget_cases(self, case_ids: Sequence[str]) -> None:
        """What lies beside registrations and would still tell whose they were."""
        for column in (said_paid.c.registration_id, first_promise.c.registration_id):
            await self.connection.execute(delete(column.table).where(self.among(column, case_ids)))
        told = update(reminder).where(self.among(reminder.c.registration_id, case_ids))
        await self.connection.execute(told.values(contact_id=None))
        paper = update(slip).where(self.among(slip.c.registration_id, case_ids))
        await self.connection.execute(paper.values(opened_by=None, confirmed_by=None))

    async def _silence(self, contact_id: int) -> None:
        """Take back the words that wait for this contact, and drop those that were sent."""
        chat = select(contact.c.chat_id).where(contact.c.id == contact_id).scalar_subquery()
        state = case((outbox.c.state.in_(("queued", "sending")), "cancelled"), else_=outbox.c.state)
        theirs = update(outbox).where(outbox.c.chat_id == chat)
        await self.connection.execute(theirs.values(body=None, state=state))

    async def _forget(self, contact_id: int, now: datetime) -> None:
        """Drop a contact's drafts, questions and look-ups, and their salt; a new one waits for what comes next."""
        await self.forget_drafts(conversation.c.contact_id == contact_id, now)
        await self._forget_questions(contact_id)
        aside = update(quarantine).where(quarantine.c.contact_id == contact_id)
        await self.connection.execute(aside.values(body=None, contact_id=None))
        await self._blur_lookups(contact_id)
        known = (await self.load_contacts([contact_id]))[contact_id]
        await self.bury_salts([known.salt.id], now)
        self._mark_erased(contact_id, now)

    async def _forget_questions(self, contact_id: int) -> None:
        """Nobody is asked any more, and what was said is gone."""
        asked = select(question.c.id).where(question.c.contact_id == contact_id)
        quiet = update(thread).where(thread.c.question_id.in_(asked)).values(tell_at=None)
        said = update(remark).where(remark.c.contact_id == contact_id).values(body=None)
        closed = update(question).where(question.c.contact_id == contact_id)
        for change in (quiet, said, closed.values(body=None, state="closed")):
            await self.connection.execute(change)

    async def _blur_lookups(self, contact_id: int) -> None:
        """Forget which NIKs were asked after, and not how many: erasing oneself must not be a way to guess on."""
        theirs = nik_lookup.c.contact_id == contact_id
        rows = await self.fetch(delete(nik_lookup).where(theirs).returning(nik_lookup))
        if blurred := [{**row, "nik_index": secrets.token_bytes(32)} for row in rows]:
            await self.connection.execute(insert(nik_lookup), blurred)
