"""Tables of people: who writes to us, who is registered, and who agreed to what."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
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

# One row a person: the half of their key that lives here. No foreign keys lead to it, so that deleting one row
# is all it takes to make everything of that person unreadable.
salt = Table(
    "salt", metadata, Column("id", String, primary_key=True), Column("secret", LargeBinary, nullable=False)
)

# Salts that were deleted on purpose: what an older backup brings back is deleted again.
tombstone = Table(
    "tombstone", metadata, Column("salt_id", String, primary_key=True), Column("at", Moment, nullable=False)
)

# A Telegram account that has written to us, by Telegram's own number; who was erased (`erased_at`) is let go of soon.
contact = Table(
    "contact",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger, nullable=False, unique=True),
    Column("language", String, nullable=False),
    Column("state", String, nullable=False),
    Column("salt_id", String, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("erased_at", Moment),
)
_is_erased = text("erased_at IS NOT NULL")
Index(None, contact.c.erased_at, sqlite_where=_is_erased, postgresql_where=_is_erased)

# A person of the form; emptied, it stays behind as a row without anybody in it, so that counts keep their sum.
person = Table(
    "person",
    metadata,
    Column("id", String, primary_key=True),
    Column("salt_id", String, nullable=False, index=True),
    Column("nik_index", LargeBinary, unique=True),
    Column("phone_index", LargeBinary, index=True),
    Column("village_code", String, nullable=False, index=True),
    Column("occupation", String, nullable=False),
    Column("sector", String, nullable=False),
    Column("full_name", LargeBinary),
    Column("body", LargeBinary),
)

# `contact_id` is who is told; `is_own` that this contact answered in the own chat, about the own self. `registered_by`
# is its author for ever, `kept_by` who looks after it since a hand-over.
registration = Table(
    "registration",
    metadata,
    Column("id", String, primary_key=True),
    Column("reference", String, nullable=False, unique=True),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("contact_id", ForeignKey("contact.id"), index=True),
    Column("registered_by", BigInteger, index=True),
    Column("kept_by", BigInteger, index=True),
    Column("is_own", Boolean, nullable=False),
    Column("village_code", String, nullable=False),
    Column("state", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("submitted_at", Moment, nullable=False),
    Column("stage_at", Moment, nullable=False),
    Column("paid_until", Date),
    Column("flags", JSON, nullable=False),
)
Index(None, registration.c.village_code, registration.c.state)
Index(None, registration.c.state, registration.c.stage_at)

# Proof that somebody agreed (UU 27/2022 art. 22-24); it outlives the person's own facts,
# and so has a salt of its own.
consent = Table(
    "consent",
    metadata,
    Column("id", String, primary_key=True),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("version", String, nullable=False),
    Column("text_hash", String, nullable=False),
    Column("language", String, nullable=False),
    Column("channel", String, nullable=False),
    Column("proof", LargeBinary),
    Column("salt_id", String, nullable=False),
    Column("given_at", Moment, nullable=False, index=True),
    Column("update_id", BigInteger, nullable=False),
)

# A question that waits for a person to answer it.
question = Table(
    "question",
    metadata,
    Column("id", String, primary_key=True),
    Column("contact_id", ForeignKey("contact.id"), nullable=False, index=True),
    Column("topic", String, nullable=False),
    Column("body", LargeBinary),
    Column("salt_id", String, nullable=False),
    Column("state", String, nullable=False, index=True),
    Column("at", Moment, nullable=False),
)

# How many different NIKs a contact asked after in one hour (counted from 1970, UTC), so that nobody can probe.
nik_lookup = Table(
    "nik_lookup",
    metadata,
    Column("contact_id", BigInteger, primary_key=True, autoincrement=False),
    Column("hour", Integer, primary_key=True, autoincrement=False),
    Column("nik_index", LargeBinary, primary_key=True),
)
