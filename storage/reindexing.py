"""A new index key: whatever is found by a keyed index is indexed anew, a bite at a time, while nobody is at work.

Two keys cannot index side by side, as a NIK must stay unique: the database names the one that counts, refuses to be
opened while it is changed, and takes the new one in the transaction that ends the change.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import RowMapping, bindparam, delete, select, update

from storage.errors import InUse
from storage.keys import Keys
from storage.meta import INDEX_IN_USE, REINDEXING
from storage.people_search import CARD
from storage.tables import (
    badge,
    first_promise,
    lease,
    membership,
    meta,
    nik_lookup,
    person,
    pin,
    registration,
    salt,
)
from storage.unit import Unit
from storage.upserts import Row, insert_or_leave, insert_or_replace

NOTHING = {"nik_index": None, "phone_index": None}


async def begin_reindexing(unit: Unit, now: datetime) -> None:
    """From now on nobody opens this database but to go on with this; raises `InUse` while somebody works on it."""
    held = await unit.fetch(select(lease.c.name).where(lease.c.until > now))
    if held:
        raise InUse("Replicas are at work on this database: stop them all, wait a minute, then try again.")
    await insert_or_leave(unit.connection, meta, [{"name": REINDEXING, "value": ""}])


async def reindex(unit: Unit, *, limit: int) -> int:
    """Index up to `limit` more people with the first index key; returns how many, and 0 when all are.

    The place reached is kept with them, so that it can be stopped at any point and goes on from there.
    """
    [reached] = await unit.fetch(select(meta.c.value).where(meta.c.name == REINDEXING))
    found = (
        select(person.c.id, person.c.nik_index, person.c.body, salt.c.secret)
        .outerjoin(salt, salt.c.id == person.c.salt_id)
        .where(person.c.id > reached["value"], person.c.nik_index.is_not(None))
    )
    rows = await unit.fetch(found.order_by(person.c.id).limit(limit))
    if rows:
        await _reindex_people(unit, rows)
        place = update(meta).where(meta.c.name == REINDEXING).values(value=rows[-1]["id"])
        await unit.connection.execute(place)
    return len(rows)


async def end_reindexing(unit: Unit, keys: Keys) -> Keys:
    """Index what is left, make the first key the one that counts, and give the keys without the older ones.

    Save them once this unit is committed. What was drawn by chance and kept as an index alone cannot be found again:
    PINs are chosen anew, badges drawn anew, slips confirmed by a visit, open invitations given anew.
    """
    await _reindex_promises(unit)
    await _reindex_cards(unit)
    for table in (pin, badge, nik_lookup):
        await unit.connection.execute(delete(table))
    gone = [REINDEXING, *(f"key.index.{key.id}" for key in keys.index[1:])]
    await unit.connection.execute(delete(meta).where(unit.among(meta.c.name, gone)))
    in_use: list[Row] = [{"name": INDEX_IN_USE, "value": keys.index[0].id}]
    await insert_or_replace(unit.connection, meta, in_use)
    return replace(keys, index=keys.index[:1])


async def _reindex_people(unit: Unit, rows: Sequence[RowMapping]) -> None:
    """Whoever cannot be read any more is found by nothing."""
    changes = [{"row": row["id"], **NOTHING, **_indexes(unit, row)} for row in rows]
    change = update(person).where(person.c.id == bindparam("row"))
    new = change.values(nik_index=bindparam("nik_index"), phone_index=bindparam("phone_index"))
    await unit.connection.execute(new, changes)


def _indexes(unit: Unit, row: RowMapping) -> dict[str, bytes | None]:
    if not row["secret"] or not row["body"]:
        return {}
    answers = unit.open_answers(row["secret"], row["id"], row["body"])
    nik, phone = str(answers["nik"]), str(answers.get("phone") or "")
    index = unit.sealer.index
    return {"nik_index": index("nik", nik), "phone_index": index("phone", phone) if phone else None}


async def _reindex_promises(unit: Unit) -> None:
    """Of those who were rejected some months ago at most."""
    found = select(first_promise, person.c.id, person.c.body, salt.c.secret).select_from(
        first_promise.join(registration)
        .join(person, person.c.id == registration.c.person_id)
        .outerjoin(salt, salt.c.id == person.c.salt_id)
    )
    rows = await unit.fetch(found)
    await unit.connection.execute(delete(first_promise))
    kept = [
        {"nik_index": new, "registration_id": row["registration_id"], "first_at": row["first_at"]}
        for row in rows
        if (new := _indexes(unit, row).get("nik_index"))
    ]
    await insert_or_leave(unit.connection, first_promise, kept)


async def _reindex_cards(unit: Unit) -> None:
    found = select(membership.c.registration_id, membership.c.body, salt.c.secret)
    rows = await unit.fetch(
        found.join(salt, salt.c.id == membership.c.salt_id).where(membership.c.card_index.is_not(None))
    )
    changes = []
    for row in rows:
        number = unit.open_numbers(row["secret"], row["registration_id"], row["body"])["card_number"]
        changes.append({"row": row["registration_id"], "new": unit.sealer.index(CARD, number)})
    if changes:
        change = update(membership).where(membership.c.registration_id == bindparam("row"))
        await unit.connection.execute(change.values(card_index=bindparam("new")), changes)
