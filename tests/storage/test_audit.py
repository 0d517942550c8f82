"""The register of acts can be added to, and whatever else happens to it shows."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DBAPIError

from storage.database import Database
from storage.tables import audit, audit_link
from storage.unit import Unit
from tests.storage.people import LATER, NOW, register

OFF = {
    "sqlite": [
        f"DROP TRIGGER {name}" for name in ("audit_keeps_rows", "audit_keeps_years", "audit_link_keeps_years")
    ],
    "postgresql": ["ALTER TABLE audit DISABLE TRIGGER ALL", "ALTER TABLE audit_link DISABLE TRIGGER ALL"],
}


async def write_acts(database: Database, count: int = 3) -> None:
    async with database.unit() as unit:
        for number in range(count):
            unit.note("case.open", actor=77, on=f"case-{number}", at=NOW + timedelta(seconds=number))


async def switch_triggers_off(unit: Unit) -> None:
    for command in OFF[unit.connection.dialect.name]:
        await unit.connection.execute(text(command))


async def test_rows_of_the_register_cannot_be_changed_or_removed(database: Database) -> None:
    async def attempt(statement: object) -> None:
        async with database.unit() as unit:
            await unit.connection.execute(statement)  # type: ignore[call-overload]

    await write_acts(database)
    async with database.unit() as unit:
        await unit.seal_audit(LATER)
    for statement in (
        update(audit).values(actor=1),
        delete(audit),
        update(audit_link).values(hash=""),
        delete(audit_link),
    ):
        with pytest.raises(DBAPIError, match="register"):
            await attempt(statement)
    async with database.reading() as unit:
        assert await unit.verify_audit() == []


async def test_the_chain_grows_with_every_sealing(database: Database) -> None:
    await write_acts(database)
    async with database.unit() as unit:
        [head] = await unit.seal_audit(LATER)
        assert (head.month, head.position) == ("2026-11", 3)
        assert await unit.seal_audit(LATER) == ()
        await register(unit)
        [head] = await unit.seal_audit(LATER)
        assert head.position == 4
        assert await unit.audit_heads() == {"2026-11": head}
        assert await unit.verify_audit({"2026-11": head}) == []


async def test_a_changed_row_breaks_the_chain(database: Database) -> None:
    await write_acts(database)
    async with database.unit() as unit:
        await unit.seal_audit(LATER)
        await switch_triggers_off(unit)
        await unit.connection.execute(update(audit).where(audit.c.object == "case-1").values(actor=1))
        assert [words.split(":")[1] for words in await unit.verify_audit()] == [
            " link 2 does not fit its row 2"
        ]


async def test_a_cut_tail_shows_by_the_head_that_was_written_down(database: Database) -> None:
    await write_acts(database)
    async with database.unit() as unit:
        [head] = await unit.seal_audit(LATER)
        await switch_triggers_off(unit)
        last = await unit.fetch(text("SELECT max(id) AS id FROM audit"))
        await unit.connection.execute(delete(audit_link).where(audit_link.c.audit_id == last[0]["id"]))
        await unit.connection.execute(delete(audit).where(audit.c.id == last[0]["id"]))
        assert await unit.verify_audit() == []
        assert await unit.verify_audit({head.month: head}) == ["2026-11: the chain was cut before link 3"]


async def test_after_five_years_whole_months_may_go(database: Database) -> None:
    long_ago = NOW - timedelta(days=6 * 366)
    async with database.unit() as unit:
        unit.note("case.open", actor=77, on="old", at=long_ago)
        await unit.seal_audit(long_ago + timedelta(hours=1))
        unit.note("case.open", actor=77, on="new", at=NOW)
        await unit.seal_audit(LATER)
        assert await unit.sweep(LATER) == {"acts": 1}
        assert list(await unit.audit_heads()) == ["2026-11"]
        assert await unit.verify_audit() == []
