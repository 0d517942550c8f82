"""The core system's answers: files as they were brought, and what each row changes for the person it is about."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain

from sqlalchemy import RowMapping, delete, insert, select, update

from conversations.actor import Actor
from conversations.core_answers import FIELDS, AnswerRow, Columns
from storage.columns import new_id
from storage.coverage import Coverage, Payment
from storage.people_search import CARD
from storage.reach import is_reached
from storage.registrations import NUMBERS
from storage.step import Step
from storage.tables import core_answer, exported, membership, person, registration, salt
from storage.unit import Unit
from storage.upserts import insert_or_replace

FILE = "core_answer.body"
WORKING = ("to_fetch", "confirmed")
SETTLED = ("read", "confirmed", "applied")


@dataclass(frozen=True, slots=True)
class CoreAnswer:
    """A file and how far it is: to_fetch, unmapped, read, confirmed, applied, refused, same, dropped."""

    id: str
    branch_id: str
    file_id: str
    brought_by: int
    state: str
    columns: Columns
    row_count: int
    done_count: int


@dataclass(frozen=True, slots=True)
class Change:
    """What a row does to one registration; `reader` is the contact who is told, if anybody is."""

    registration_id: str
    reference: str
    village_code: str
    reader: int | None
    full_name: str = field(repr=False)
    card_number: str = field(default="", repr=False)
    payment_code: str = field(default="", repr=False)
    paid_until: date | None = None
    """A later day than was known."""
    covered_until: date | None = None
    """What is known then, new or not."""
    is_refused: bool = False
    is_news: bool = True


class CoreAnswers:
    """Answers of the core system, within one unit of work."""

    def __init__(self, unit: Unit, now: datetime) -> None:
        self._unit, self._now = unit, now

    async def bring(self, actor: Actor, file_id: str) -> str:
        """Note that somebody of a branch brought a file, which is to be fetched; its id."""
        kept = self._unit.create_salt(self._now)
        row = {
            "id": new_id(self._now),
            "branch_id": actor.branch_id,
            "file_id": file_id,
            "file_hash": "",
            "suffix": "",
            "brought_by": actor.contact_id,
            "brought_at": self._now,
            "body": None,
            "salt_id": kept.id,
            "columns": {},
            "state": "to_fetch",
            "row_count": 0,
            "done_count": 0,
        }
        await self._unit.flush()
        await self._unit.connection.execute(insert(core_answer), [row])
        self._unit.note(
            "answer.bring", actor=actor.contact_id, on=str(row["id"]), scope=actor.branch_id, at=self._now
        )
        return str(row["id"])

    async def find_working(self) -> CoreAnswer | None:
        """The first file with which something is to be done, also one that an earlier life began with."""
        found = select(core_answer).where(core_answer.c.state.in_(WORKING)).order_by(core_answer.c.id)
        rows = await self._unit.fetch(found.limit(1))
        return _answer(rows[0]) if rows else None

    async def find_read(self) -> CoreAnswer | None:
        """The latest file that waits for a word of its branch."""
        found = select(core_answer).where(core_answer.c.state == "read").order_by(core_answer.c.id.desc())
        rows = await self._unit.fetch(found.limit(1))
        return _answer(rows[0]) if rows else None

    async def find(self, answer_id: str, branch_id: str) -> CoreAnswer | None:
        """A file of a branch, locked."""
        is_it = (core_answer.c.id == answer_id) & (core_answer.c.branch_id == branch_id)
        rows = await self._unit.fetch(select(core_answer).where(is_it).with_for_update())
        return _answer(rows[0]) if rows else None

    async def change(self, answer_id: str, **values: object) -> None:
        """Say how far a file is; what is over keeps nothing of the file itself."""
        if values.get("state") in {"applied", "refused", "same", "dropped"}:
            values["body"] = None
        here = update(core_answer).where(core_answer.c.id == answer_id)
        await self._unit.connection.execute(here.values(values))

    async def keep_file(self, answer_id: str, content: bytes, file_hash: str) -> None:
        """Keep the file, sealed, until it is applied or refused."""
        secret = (await self._secret(answer_id))["secret"]
        body = self._unit.sealer.seal(secret, FILE, answer_id, content)
        await self.change(answer_id, body=body, file_hash=file_hash)

    async def read_file(self, answer_id: str) -> bytes:
        """The file; empty before it was fetched."""
        row = await self._secret(answer_id)
        return self._unit.sealer.open(row["secret"], FILE, answer_id, row["body"]) if row["body"] else b""

    async def is_there(self, answer: CoreAnswer, file_hash: str) -> bool:
        """Whether the branch has brought this very file before."""
        same = (core_answer.c.branch_id == answer.branch_id) & (core_answer.c.file_hash == file_hash)
        found = select(core_answer.c.id).where(same, core_answer.c.id != answer.id)
        return bool(await self._unit.fetch(found.where(core_answer.c.state.in_(SETTLED))))

    async def find_choice(self, branch_id: str) -> Columns:
        """Which columns somebody of the branch once pointed out, so that nobody is asked twice."""
        found = select(core_answer.c.columns).where(core_answer.c.branch_id == branch_id)
        rows = await self._unit.fetch(found.order_by(core_answer.c.id.desc()).limit(20))
        told = [row["columns"] for row in reversed(rows)]
        return {name: title for columns in told for name, title in columns.items() if name in FIELDS}

    async def weigh(self, actor: Actor, rows: Sequence[AnswerRow]) -> dict[int, Change | str]:
        """Line to what its row would change, or to why it cannot: `unknown` for who was not handed over, `differs`."""
        people = await self._people(actor, rows)
        by_reference = {one["reference"]: one for one in people}
        by_nik = {one["nik_index"]: one for one in people if one["nik_index"]}
        weighed: dict[int, Change | str] = {}
        for row in rows:
            index = self._unit.sealer.index("nik", row.nik) if row.nik else None
            found = by_reference.get(row.reference) if row.reference else by_nik.get(index)
            if found is None:
                weighed[row.line] = "unknown"
            elif index is not None and found["nik_index"] != index:
                weighed[row.line] = "differs"
            else:
                weighed[row.line] = self._change_of(found, row)
        return weighed

    async def apply(self, answer_id: str, changes: Iterable[Change], step: Step) -> None:
        """Carry out what was weighed in this very unit; what says nothing new does nothing."""
        news = [one for one in changes if one.is_news]
        await self._write_numbers(answer_id, [one for one in news if not one.is_refused])
        for one in news:
            if one.is_refused:
                refused = Step("needs_fixing", step.actor, step.at, reason="core_refused")
                await self._unit.move_case(one.registration_id, refused)
                back = delete(exported).where(exported.c.registration_id == one.registration_id)
                await self._unit.connection.execute(back)
        paid = [
            Payment(one.registration_id, one.paid_until)
            for one in news
            if one.paid_until and not one.is_refused
        ]
        await Coverage(self._unit).record_payments(paid, step.at, actor=step.actor)

    async def _write_numbers(self, answer_id: str, changes: Sequence[Change]) -> None:
        ids = [one.registration_id for one in changes]
        found = select(registration.c.id, salt.c.id.label("salt_id"), salt.c.secret).join(
            person, person.c.id == registration.c.person_id
        )
        found = found.join(salt, salt.c.id == person.c.salt_id)
        rows = await self._unit.fetch(found.where(self._unit.among(registration.c.id, ids)))
        salts = {row["id"]: row for row in rows}
        written = [
            {
                "registration_id": one.registration_id,
                "card_index": self._unit.sealer.index(CARD, one.card_number) if one.card_number else None,
                "body": self._sealed(salts[one.registration_id], one),
                "salt_id": salts[one.registration_id]["salt_id"],
                "answer_id": answer_id,
                "told_at": self._now,
            }
            for one in changes
        ]
        await insert_or_replace(self._unit.connection, membership, written)

    def _sealed(self, row: RowMapping, one: Change) -> bytes:
        body = json.dumps({"card_number": one.card_number, "payment_code": one.payment_code}).encode()
        return self._unit.sealer.seal(row["secret"], NUMBERS, one.registration_id, body)

    def _change_of(self, found: RowMapping, row: AnswerRow) -> Change:
        known = {"card_number": "", "payment_code": ""}
        if found["numbers"]:
            known |= self._unit.open_numbers(found["secret"], found["id"], found["numbers"])
        card, code = row.card_number or known["card_number"], row.payment_code or known["payment_code"]
        before: date | None = found["paid_until"]
        paid = row.paid_until if row.paid_until and (before is None or row.paid_until > before) else None
        is_refused = bool(row.refusal) and not row.card_number
        is_new = (card, code) != (known["card_number"], known["payment_code"])
        answers = self._unit.open_answers(found["secret"], found["person_id"], found["body"])
        return Change(
            registration_id=found["id"],
            reference=found["reference"],
            village_code=found["village_code"],
            reader=found["contact_id"] or found["kept_by"] or found["registered_by"],
            full_name=str(answers["full_name"]),
            card_number=card,
            payment_code=code,
            paid_until=paid,
            covered_until=paid or before,
            is_refused=is_refused,
            is_news=is_refused or is_new or paid is not None,
        )

    async def _people(self, actor: Actor, rows: Sequence[AnswerRow]) -> Sequence[RowMapping]:
        """Asked apart, by reference and by NIK: either has an index, and both at once would have none."""
        references = sorted({row.reference for row in rows if row.reference})
        indexes = [self._unit.sealer.index("nik", row.nik) for row in rows if row.nik and not row.reference]
        asked = [
            self._unit.among(column, values)
            for column, values in ((registration.c.reference, references), (person.c.nik_index, indexes))
            if values
        ]
        is_ours = (
            registration.c.state == "accepted",
            person.c.body.is_not(None),
            is_reached(self._unit, actor, registration.c.village_code),
        )
        found = [
            await self._unit.fetch(_HANDED.where(*is_ours, is_asked).with_for_update(of=registration))
            for is_asked in asked
        ]
        return list(chain.from_iterable(found))

    async def _secret(self, answer_id: str) -> RowMapping:
        found = select(core_answer.c.body, salt.c.secret).join(salt, salt.c.id == core_answer.c.salt_id)
        return (await self._unit.fetch(found.where(core_answer.c.id == answer_id)))[0]


_HANDED = (
    select(registration, person.c.nik_index, person.c.body, salt.c.secret)
    .add_columns(membership.c.body.label("numbers"))
    .join(person, person.c.id == registration.c.person_id)
    .join(salt, salt.c.id == person.c.salt_id)
    .join(exported, exported.c.registration_id == registration.c.id)
    .outerjoin(membership, membership.c.registration_id == registration.c.id)
    .order_by(registration.c.id)
)


def _answer(row: RowMapping) -> CoreAnswer:
    return CoreAnswer(**{name: row[name] for name in CoreAnswer.__slots__})
