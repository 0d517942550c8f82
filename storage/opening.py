"""Finding the keys at start: made without asking only where there is nothing yet that they could fail to open."""

from pathlib import Path

from sqlalchemy import inspect
from sqlalchemy.engine import URL

from storage.engines import is_sqlite, parsed, reading_engine, writing_engine
from storage.errors import KeysMissing
from storage.keys import Keys


async def find_or_create_keys(database_url: str, *, keys_file: Path, inline: str = "") -> Keys:
    """The keys given inline or in the file; for an SQLite database without any table a new pair is made and saved.

    Raises `KeysMissing` where keys are needed and not there.
    """
    try:
        return Keys.load(keys_file, inline)
    except KeysMissing:
        url = parsed(database_url)
        if not is_sqlite(url) or not await _is_empty(url):
            raise
        keys = Keys.create()
        keys.save(keys_file)
        return keys


async def _is_empty(url: URL) -> bool:
    """Whether the file is not there, or has no tables; it is not made by looking."""
    if not _is_there(url):
        return True
    writing = writing_engine(url)
    reading = reading_engine(url, writing)
    try:
        async with reading.connect() as connection:
            return not await connection.run_sync(lambda bare: inspect(bare).get_table_names())
    finally:
        await reading.dispose()
        await writing.dispose()


def _is_there(url: URL) -> bool:
    return bool(url.database) and Path(str(url.database)).exists()
