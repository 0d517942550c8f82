"""Whether people of one village were protected on a day, for a system that knows them only by its own hashes."""

from collections.abc import AsyncIterator, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sqlalchemy import RowMapping, select

from storage.database import Database
from storage.tables import coverage, person, registration, salt
from storage.unit import Unit
from storage.village_keys import Admitted

AT_ONCE = 200
"""Opening a row costs some forty microseconds: nobody's chat waits longer than for these."""
KNOWN = ("submitted", "needs_fixing", "accepted")
"""Who was refused or withdrew is nobody that we know."""


class Standing(StrEnum):
    """All that is ever told of somebody."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class _Known:
    person_id: str
    nik: str = field(repr=False)
    is_accepted: bool


async def standings(
    database: Database, admitted: Admitted, hashes: Collection[str], on: date
) -> Mapping[str, Standing]:
    """Hash to how its person stood on a day; hashes of nobody registered in that village are not in it.

    Nothing is kept under these hashes: every question opens the village's rows anew, a few in each unit.
    """
    wanted, known = set(hashes), dict[str, _Known]()
    async for people in _people(database, admitted.village_code):
        hashed = ((admitted.hash_of(one.nik), one) for one in people)
        known |= {name: one for name, one in hashed if name in wanted}
    async with database.reading() as unit:
        covered = await _covered(unit, [one.person_id for one in known.values()], on)
    return {
        hashed: Standing.ACTIVE if one.is_accepted and one.person_id in covered else Standing.INACTIVE
        for hashed, one in known.items()
    }


async def _people(database: Database, village_code: str) -> AsyncIterator[list[_Known]]:
    after = ""
    while True:
        is_next = (registration.c.village_code == village_code) & (registration.c.id > after)
        async with database.reading() as unit:
            rows = await unit.fetch(_PEOPLE.where(is_next))
            people = [_opened(unit, row) for row in rows]
        if not rows:
            return
        yield people
        after = rows[-1]["id"]


_PEOPLE = (
    select(registration.c.id, registration.c.state, person.c.id.label("person_id"))
    .add_columns(person.c.body, salt.c.secret)
    .join(person, person.c.id == registration.c.person_id)
    .join(salt, salt.c.id == person.c.salt_id)
    .where(registration.c.state.in_(KNOWN), person.c.body.is_not(None))
    .order_by(registration.c.id)
    .limit(AT_ONCE)
)


def _opened(unit: Unit, row: RowMapping) -> _Known:
    answers = unit.open_answers(row["secret"], row["person_id"], row["body"])
    return _Known(row["person_id"], str(answers["nik"]), row["state"] == "accepted")


async def _covered(unit: Unit, person_ids: list[str], on: date) -> set[str]:
    is_month = coverage.c.month == on.replace(day=1)
    found = select(coverage.c.person_id).where(unit.among(coverage.c.person_id, person_ids), is_month)
    return {row["person_id"] for row in await unit.fetch(found)}
