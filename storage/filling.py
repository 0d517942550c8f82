"""Fills a database of its own with invented registrations, for measurements alone: nobody is behind any of them."""

import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta

from sqlalchemy import (
    Column,
    Date,
    Integer,
    MetaData,
    String,
    Table,
    TextClause,
    func,
    insert,
    make_url,
    select,
    text,
)
from sqlalchemy.ext.asyncio import create_async_engine

from storage.columns import new_id
from storage.database import Database
from storage.reach import is_inside
from storage.registrations import NAME
from storage.sealing import new_salt
from storage.tables import person, registration, salt
from storage.unit import Unit

SLOTS = 20
DAYS_BEFORE = (1, 3, 8, 10)
AT_ONCE = 10
"""Workers a village in one transaction: 840,000 rows over the country."""
_own = MetaData()
_village = Table("filling_village", _own, Column("number", Integer, primary_key=True), Column("code", String))
_worker = Table("filling_worker", _own, Column("number", Integer, primary_key=True))
_slot = Table(
    "filling_slot",
    _own,
    Column("number", Integer, primary_key=True),
    Column("state", String),
    Column("paid_until", Date),
    Column("month", String),
)
_NOT_NEEDED = ("person_id", "contact_id", "registered_by", "state_stage_at")
_NEEDED = next(one for one in registration.indexes if one.columns.keys() == ["village_code", "state"])
"""The one index that a plain count of a village reads; it is made anew after each filling, which is far quicker."""
_CHECKED = (
    "fk_registration_person_id",
    "fk_registration_contact_id",
    "uq_registration_reference",
    "pk_registration",
)
"""What PostgreSQL would check in every row that is filled in; SQLite lets go of none of it."""
_REGISTER = """
    INSERT INTO registration (id, reference, person_id, is_own, village_code, state, reason, submitted_at,
                              stage_at, paid_until, flags)
    SELECT {id}, {id}, 'nobody', false, v.code, s.state, '', {now}, {now}, s.paid_until, {flags}
    FROM filling_worker w CROSS JOIN filling_village v
    JOIN filling_slot s ON s.number = (v.number * 7 + w.number * 13) % 20
    WHERE w.number >= {first} AND w.number < {last}
"""
_TALLY = """
    INSERT INTO tally
    SELECT v.code, s.state, s.month, count(*) FROM filling_worker w CROSS JOIN filling_village v
    JOIN filling_slot s ON s.number = (v.number * 7 + w.number * 13) % 20
    WHERE w.number >= {first} AND w.number < {last} GROUP BY v.code, s.state, s.month
    ON CONFLICT (village_code, state, paid_until) DO UPDATE SET count = tally.count + excluded.count
"""
# After some months every village has had every heap, and those that are empty again stay behind.
_HEAPS = """
    INSERT INTO tally SELECT DISTINCT v.code, s.state, s.month, 0
    FROM filling_village v CROSS JOIN filling_slot s
"""
_REGENCIES = """
    INSERT INTO tally_regency
    SELECT substr(village_code, 1, 4), state, paid_until, sum(count) FROM tally WHERE true GROUP BY 1, 2, 3
    ON CONFLICT (regency_code, state, paid_until) DO UPDATE SET count = excluded.count
"""
_REGENCY_DAYS = """
    INSERT INTO tally_regency_day
    SELECT day, substr(village_code, 1, 4), event, sum(count) FROM tally_day GROUP BY 1, 2, 3
"""
_DAYS = "INSERT INTO tally_day SELECT v.code, {day}, 'submitted', 1 FROM filling_village v"


@asynccontextmanager
async def fresh_database_on(server: str) -> AsyncIterator[str]:
    """The address of a new PostgreSQL database on the server of this address; it is dropped afterwards."""
    name = f"sasar_filling_{secrets.token_hex(4)}"
    engine = create_async_engine(make_url(server), isolation_level="AUTOCOMMIT")
    try:
        async with engine.connect() as connection:
            await connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template0"))
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        async with engine.connect() as connection:
            await connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        await engine.dispose()


async def prepare(database: Database, village_codes: Sequence[str], today: date) -> None:
    """Make room: numbers to multiply, and no index that a summary or a plain count has no use for."""
    async with database.unit() as unit:
        await unit.connection.run_sync(_own.create_all)
        villages = [{"number": number, "code": code} for number, code in enumerate(village_codes)]
        await unit.connection.execute(insert(_village), villages)
        await unit.connection.execute(insert(_worker), [{"number": number} for number in range(100)])
        await unit.connection.execute(insert(_slot), list(_slots(today)))
        await unit.connection.execute(
            text(
                "INSERT INTO person (id, salt_id, village_code, occupation, sector)"
                " VALUES ('nobody', '', '', '', '')"
            )
        )
        await unit.connection.execute(text(_HEAPS))
        for days in DAYS_BEFORE:
            day = today - timedelta(days)
            written = f"'{day}'" if unit.is_sqlite else f"DATE '{day}'"
            await unit.connection.execute(text(_DAYS.format(day=written)))
        await unit.connection.execute(text(_REGENCY_DAYS))
        for name in _NOT_NEEDED:
            await unit.connection.execute(text(f"DROP INDEX ix_registration_{name}"))
        for name in () if unit.is_sqlite else _CHECKED:
            await unit.connection.execute(text(f"ALTER TABLE registration DROP CONSTRAINT {name} CASCADE"))


def _slots(today: date) -> list[dict[str, object]]:
    """Twenty kinds of registration: most are accepted, and paid until one of ten months around today."""
    states = ("submitted", "submitted", "needs_fixing", "rejected", "withdrawn", "accepted")
    rows: list[dict[str, object]] = [{"state": state, "paid_until": None, "month": ""} for state in states]
    for step in range(SLOTS - len(rows)):
        first = date(today.year, today.month, 1) + timedelta(31 * (step % 10 - 6))
        rows.append({"state": "accepted", "paid_until": first, "month": f"{first:%Y-%m}"})
    return [{"number": number, **row} for number, row in enumerate(rows)]


async def fill(database: Database, first: int, last: int, now: datetime) -> None:
    """Register the workers from number `first` to before `last` in every village, and tally everything."""
    async with database.unit() as unit:
        await unit.connection.run_sync(_NEEDED.drop)
    for start in range(first, last, AT_ONCE):
        end = min(last, start + AT_ONCE)
        async with database.unit() as unit:
            await unit.connection.execute(_registering(unit, start, end, now))
            await unit.connection.execute(text(_TALLY.format(first=start, last=end)))
    async with database.unit() as unit:
        await unit.connection.execute(text(_REGENCIES))
        await unit.connection.run_sync(_NEEDED.create)


def _registering(unit: Unit, first: int, last: int, now: datetime) -> TextClause:
    number = "(w.number * 100000 + v.number)"
    moment = f"{now:%Y-%m-%d %H:%M:%S}"
    own = (
        {"id": f"printf('%024d', {number})", "now": f"'{moment}.000000'", "flags": "'[]'"}
        if unit.is_sqlite
        else {
            "id": f"lpad({number}::text, 24, '0')",
            "now": f"timestamptz '{moment}+00'",
            "flags": "'[]'::json",
        }
    )
    return text(_REGISTER.format(first=first, last=last, **own))


async def fill_names(unit: Unit, village_code: str, names: Sequence[str], now: datetime) -> None:
    """Register people of these names, each sealed under a key of their own; their tallies are left out."""
    secrets_of = [(new_id(now), new_salt(), name) for name in names]
    sealed = [(one, unit.sealer.seal(salted, NAME, one, name.encode())) for one, salted, name in secrets_of]
    salts = [{"id": one, "secret": salted} for one, salted, _ in secrets_of]
    who: dict[str, object] = {"village_code": village_code, "occupation": "129", "sector": "other"}
    people = [{**who, "id": one, "salt_id": one, "full_name": name} for one, name in sealed]
    state = {"state": "submitted", "reason": "", "submitted_at": now, "stage_at": now, "flags": []}
    cases = [
        {
            "id": one,
            "reference": one,
            "person_id": one,
            "is_own": False,
            "village_code": village_code,
            **state,
        }
        for one, _ in sealed
    ]
    for table, rows in ((salt, salts), (person, people), (registration, cases)):
        await unit.connection.execute(insert(table), rows)


async def tidy(database: Database) -> None:
    """What a database does by itself sooner or later: look at its tables, and forget what is no longer in them."""
    if database.is_sqlite:
        async with database.unit() as unit:
            await unit.connection.execute(text("ANALYZE"))
        return
    engine = create_async_engine(database.url, isolation_level="AUTOCOMMIT")
    try:
        async with engine.connect() as connection:
            await connection.execute(text("VACUUM (ANALYZE)"))
            # What was filled in is written out now, and not while something is measured.
            await connection.execute(text("CHECKPOINT"))
    finally:
        await engine.dispose()


async def count_plainly(unit: Unit, code: str) -> int:
    """The same counts from the registrations themselves: what a summary without tallies would do."""
    columns = (registration.c.state, registration.c.paid_until)
    found = select(*columns, func.count().label("many")).where(is_inside(registration.c.village_code, code))
    return sum(row["many"] for row in await unit.fetch(found.group_by(*columns)))
