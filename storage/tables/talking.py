"""Tables of the talk itself: where each conversation stands, what came in, what goes out."""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
    text,
)

from storage.columns import COUNTER, Moment
from storage.tables.base import metadata

conversation = Table(
    "conversation",
    metadata,
    Column("id", String, primary_key=True),
    Column("contact_id", ForeignKey("contact.id"), nullable=False),
    Column("flow", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("status", String, nullable=False),
    Column("asked", String, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("salt_id", String, nullable=False),
    Column("touched_at", Moment, nullable=False),
    Column("remind_at", Moment),
    Column("expire_at", Moment),
    UniqueConstraint("contact_id", "flow", "subject"),
)
_is_active = text("status = 'active'")
Index(
    "uq_conversation_active",
    conversation.c.contact_id,
    unique=True,
    sqlite_where=_is_active,
    postgresql_where=_is_active,
)
Index(None, conversation.c.remind_at)
Index(None, conversation.c.expire_at)
Index(None, conversation.c.touched_at)

# What goes out; the row is written with the change that it speaks of, and sent after the commit.
outbox = Table(
    "outbox",
    metadata,
    Column("id", COUNTER, primary_key=True),
    Column("key", String, nullable=False, unique=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("lane", String, nullable=False),
    Column("method", String, nullable=False),
    Column("state", String, nullable=False),
    Column("body", LargeBinary),
    Column("salt_id", String, nullable=False),
    Column("not_before", Moment, nullable=False),
    Column("owner", String, nullable=False),
    Column("lease_until", Moment),
    Column("tries", Integer, nullable=False),
    Column("doubts", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("sent_at", Moment),
    Column("message_id", BigInteger),
    Column("error", String, nullable=False),
    sqlite_autoincrement=True,
)
_is_unsent = text("state IN ('queued', 'sending')")
Index("ix_outbox_unsent", outbox.c.chat_id, outbox.c.id, sqlite_where=_is_unsent, postgresql_where=_is_unsent)
_is_queued = text("state = 'queued'")
Index("ix_outbox_queued", outbox.c.lane, outbox.c.id, sqlite_where=_is_queued, postgresql_where=_is_queued)
_is_sending = text("state = 'sending'")
Index("ix_outbox_sending", outbox.c.lease_until, sqlite_where=_is_sending, postgresql_where=_is_sending)
Index(None, outbox.c.chat_id)
Index(None, outbox.c.created_at)

# Updates that were taken, by Telegram's number: an update that comes twice is known by equality.
seen_update = Table(
    "seen_update",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False, index=True),
)

# How often an update was tried alone, counted before each try, so that one that kills the process is found too.
tried_update = Table(
    "tried_update",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("tries", Integer, nullable=False),
    Column("at", Moment, nullable=False, index=True),
)

# Updates that failed three times, sealed, for a person to look at.
quarantine = Table(
    "quarantine",
    metadata,
    Column("id", String, primary_key=True),
    Column("update_id", BigInteger, nullable=False),
    Column("contact_id", BigInteger),
    Column("body", LargeBinary),
    Column("salt_id", String, nullable=False),
    Column("reference", String, nullable=False, unique=True),
    Column("error", String, nullable=False),
    Column("at", Moment, nullable=False, index=True),
)
