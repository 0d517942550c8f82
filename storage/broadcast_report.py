"""Who got a broadcast and who did not: names for the greeting, the lines of the report, who has not read it."""

from collections.abc import AsyncIterator, Iterable
from typing import Any

from sqlalchemy import Select, select

from conversations.actor import Role
from conversations.ledger import Line, RecipientState
from storage.registrations import NAME as PERSON_NAME
from storage.staff import POST_NAME
from storage.tables import person, post, recipient, registration, salt
from storage.unit import Unit

AT_ONCE = 1000


async def names_of(unit: Unit, contact_ids: Iterable[int], *, workers: bool) -> dict[int, str]:
    """Contact to the name in their post, or in their own registration; those without one are left out."""
    people = sorted(set(contact_ids))
    found, bound_as = (_own_names(), PERSON_NAME) if workers else (_post_names(), POST_NAME)
    column = registration.c.contact_id if workers else post.c.contact_id
    rows = await unit.fetch(found.where(unit.among(column, people)))
    return {
        row["contact_id"]: unit.sealer.open(row["secret"], bound_as, row["id"], row["full_name"]).decode()
        for row in rows
    }


def _post_names() -> Select[Any]:
    found = select(post.c.contact_id, post.c.id, post.c.full_name, salt.c.secret)
    return found.join(salt, salt.c.id == post.c.salt_id).where(
        post.c.full_name.is_not(None), post.c.role != Role.ADMINISTRATOR.value
    )


def _own_names() -> Select[Any]:
    return (
        select(registration.c.contact_id, person.c.id, person.c.full_name, salt.c.secret)
        .join(person, person.c.id == registration.c.person_id)
        .join(salt, salt.c.id == person.c.salt_id)
        .where(registration.c.is_own, person.c.full_name.is_not(None))
        .order_by(registration.c.submitted_at)
    )


async def lines_of(unit: Unit, broadcast_id: str, *, names: bool) -> AsyncIterator[Line]:
    """Every recipient, a thousand at a time; workers are nameless (`names` False)."""
    after = 0
    while rows := await unit.fetch(_page(broadcast_id, after)):
        after = rows[-1]["contact_id"]
        people = [row["contact_id"] for row in rows]
        known = await names_of(unit, people, workers=False) if names else {}
        for row in rows:
            yield Line(
                known.get(row["contact_id"], ""),
                row["village_code"],
                RecipientState(row["state"]),
                row["reason"],
                row["settled_at"],
                row["acknowledged_at"],
            )


def _page(broadcast_id: str, after: int) -> Select[Any]:
    found = select(recipient).where(recipient.c.broadcast_id == broadcast_id, recipient.c.contact_id > after)
    return found.order_by(recipient.c.contact_id).limit(AT_ONCE)


async def unread_names(unit: Unit, broadcast_id: str, *, limit: int) -> tuple[str, ...]:
    """Names of some officers who were sent it and have not acknowledged."""
    is_unread = (
        (recipient.c.broadcast_id == broadcast_id)
        & (recipient.c.state == RecipientState.SENT.value)
        & recipient.c.acknowledged_at.is_(None)
    )
    found = select(recipient.c.contact_id).where(is_unread).order_by(recipient.c.contact_id).limit(limit)
    people = [row["contact_id"] for row in await unit.fetch(found)]
    return tuple(sorted((await names_of(unit, people, workers=False)).values()))
