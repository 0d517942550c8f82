"""The tables grow step by step, on either database, and end as the program believes them to be."""

import time
from pathlib import Path

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import DBAPIError

from storage import meta, migrate
from storage.database import Database
from storage.engines import parsed, writing_engine
from storage.errors import SchemaDiffers
from storage.keys import Keys
from storage.migrate import differences, downgrade, newest, upgrade
from storage.tables import consent
from tests.storage.people import NOW

BROKEN = """
from alembic import op

revision, down_revision, branch_labels, depends_on = "9999", "NEWEST", None, None


def upgrade():
    op.execute("CREATE TABLE half (id integer)")
    op.execute("SELECT nothing FROM nowhere")
"""


async def test_every_migration_goes_up_down_and_up_again(empty: str) -> None:
    await upgrade(empty, kind="live")
    await downgrade(empty, "base")
    await upgrade(empty, kind="live")
    assert await differences(empty) == []


async def test_tables_are_what_the_program_declares(address: str) -> None:
    assert await differences(address) == []


def test_the_program_needs_the_newest_migration() -> None:
    assert newest() == meta.SCHEMA


async def test_a_database_without_tables_is_refused_and_opens_once_upgraded(empty: str) -> None:
    with pytest.raises(SchemaDiffers):
        await Database.open(empty, Keys.create(), kind="live")
    await upgrade(empty, kind="live")
    database = await Database.open(empty, Keys.create(), kind="live")
    await database.health()
    await database.close()


async def test_upgrading_is_quick(empty: str) -> None:
    await upgrade(empty, kind="live")
    await downgrade(empty, "base")
    began = time.process_time()  # of this process alone: other work on the machine is not the upgrade
    await upgrade(empty, kind="live")
    assert time.process_time() - began < 5


async def test_a_migration_that_breaks_midway_leaves_nothing_behind(
    empty: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await upgrade(empty, kind="live")
    scripts = _with_broken_migration(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(migrate, "SCRIPTS", scripts)
        with pytest.raises(DBAPIError):
            await upgrade(empty, kind="live")
    assert await differences(empty) == []
    database = await Database.open(empty, Keys.create(), kind="live")
    await database.close()


async def test_foreign_keys_hold(address: str) -> None:
    async def orphan() -> None:
        async with engine.begin() as connection:
            row = {"id": "c", "person_id": "nobody", "version": "1", "text_hash": "", "language": "id"}
            now = {"given_at": NOW, "channel": "own_chat", "update_id": 1}
            await connection.execute(insert(consent), {**row, **now})

    engine = writing_engine(parsed(address))
    try:
        with pytest.raises(DBAPIError):
            await orphan()
    finally:
        await engine.dispose()


def _with_broken_migration(folder: Path) -> Path:
    """A copy of the migrations with one more that makes a table and then stumbles."""
    scripts = folder / "migrations"
    (scripts / "versions").mkdir(parents=True)
    for file in (*migrate.SCRIPTS.glob("*.*"), *migrate.SCRIPTS.glob("versions/*.py")):
        (scripts / file.relative_to(migrate.SCRIPTS)).write_text(file.read_text())
    (scripts / "versions" / "9999_broken.py").write_text(BROKEN.replace("NEWEST", newest()))
    return scripts
