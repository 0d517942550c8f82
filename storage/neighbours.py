"""The registrations of a village, opened to be compared with each other when one of them is judged."""

from collections.abc import Mapping, Sequence
from datetime import date

from pydantic import JsonValue
from sqlalchemy import RowMapping, or_, select

from conversations.review.flags import Findings, Neighbour, findings
from storage.tables import likeness, person, registration, salt
from storage.unit import Unit

ALIVE = ("submitted", "needs_fixing", "accepted")
MOST_COMPARED = 1000
"""The latest so many of a village: opening them costs some thirty microseconds each."""


class Neighbours:
    """Everybody of one village who may be compared, within one unit of work."""

    def __init__(
        self, unit: Unit, people: Sequence[Neighbour], answers: Mapping[str, Mapping[str, JsonValue]]
    ) -> None:
        self._unit, self.people, self.answers = unit, people, answers

    @classmethod
    async def load(cls, unit: Unit, village_code: str, *also: str) -> "Neighbours":
        """The village's people; `also` are ids of registrations that are wanted whatever their state."""
        is_wanted = or_(registration.c.state.in_(ALIVE), unit.among(registration.c.id, also))
        found = (
            select(registration, person.c.body, salt.c.secret)
            .join(person, person.c.id == registration.c.person_id)
            .join(salt, salt.c.id == person.c.salt_id)
            .where(registration.c.village_code == village_code, is_wanted, person.c.body.is_not(None))
        )
        rows = await unit.fetch(found.order_by(registration.c.submitted_at.desc()).limit(MOST_COMPARED))
        answers = {row["id"]: unit.open_answers(row["secret"], row["person_id"], row["body"]) for row in rows}
        alive = [_neighbour(row, answers[row["id"]]) for row in rows if row["state"] in ALIVE]
        return cls(unit, alive, answers)

    async def judge(self, *case_ids: str) -> dict[str, Findings]:
        """What is worth a second look in each of these registrations."""
        wanted = set(case_ids)
        either = (likeness.c.one_id, likeness.c.other_id)
        rows = await self._unit.fetch(
            select(likeness).where(or_(*(self._unit.among(column, wanted) for column in either)))
        )
        pairs = {(row["one_id"], row["other_id"]) for row in rows}
        apart = {one: frozenset({b if a == one else a for a, b in pairs if one in (a, b)}) for one in wanted}
        return {
            one.id: findings(one, self.people, apart=apart[one.id]) for one in self.people if one.id in wanted
        }


def _neighbour(row: RowMapping, answers: Mapping[str, JsonValue]) -> Neighbour:
    return Neighbour(
        id=row["id"],
        full_name=str(answers["full_name"]),
        nik=str(answers["nik"]),
        birth_date=date.fromisoformat(str(answers["birth_date"])),
        phone=str(answers.get("phone") or ""),
        address=str(answers["address"]),
        registrar=row["registered_by"],
        entered_at=row["submitted_at"],
        flags=tuple(row["flags"]),
    )
