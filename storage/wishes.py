"""Who wants no message that they did not ask for, and whether our last word to somebody was one."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select, union

from storage.tables import contact, door, outbox, recipient, registration, resident, unwanted
from storage.transaction import Transaction


async def find_unwilling(unit: Transaction, contact_ids: Iterable[int]) -> frozenset[int]:
    """Those of the contacts who asked to be left alone, by themselves or at their door."""
    wanted = sorted(set(contact_ids))
    if not wanted:
        return frozenset()
    asked = select(unwanted.c.contact_id).where(unit.among(unwanted.c.contact_id, wanted))
    at_door = (
        select(registration.c.contact_id)
        .join(resident, resident.c.registration_id == registration.c.id)
        .join(door, door.c.id == resident.c.door_id)
        .where(unit.among(registration.c.contact_id, wanted), registration.c.is_own, ~door.c.allows_messages)
    )
    return frozenset(row["contact_id"] for row in await unit.fetch(union(asked, at_door)))


async def find_addressed(unit: Transaction, contact_ids: Iterable[int]) -> frozenset[int]:
    """Those of the contacts to whom our last message came unasked: a reminder, a broadcast, somebody's letter."""
    wanted = sorted(set(contact_ids))
    if not wanted:
        return frozenset()
    said = (
        select(contact.c.id, outbox.c.lane, func.max(outbox.c.sent_at).label("at"))
        .join(outbox, outbox.c.chat_id == contact.c.chat_id)
        .where(unit.among(contact.c.id, wanted), outbox.c.state == "sent", outbox.c.method.like("send%"))
        .group_by(contact.c.id, outbox.c.lane)
    )
    read = (
        select(recipient.c.contact_id, func.max(recipient.c.settled_at).label("at"))
        .where(unit.among(recipient.c.contact_id, wanted), recipient.c.state == "sent")
        .group_by(recipient.c.contact_id)
    )
    last: dict[tuple[int, bool], datetime] = {}
    moments = [(row["id"], row["lane"] == "live", row["at"]) for row in await unit.fetch(said)]
    moments += [(row["contact_id"], False, row["at"]) for row in await unit.fetch(read)]
    for one, is_answer, moment in moments:
        if moment is not None:
            last[one, is_answer] = max(moment, last.get((one, is_answer), moment))
    return frozenset(
        one
        for (one, is_answer), moment in last.items()
        if not is_answer and moment > last.get((one, True), datetime.min.replace(tzinfo=moment.tzinfo))
    )
