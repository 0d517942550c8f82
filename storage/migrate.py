"""Brings a database's tables up to this program's, without a configuration file."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import URL, Connection
from sqlalchemy.engine import make_url

from storage.engines import is_sqlite, parsed, writing_engine
from storage.meta import Kind
from storage.tables import meta
from storage.upserts import insert_or_leave

if TYPE_CHECKING:
    from alembic.config import Config

SCRIPTS = Path(__file__).with_name("migrations")


async def upgrade(database_url: str, *, kind: Kind, target: str = "head") -> None:
    """Run the missing migrations, each in its own transaction; the first time record what the database is for."""
    await _migrate(parsed(database_url), target)
    engine = writing_engine(parsed(database_url))
    try:
        async with engine.begin() as connection:
            await insert_or_leave(connection, meta, [{"name": "kind", "value": kind}])
    finally:
        await engine.dispose()


async def downgrade(database_url: str, target: str) -> None:
    """Undo migrations down to `target` ("base" is nothing at all)."""
    await _migrate(parsed(database_url), target, down=True)


async def differences(database_url: str) -> list[str]:
    """What the tables of this database lack or have too much, against `tables.py`; empty when they agree."""

    def compare(connection: Connection) -> list[str]:
        from alembic.autogenerate import compare_metadata  # noqa: PLC0415 - alembic takes a second to import
        from alembic.migration import MigrationContext  # noqa: PLC0415

        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return [str(difference) for difference in compare_metadata(context, meta.metadata)]

    engine = writing_engine(parsed(database_url))
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(compare)
    finally:
        await engine.dispose()


def newest() -> str:
    """The newest migration in the folder."""
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - alembic takes a second to import

    return ScriptDirectory(str(SCRIPTS)).get_current_head() or ""


async def _migrate(url: URL, target: str, *, down: bool = False) -> None:
    def run(connection: Connection) -> None:
        from alembic import command  # noqa: PLC0415 - alembic takes a second to import

        config = _config(connection)
        (command.downgrade if down else command.upgrade)(config, target)

    _make_folder(url)
    engine = writing_engine(url)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(run)
    finally:
        await engine.dispose()


def _config(connection: Connection) -> "Config":
    from alembic.config import Config  # noqa: PLC0415 - alembic takes a second to import

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _make_folder(url: URL) -> None:
    if is_sqlite(url) and (path := make_url(url).database):
        Path(path).parent.mkdir(parents=True, exist_ok=True)
