"""Tables of broadcasts: what is sent to whom, and the talk that comes of questions and replies."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    text,
)

from storage.columns import Moment
from storage.tables.base import metadata

# One message to many. The counts are kept with every change of a recipient, so that showing them costs nothing.
broadcast = Table(
    "broadcast",
    metadata,
    Column("id", String, primary_key=True),
    Column("author", ForeignKey("contact.id"), nullable=False),
    Column("branch_id", String, nullable=False),
    Column("audience", JSON, nullable=False),
    Column("body", LargeBinary),
    Column("salt_id", String, nullable=False),
    Column("wants_word", Boolean, nullable=False),
    Column("state", String, nullable=False),
    Column("is_tried", Boolean, nullable=False),
    Column("total", Integer, nullable=False),
    Column("unreachable", Integer, nullable=False),
    Column("sent", Integer, nullable=False),
    Column("failed", Integer, nullable=False),
    Column("uncertain", Integer, nullable=False),
    Column("cancelled", Integer, nullable=False),
    Column("acknowledged", Integer, nullable=False),
    Column("approved_by", BigInteger),
    Column("created_at", Moment, nullable=False),
    Column("start_at", Moment),
    Column("started_at", Moment),
    Column("ended_at", Moment),
    Column("shown", String, nullable=False),
    Column("escalated_at", Moment),
)
Index(None, broadcast.c.author)
Index(None, broadcast.c.state)
Index(None, broadcast.c.branch_id, broadcast.c.created_at)

# Whom one broadcast is for, frozen when it was written: one row a person, whatever groups they are in.
# They are claimed from here, as rows are from the outbox: `sending` is theirs who holds the lease. `sendings` counts
# how often one was claimed and not given back; only a person's word makes it more than one.
recipient = Table(
    "recipient",
    metadata,
    Column("broadcast_id", ForeignKey("broadcast.id"), primary_key=True),
    Column("contact_id", ForeignKey("contact.id"), primary_key=True),
    Column("village_code", String, nullable=False),
    Column("state", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("sendings", Integer, nullable=False),
    Column("owner", String, nullable=False),
    Column("lease_until", Moment),
    Column("message_id", BigInteger),
    Column("settled_at", Moment),
    Column("acknowledged_at", Moment),
)
Index(None, recipient.c.broadcast_id, recipient.c.state, recipient.c.contact_id)
Index(None, recipient.c.contact_id)
_is_sending = text("state = 'sending'")
Index(
    "ix_recipient_sending",
    recipient.c.lease_until,
    sqlite_where=_is_sending,
    postgresql_where=_is_sending,
)

# Where a question stands: with the officers of the village, with the branch, or with who sent a broadcast.
# It is told again at `tell_at` for as long as nobody has answered.
thread = Table(
    "thread",
    metadata,
    Column("question_id", ForeignKey("question.id"), primary_key=True),
    Column("level", String, nullable=False),
    Column("village_code", String, nullable=False),
    Column("branch_id", String, nullable=False),
    Column("broadcast_id", ForeignKey("broadcast.id"), index=True),
    Column("told", Integer, nullable=False),
    Column("tell_at", Moment, index=True),
    Column("answered_by", BigInteger),
)
Index(None, thread.c.village_code)
Index(None, thread.c.branch_id)

# What was said in a thread after its first question, in order of the ids.
remark = Table(
    "remark",
    metadata,
    Column("id", String, primary_key=True),
    Column("question_id", ForeignKey("question.id"), nullable=False, index=True),
    Column("contact_id", BigInteger, nullable=False),
    Column("is_answer", Boolean, nullable=False),
    Column("body", LargeBinary),
    Column("salt_id", String, nullable=False),
    Column("at", Moment, nullable=False),
)
