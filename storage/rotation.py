"""Moving what is sealed to a new master key, a bite at a time, while everybody goes on working."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Column, bindparam, delete, func, select, update

from storage.keys import Keys
from storage.tables import (
    batch_row,
    broadcast,
    consent,
    conversation,
    core_answer,
    invitation,
    link,
    membership,
    meta,
    outbox,
    person,
    post,
    quarantine,
    question,
    remark,
    salt,
    slip,
    village_key,
)
from storage.unit import Unit


@dataclass(frozen=True, slots=True)
class Sealed:
    """One sealed column, what names its rows in the seal, and whose salt it is.

    `copied_from` names the column from which its values are copied as they stand.
    """

    column: Column[Any]
    row_id: Column[Any]
    salt_id: Column[Any]
    copied_from: str = ""

    @property
    def bound_as(self) -> str:
        return f"{self.column.table.name}.{self.column.name}"


SEALED = (
    Sealed(person.c.full_name, person.c.id, person.c.salt_id),
    Sealed(person.c.body, person.c.id, person.c.salt_id),
    Sealed(consent.c.proof, consent.c.id, consent.c.salt_id),
    Sealed(conversation.c.body, conversation.c.id, conversation.c.salt_id),
    Sealed(outbox.c.body, outbox.c.key, outbox.c.salt_id),
    Sealed(quarantine.c.body, quarantine.c.id, quarantine.c.salt_id),
    Sealed(question.c.body, question.c.id, question.c.salt_id),
    Sealed(slip.c.body, slip.c.id, slip.c.salt_id),
    Sealed(post.c.full_name, post.c.id, post.c.salt_id),
    Sealed(invitation.c.full_name, invitation.c.id, invitation.c.salt_id),
    Sealed(batch_row.c.body, batch_row.c.person_id, batch_row.c.salt_id, copied_from="person.body"),
    Sealed(core_answer.c.body, core_answer.c.id, core_answer.c.salt_id),
    Sealed(broadcast.c.body, broadcast.c.id, broadcast.c.salt_id),
    Sealed(remark.c.body, remark.c.id, remark.c.salt_id),
    Sealed(membership.c.body, membership.c.registration_id, membership.c.salt_id),
    Sealed(link.c.body, link.c.sheet_id, link.c.salt_id),
    Sealed(link.c.password, link.c.sheet_id, link.c.salt_id),
    Sealed(village_key.c.secret, village_key.c.id, village_key.c.salt_id),
)
"""Every sealed column; a test finds one that is missing here."""


async def reseal(unit: Unit, *, limit: int) -> int:
    """Seal up to `limit` values of each column with the key now in use; returns how many, and 0 when all are.

    It can be stopped and started again at any point. Once it gives 0, `retire_old_keys`.
    """
    return sum([await _reseal_column(unit, one, limit) for one in SEALED])


async def retire_old_keys(unit: Unit, keys: Keys) -> Keys:
    """The keys without those that nothing is sealed with any more; save them once this unit is committed.

    Raises `ValueError` while something is still sealed with an old key.
    """
    if await reseal(unit, limit=1):
        raise ValueError("Not everything is resealed yet.")
    gone = [f"key.master.{key.id}" for key in keys.master[1:]]
    await unit.connection.execute(delete(meta).where(unit.among(meta.c.name, gone)))
    return replace(keys, master=keys.master[:1])


async def _reseal_column(unit: Unit, sealed: Sealed, limit: int) -> int:
    is_old = func.substr(sealed.column, 1, len(unit.sealer.head)) != unit.sealer.head
    found = select(sealed.row_id.label("row"), sealed.column.label("old"), salt.c.secret)
    found = found.join(salt, salt.c.id == sealed.salt_id)
    rows = await unit.fetch(found.where(is_old).limit(limit))
    changes = [
        {
            "row": row["row"],
            "old": row["old"],
            "new": _resealed(unit, sealed, row["secret"], row["row"], row["old"]),
        }
        for row in rows
    ]
    if changes:
        # Whatever was written meanwhile is sealed with the new key already, and stays.
        is_same = (sealed.row_id == bindparam("row")) & (sealed.column == bindparam("old"))
        change = update(sealed.column.table).where(is_same).values({sealed.column: bindparam("new")})
        await unit.connection.execute(change, changes)
    return len(changes)


def _resealed(unit: Unit, sealed: Sealed, secret: bytes, row_id: str, old: bytes) -> bytes:
    bound_as = sealed.copied_from or sealed.bound_as
    plain = unit.sealer.open(secret, bound_as, row_id, old)
    return unit.sealer.seal(secret, bound_as, row_id, plain)
