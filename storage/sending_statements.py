"""Statements of sending that are asked many times a second, each put together once."""

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    String,
    Update,
    and_,
    any_,
    bindparam,
    cast,
    exists,
    func,
    null,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from conversations.ledger import RecipientState
from storage.audiences import is_willing, may_still_be_told
from storage.columns import Moment
from storage.outbox import is_state, is_unsent, is_waiting
from storage.tables import contact, outbox, recipient


@cache
def waits(*, for_workers: bool) -> Select[Any]:
    """Who waits for one broadcast: `one`, `now`, `by` whom they are claimed, how `many`, the `quiet` provinces.

    Whoever is still to get something else waits on, so that each chat keeps its order.
    """
    is_told_already = exists().where(
        outbox.c.chat_id == contact.c.chat_id,
        is_unsent(outbox),
        or_(
            is_waiting(outbox, bindparam("now", type_=Moment)),
            and_(is_state(outbox, "sending"), outbox.c.owner != bindparam("by")),
        ),
    )
    may = may_still_be_told(contact.c.id) if for_workers else is_willing(contact.c.id)
    province = func.substr(recipient.c.village_code, 1, 2)
    found = (
        select(contact.c.id, contact.c.chat_id, contact.c.language, contact.c.state, may.label("may"))
        .join(recipient, recipient.c.contact_id == contact.c.id)
        .where(
            recipient.c.broadcast_id == bindparam("one"),
            recipient.c.state == RecipientState.WAITING.value,
            province.not_in(bindparam("quiet", expanding=True)),
            ~is_told_already,
        )
    )
    # PostgreSQL alone understands the lock; on SQLite there is one writer anyway.
    locked = found.with_for_update(of=recipient, skip_locked=True)
    return locked.order_by(recipient.c.contact_id).limit(bindparam("many"))


@cache
def claims(*, is_sqlite: bool) -> Update:
    """Make `people` of `one` broadcast a `new_owner`'s, `until` then."""
    claimed = update(recipient).where(_are_theirs(is_sqlite=is_sqlite))
    return claimed.values(
        state=RecipientState.SENDING.value,
        owner=bindparam("new_owner"),
        lease_until=bindparam("until"),
        sendings=recipient.c.sendings + 1,
    )


@cache
def marks(*, is_sqlite: bool) -> Update:
    """Write how `people` of `one` broadcast ended, all alike, who are still theirs `by` whom they were claimed.

    `messages` is an object as JSON, contact to the number of the message.
    """
    is_held = and_(recipient.c.state == RecipientState.SENDING.value, recipient.c.owner == bindparam("by"))
    marked = update(recipient).where(_are_theirs(is_sqlite=is_sqlite), is_held)
    return marked.values(
        state=bindparam("new_state"),
        reason=bindparam("new_reason"),
        message_id=_message(is_sqlite=is_sqlite),
        settled_at=bindparam("new_at"),
        sendings=recipient.c.sendings - bindparam("undone"),
        owner="",
        lease_until=null(),
    )


def listed(people: Iterable[int], *, is_sqlite: bool) -> str | list[int]:
    """People as these statements take them: one parameter, however many there are."""
    return json.dumps(list(people)) if is_sqlite else list(people)


def _are_theirs(*, is_sqlite: bool) -> ColumnElement[bool]:
    return and_(recipient.c.broadcast_id == bindparam("one"), _is_listed(is_sqlite=is_sqlite))


def _is_listed(*, is_sqlite: bool) -> ColumnElement[bool]:
    if not is_sqlite:
        return recipient.c.contact_id == any_(bindparam("people", type_=ARRAY(BigInteger)))
    # The list is asked and not joined: SQLite would go through all recipients for each of a joined one.
    rows = func.json_each(bindparam("people", type_=String)).table_valued("value")
    return recipient.c.contact_id.in_(select(rows.c.value))


def _message(*, is_sqlite: bool) -> ColumnElement[int]:
    messages, person = bindparam("messages", type_=String), cast(recipient.c.contact_id, String)
    if is_sqlite:
        return func.json_extract(messages, '$."' + person + '"')
    return cast(cast(messages, JSONB).op("->>")(person), BigInteger)
