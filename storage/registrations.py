"""Registrations: what a finished form leaves behind, and what its own people may see of it."""

import json
from collections.abc import Iterable

from pydantic import JsonValue
from sqlalchemy import ColumnElement, RowMapping, func, or_, select

from conversations.actor import REGENCY_DIGITS
from conversations.facts import Answers, Case
from conversations.outcomes import Consent, Registration
from storage.columns import new_id
from storage.questions import Questions
from storage.step import Step
from storage.tables import branch_area, consent, membership, payments_as_of, person, registration, salt
from storage.tallies import Heap
from storage.transaction import Salt
from storage.upserts import Row

NAME, BODY, PROOF = "person.full_name", "person.body", "consent.proof"
NUMBERS = "membership.body"

_NOT_OF_THE_PERSON = {"reference", "consent"}


def is_kept_by(contact_id: int) -> ColumnElement[bool]:
    """Whether this contact looks after a registration: its registrar, or the successor to whom it went."""
    kept_by = registration.c.kept_by
    return (kept_by == contact_id) | (kept_by.is_(None) & (registration.c.registered_by == contact_id))


class Registrations(Questions):
    """People of the form, the state of their registration, and the proof of their consent."""

    def keep_registration(self, contact_id: int, form: Registration, step: Step) -> str:
        """Collect everything that a submitted form of a loaded contact leaves behind; returns the registration's id.

        A taken NIK or reference shows when the unit is flushed, as `NikTaken` or `ReferenceTaken`.
        """
        registration_id, person_id = new_id(step.at), new_id(step.at)
        kept = self.create_salt(step.at)
        self._add_person(person_id, kept, form)
        self._add_consent(person_id, form.consent, step)
        is_own = form.consent.channel != "read_aloud"
        self.add(
            registration,
            id=registration_id,
            reference=form.reference,
            person_id=person_id,
            contact_id=contact_id,
            registered_by=contact_id,
            is_own=is_own,
            village_code=form.village_code,
            state=step.state,
            reason="",
            submitted_at=step.at,
            stage_at=step.at,
            paid_until=None,
            flags=list(form.flags),
        )
        self.tally(Heap(form.village_code, step.state))
        self.tally_event(form.village_code, step.day, step.state)
        self.note_step("registration.submitted", step, on=registration_id, scope=form.village_code)
        return registration_id

    async def load_cases(self, contact_ids: Iterable[int]) -> dict[int, tuple[Case, ...]]:
        """The registrations that each contact is told about, opened, the oldest in front."""
        wanted = list(contact_ids)
        by_contact: dict[int, list[Case]] = {one: [] for one in wanted}
        found = _CASES.where(self.among(registration.c.contact_id, wanted)).order_by(
            registration.c.submitted_at
        )
        for row in await self.fetch(found):
            by_contact[row["contact_id"]].append(self._case(row))
        return {one: tuple(cases) for one, cases in by_contact.items()}

    def person_values(self, person_id: str, kept: Salt, answers: Answers) -> dict[str, object]:
        """A person's columns, sealed and indexed, from the answers of their form."""
        body = json.dumps(dict(answers), ensure_ascii=False, separators=(",", ":")).encode()
        name, phone = str(answers["full_name"]), str(answers.get("phone") or "")
        return {
            "id": person_id,
            "salt_id": kept.id,
            "nik_index": self.sealer.index("nik", str(answers["nik"])),
            "phone_index": self.sealer.index("phone", phone) if phone else None,
            "village_code": answers["village_code"],
            "occupation": answers["occupation"],
            "sector": answers["sector"],
            "full_name": self.sealer.seal(kept.secret, NAME, person_id, name.encode()),
            "body": self.sealer.seal(kept.secret, BODY, person_id, body),
        }

    def open_answers(self, secret: bytes, person_id: str, body: bytes) -> dict[str, JsonValue]:
        """The answers of a person's form."""
        opened: dict[str, JsonValue] = json.loads(self.sealer.open(secret, BODY, person_id, body))
        return opened

    def open_numbers(self, secret: bytes, registration_id: str, body: bytes) -> dict[str, str]:
        """`card_number` and `payment_code` as the core system gave them."""
        opened: dict[str, str] = json.loads(self.sealer.open(secret, NUMBERS, registration_id, body))
        return opened

    def _add_person(self, person_id: str, kept: Salt, form: Registration) -> None:
        answers = form.model_dump(mode="json", exclude=_NOT_OF_THE_PERSON)
        self.add(person, **self.person_values(person_id, kept, answers))

    def _add_consent(self, person_id: str, given: Consent, step: Step) -> None:
        consent_id, kept = new_id(step.at), self.create_salt(step.at)
        proof = given.model_dump_json(include={"witness", "slip"}).encode()
        self.add(
            consent,
            id=consent_id,
            person_id=person_id,
            version=given.version,
            text_hash=given.text_hash,
            language=given.language,
            channel=given.channel,
            proof=self.sealer.seal(kept.secret, PROOF, consent_id, proof),
            salt_id=kept.id,
            given_at=step.at,
            update_id=step.update_id,
        )

    async def _write_people(self) -> None:
        # In one order everywhere: two batches with the same two NIKs must not wait for each other in a ring.
        self._fresh[person.name].sort(key=_by_nik)
        await self._insert(person, registration, consent)

    def _case(self, row: RowMapping) -> Case:
        """A case; one whose person was emptied shows its state and nothing of them."""
        secret, body = row["secret"], row["body"]
        answers = self.open_answers(secret, row["person_id"], body) if secret and body else {}
        numbers = self.open_numbers(secret, row["id"], row["numbers"]) if secret and row["numbers"] else {}
        return Case(
            id=row["id"],
            reference=row["reference"],
            state=row["state"],
            full_name=str(answers.get("full_name", "")),
            submitted_at=row["submitted_at"],
            village_code=row["village_code"],
            reason=row["reason"],
            paid_until=row["paid_until"],
            is_own=row["is_own"],
            answers=answers,
            payments_as_of=row["as_of"],
            **numbers,
        )


def _by_nik(row: Row) -> bytes:
    index: bytes = row["nik_index"]
    return index


_as_of = (
    select(payments_as_of.c.as_of)
    .select_from(branch_area)
    .outerjoin(payments_as_of, payments_as_of.c.branch_id == branch_area.c.branch_id)
    .where(
        or_(
            branch_area.c.area_code == registration.c.village_code,
            branch_area.c.area_code == func.substr(registration.c.village_code, 1, REGENCY_DIGITS),
        )
    )
    .order_by(func.length(branch_area.c.area_code).desc())
    .limit(1)
    .scalar_subquery()
)
_CASES = (
    select(registration, person.c.body, salt.c.secret, membership.c.body.label("numbers"))
    .add_columns(_as_of.label("as_of"))
    .join(person, person.c.id == registration.c.person_id)
    .outerjoin(salt, salt.c.id == person.c.salt_id)
    .outerjoin(membership, membership.c.registration_id == registration.c.id)
)
