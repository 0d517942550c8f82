"""A branch in Bandung with a head, staff, one officer and who keeps the house; and what was written to anybody."""

import json
from datetime import UTC, date, datetime

from sqlalchemy import select

from conversations.actor import Actor, Pillar, Role
from storage.coverage import Coverage
from storage.database import Database
from storage.outbox import OUTBOX_BODY
from storage.staff import Staff
from storage.step import Step
from storage.tables import outbox, registration, salt
from tests.storage.people import VILLAGE, form, meet, register

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
HEAD, STAFF, OFFICER, ROOT, SITI = 71, 72, 73, 74, 5001
BRANCH = Actor(HEAD, frozenset({Role.BRANCH_HEAD}), areas=frozenset({VILLAGE[:4]}))
STARTED_AT = datetime(2026, 10, 1, 1, tzinfo=UTC)


def at(day: date, hour: int = 2) -> datetime:
    """An hour of a day, UTC; two is nine in the morning in Bandung."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


async def seeded(database: Database) -> Database:
    async with database.unit() as unit:
        staff = Staff(unit)
        await meet(unit, HEAD, STAFF, OFFICER, ROOT)
        await unit.flush()
        branch_id = await staff.open_branch("Bandung", [VILLAGE[:4]], by=1, now=STARTED_AT)
        for one, role in ((HEAD, Role.BRANCH_HEAD), (STAFF, Role.BRANCH_STAFF)):
            await staff.give_post(one, role, by=1, now=STARTED_AT, branch_id=branch_id)
        await staff.give_post(OFFICER, Role.OFFICER, by=1, now=STARTED_AT, pillar=Pillar.VILLAGE_NCO)
        await staff.give_post(ROOT, Role.ADMINISTRATOR, by=1, now=STARTED_AT)
        await staff.assign(OFFICER, [VILLAGE], by=1, now=STARTED_AT)
        await Coverage(unit).note_import(branch_id, MONDAY, STARTED_AT)
    return database


async def member(
    database: Database, number: int, state: str, submitted_at: datetime = STARTED_AT, *, reason: str = ""
) -> str:
    async with database.unit() as unit:
        await register(unit, SITI + number, form(number, sector="other"))
        await unit.flush()
        [row] = await unit.fetch(select(registration).where(registration.c.contact_id == SITI + number))
        await unit.move_case(row["id"], Step(state, 1, submitted_at, reason=reason))
    return str(row["id"])


async def letters(database: Database, kind: str = "") -> dict[str, str]:
    """Key to words of everything that was written to anybody."""
    async with database.reading() as unit:
        found = select(outbox.c.key, outbox.c.body, salt.c.secret).join(salt, salt.c.id == outbox.c.salt_id)
        rows = await unit.fetch(
            found.where(outbox.c.key.like(f"{kind}%"), outbox.c.method == "sendMessage").order_by(outbox.c.id)
        )
        return {
            row["key"]: json.loads(unit.sealer.open(row["secret"], OUTBOX_BODY, row["key"], row["body"]))[
                "text"
            ]
            for row in rows
        }


async def branch_of(database: Database) -> str:
    async with database.reading() as unit:
        return await Staff(unit).find_branch_of(VILLAGE) or ""
