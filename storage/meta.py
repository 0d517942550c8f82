"""What a database knows about itself, and the refusals at start that follow from it."""

from typing import Literal

from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.errors import KeysDiffer, KeysMissing, Reindexing, SchemaDiffers, WrongKind
from storage.keys import Keys
from storage.sealing import new_salt
from storage.tables import meta, salt
from storage.upserts import insert_for, insert_or_leave

Kind = Literal["practice", "live"]

SCHEMA = "0015"
"""The newest migration, the one this program needs."""

REINDEXING, INDEX_IN_USE = "reindexing", "index.in_use"
"""How far a change of the index key has come, and the key by which everything here is indexed."""

HOUSE_SALT = "house"
"""The salt of what belongs to no contact: messages to a group, updates of unknown people."""


async def check_schema(connection: AsyncConnection) -> None:
    """Raise `SchemaDiffers` unless every migration up to this program's own is there, and none beyond."""
    try:
        found = (await connection.execute(text("SELECT version_num FROM alembic_version"))).scalar()
    except DBAPIError as error:
        raise SchemaDiffers(
            "This database has no tables of Sasar yet: run `sasar db upgrade` first."
        ) from error
    if found != SCHEMA:
        raise SchemaDiffers(
            f"The tables are at {found}, this program needs {SCHEMA}: run `sasar db upgrade`."
        )


async def check_kind(connection: AsyncConnection, kind: Kind) -> None:
    """Raise `WrongKind` for a practice bot on a live database, and the other way round."""
    found = (await connection.execute(select(meta.c.value).where(meta.c.name == "kind"))).scalar()
    if found != kind:
        raise WrongKind(f"This database is for {found}, not for {kind}: give each its own DATABASE_URL.")


async def check_keys(connection: AsyncConnection, keys: Keys | None) -> None:
    """Raise unless the keys are those that sealed this database; an empty database takes them as its own.

    Raises:
        KeysMissing: no keys, or one that is still needed is not among them.
        KeysDiffer: a key has the right name and is another, or none of them is known here.
    """
    if keys is None:
        raise KeysMissing(
            "Give the keys of this database: KEYS_FILE or KEYS, or `sasar keys new` for an empty one."
        )
    here = keys.fingerprints()
    await _adopt_when_empty(connection, here)
    known = await _known_fingerprints(connection)
    is_other = any(here.get(name, fingerprint) != fingerprint for name, fingerprint in known.items())
    if is_other or not known.keys() & here.keys():
        raise KeysDiffer("These keys did not seal this database: put back the keys file that belongs to it.")
    if missing := sorted(known.keys() - here.keys()):
        raise KeysMissing(f"The keys file lacks {', '.join(missing)}: restore it from its passphrase copy.")
    await insert_or_leave(connection, meta, _rows(here))


async def check_index(connection: AsyncConnection, keys: Keys, *, is_reindexing: bool) -> Keys:
    """The keys with the index key of this database in front; who changes it brings the new one in front.

    Raises `Reindexing` while a change was begun and not ended.
    """
    named = meta.c.name.in_((REINDEXING, INDEX_IN_USE))
    found = {row.name: row.value for row in await connection.execute(select(meta).where(named))}
    if is_reindexing:
        return keys
    if REINDEXING in found:
        raise Reindexing("A change of the index key was not ended: run `sasar keys rotate --index` again.")
    return keys.indexing_with(found.get(INDEX_IN_USE, keys.index[0].id))


async def _known_fingerprints(connection: AsyncConnection) -> dict[str, str]:
    rows = await connection.execute(select(meta).where(meta.c.name.like("key.%")))
    return {row.name.removeprefix("key."): row.value for row in rows}


async def _adopt_when_empty(connection: AsyncConnection, here: dict[str, str]) -> None:
    """The house salt is written once; whoever writes it first also writes which keys are the database's own."""
    house = insert_for(connection, salt).on_conflict_do_nothing().returning(salt.c.id)
    if (await connection.execute(house, {"id": HOUSE_SALT, "secret": new_salt()})).scalar():
        await insert_or_leave(connection, meta, _rows(here))


def _rows(fingerprints: dict[str, str]) -> list[dict[str, str]]:
    return [{"name": f"key.{name}", "value": fingerprint} for name, fingerprint in fingerprints.items()]
