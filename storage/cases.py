"""What happens to a registration after it was submitted: every step moves its tally and is noted."""

from dataclasses import replace

from sqlalchemy import RowMapping, select, update

from conversations.facts import Answers
from conversations.outcomes import Correction, Registration, Withdrawal
from conversations.reminding.hours import local_day
from storage.errors import CaseNotFound
from storage.registrations import Registrations
from storage.step import Step
from storage.tables import person, registration, reminder, salt
from storage.taking_back import take_back
from storage.tallies import Heap, month_of
from storage.transaction import Salt

FREES_NIK = frozenset({"rejected", "withdrawn"})
"""States in which nobody works on a registration any more, so that its person may register anew."""


class Cases(Registrations):
    """Steps, corrections and withdrawals."""

    async def move_case(self, case_id: str, step: Step) -> None:
        """Take a registration to another state, for an actor who may; raises `CaseNotFound`."""
        await self._move(await self._get_case(case_id), step)

    async def correct(self, contact_id: int | None, correction: Correction, step: Step) -> None:
        """Put one field right; what was sent back for fixing is submitted anew.

        Raises `CaseNotFound`, or `ValueError` for a field or value that no form could have.
        """
        row = await self._get_case(correction.case_id, contact_id)
        kept = Salt(row["salt_id"], row["secret"])
        old = self.open_answers(kept.secret, row["person_id"], row["body"])
        form = _with_field(old, correction)
        answers = form.model_dump(mode="json", exclude={"reference", "consent"})
        values = self.person_values(row["person_id"], kept, answers)
        if row["state"] in FREES_NIK:
            values["nik_index"] = None
        await self.connection.execute(update(person).where(person.c.id == row["person_id"]).values(values))
        state, reason = ("submitted", "") if row["state"] == "needs_fixing" else (row["state"], row["reason"])
        here = replace(step, state=state, reason=reason)
        await self._move(row, here, village_code=form.village_code, event="corrected")

    async def withdraw(self, contact_id: int, withdrawal: Withdrawal, step: Step) -> None:
        """Stop work on a registration of this contact; raises `CaseNotFound`."""
        await self._move(await self._get_case(withdrawal.case_id, contact_id), step)

    async def _get_case(self, case_id: str, contact_id: int | None = None) -> RowMapping:
        await self.flush()
        found = select(registration, person.c.body, person.c.salt_id, salt.c.secret).where(
            registration.c.id == case_id, registration.c.state != "erased"
        )
        if contact_id is not None:
            found = found.where(registration.c.contact_id == contact_id)
        found = found.join(person, person.c.id == registration.c.person_id)
        rows = await self.fetch(
            found.join(salt, salt.c.id == person.c.salt_id).with_for_update(of=registration)
        )
        if not rows:
            raise CaseNotFound("no such registration, or not one of this contact's")
        return rows[0]

    async def _move(self, row: RowMapping, step: Step, *, village_code: str = "", event: str = "") -> None:
        village_code, event = village_code or row["village_code"], event or step.state
        paid_until = step.paid_until or row["paid_until"]
        self.tally(Heap(row["village_code"], row["state"], month_of(row["paid_until"])), -1)
        self.tally(Heap(village_code, step.state, month_of(paid_until)))
        self.tally_event(village_code, step.day, event)
        if village_code != row["village_code"]:
            self._move_submission(row, village_code)
        values = {
            "state": step.state,
            "reason": step.reason,
            "stage_at": step.at,
            "paid_until": paid_until,
            "village_code": village_code,
        }
        await self.connection.execute(
            update(registration).where(registration.c.id == row["id"]).values(values)
        )
        if row["state"] == "accepted" != step.state:
            await take_back(self, reminder.c.registration_id == row["id"], step.at)
        if step.state in FREES_NIK:
            free = update(person).where(person.c.id == row["person_id"])
            await self.connection.execute(free.values(nik_index=None))
        self.note_step(f"registration.{event}", step, on=row["id"], scope=village_code)

    def _move_submission(self, row: RowMapping, village_code: str) -> None:
        """That it was sent counts where it belongs now: what was sent is always as much as what is there."""
        day = local_day(row["village_code"], row["submitted_at"])
        self.tally_event(row["village_code"], day, "submitted", -1)
        self.tally_event(village_code, day, "submitted")


def _with_field(answers: Answers, correction: Correction) -> Registration:
    """The form with one field put right, checked as a whole form is."""
    if correction.field not in answers:
        raise ValueError(f"the form has no field {correction.field}")
    unchanged = {"reference": "", "consent": {"version": "", "text_hash": "", "language": ""}}
    return Registration.model_validate({**answers, correction.field: correction.value, **unchanged})
