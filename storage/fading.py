"""Messages that leave the chat again after a while: passwords, opened numbers, files with people in them."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from storage.outbox import is_state
from storage.tables import fading, outbox
from storage.unit import Unit
from storage.upserts import insert_or_leave

FORGOTTEN_AFTER = timedelta(hours=48)
"""Telegram deletes no message that is older (Bot API, deleteMessage)."""


async def let_fade(unit: Unit, key: str, chat_id: int, gone_at: datetime) -> None:
    """Have the message that goes out under this key of the outbox deleted at `gone_at`."""
    row = {"key": key, "chat_id": chat_id, "gone_at": gone_at}
    await insert_or_leave(unit.connection, fading, [row])


async def take_faded(unit: Unit, now: datetime) -> tuple[tuple[str, int, int], ...]:
    """Key, chat and message of those whose time has come, each given once; one that was never sent is dropped."""
    found = (
        select(fading.c.key, fading.c.chat_id, outbox.c.message_id)
        .outerjoin(outbox, outbox.c.key == fading.c.key)
        .where(fading.c.gone_at <= now)
    )
    rows = await unit.fetch(found)
    sent = [row for row in rows if row["message_id"] is not None]
    gone = unit.among(fading.c.key, [row["key"] for row in sent])
    await unit.connection.execute(delete(fading).where(gone))
    await _give_up(unit, now - FORGOTTEN_AFTER)
    return tuple((row["key"], row["chat_id"], row["message_id"]) for row in sent)


async def _give_up(unit: Unit, before: datetime) -> None:
    """What was not sent in two days is not sent any more: nobody would take it back."""
    old = select(fading.c.key).where(fading.c.gone_at < before)
    unsent = update(outbox).where(outbox.c.key.in_(old), is_state(outbox, "queued"))
    await unit.connection.execute(unsent.values(state="cancelled", body=None))
    await unit.connection.execute(delete(fading).where(fading.c.gone_at < before))


async def find_message(unit: Unit, key: str) -> int | None:
    """The number that Telegram gave to a message, once it was sent."""
    rows = await unit.fetch(select(outbox.c.message_id).where(outbox.c.key == key))
    return rows[0]["message_id"] if rows else None
