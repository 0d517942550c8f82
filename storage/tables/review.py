"""Tables of the branch at work: who holds a case, what was handed to the core system, what it answered, and PINs."""

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
    UniqueConstraint,
)

from storage.columns import Moment
from storage.tables.base import metadata

# Who looks at a case, so that nobody else decides on it meanwhile; `list_id` ties those that are accepted together.
hold = Table(
    "hold",
    metadata,
    Column("registration_id", ForeignKey("registration.id"), primary_key=True),
    Column("reviewer", BigInteger, nullable=False, index=True),
    Column("list_id", String, nullable=False),
    Column("until_at", Moment, nullable=False),
)

# Since when somebody waits who was rejected and came again: the promise counts from the first time.
first_promise = Table(
    "first_promise",
    metadata,
    Column("nik_index", LargeBinary, primary_key=True),
    Column("registration_id", ForeignKey("registration.id"), nullable=False, index=True),
    Column("first_at", Moment, nullable=False),
)

# Two registrations that looked alike, and what the branch found: `is_same` closed the one in favour of the other.
likeness = Table(
    "likeness",
    metadata,
    Column("one_id", ForeignKey("registration.id"), primary_key=True),
    Column("other_id", ForeignKey("registration.id"), primary_key=True, index=True),
    Column("is_same", Boolean, nullable=False),
    Column("resolved_by", BigInteger, nullable=False),
    Column("resolved_at", Moment, nullable=False),
)

# What only its owner knows, hashed (argon2id over a keyed index); `passed_at` is when it was last used or shown right.
pin = Table(
    "pin",
    metadata,
    Column("contact_id", ForeignKey("contact.id"), primary_key=True, autoincrement=False),
    Column("hash", String, nullable=False),
    Column("wrong", Integer, nullable=False),
    Column("locked_until", Moment),
    Column("passed_at", Moment),
    Column("set_at", Moment, nullable=False),
)

# Accepted registrations handed over together: once numbered, the rows never change.
batch = Table(
    "batch",
    metadata,
    Column("id", String, primary_key=True),
    Column("branch_id", ForeignKey("branch.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("made_by", BigInteger, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("row_count", Integer, nullable=False),
    UniqueConstraint("branch_id", "number"),
)

# A person as they were when the batch was made: the sealed form copied as it stood, under the person's own salt,
# so that who is erased is erased here too.
batch_row = Table(
    "batch_row",
    metadata,
    Column("batch_id", ForeignKey("batch.id"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("registration_id", ForeignKey("registration.id"), nullable=False, index=True),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("body", LargeBinary),
    Column("salt_id", String, nullable=False),
)

# Which registrations the core system has now, and since which batch; a refusal takes the row out again.
# `recalled_at` is when the branch took a withdrawn one out of the core system.
exported = Table(
    "exported",
    metadata,
    Column("registration_id", ForeignKey("registration.id"), primary_key=True),
    Column("batch_id", ForeignKey("batch.id"), nullable=False, index=True),
    Column("recalled_at", Moment),
    Column("recalled_by", BigInteger),
)

# A file of a batch that somebody asked for: made outside of any conversation, so that nobody waits for it.
sheet = Table(
    "sheet",
    metadata,
    Column("id", String, primary_key=True),
    Column("batch_id", ForeignKey("batch.id"), nullable=False, index=True),
    Column("form", String, nullable=False),
    Column("asked_by", BigInteger, nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("state", String, nullable=False, index=True),
    Column("checksum", String, nullable=False),
)

# A finished file that waits to be fetched, sealed under a salt of its own, with the password that opens it; gone once
# it was fetched, after five wrong PINs, or when its time is over.
link = Table(
    "link",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("sheet_id", ForeignKey("sheet.id"), nullable=False, unique=True),
    Column("body", LargeBinary, nullable=False),
    Column("password", LargeBinary, nullable=False),
    Column("salt_id", String, nullable=False),
    Column("wrong", Integer, nullable=False),
    Column("until_at", Moment, nullable=False, index=True),
)

# What the core system answered, as a file: read, tried dry, then applied row by row after one word of the branch.
core_answer = Table(
    "core_answer",
    metadata,
    Column("id", String, primary_key=True),
    Column("branch_id", ForeignKey("branch.id"), nullable=False),
    Column("file_id", String, nullable=False),
    Column("file_hash", String, nullable=False),
    Column("suffix", String, nullable=False),
    Column("brought_by", BigInteger, nullable=False),
    Column("brought_at", Moment, nullable=False),
    Column("body", LargeBinary),
    Column("salt_id", String, nullable=False),
    Column("columns", JSON, nullable=False),
    Column("state", String, nullable=False, index=True),
    Column("row_count", Integer, nullable=False),
    Column("done_count", Integer, nullable=False),
)
Index(None, core_answer.c.branch_id, core_answer.c.file_hash)

# What the core system says of a person: card number and payment code, sealed under the person's own salt. The card
# number is found again by its keyed index.
membership = Table(
    "membership",
    metadata,
    Column("registration_id", ForeignKey("registration.id"), primary_key=True),
    Column("card_index", LargeBinary, index=True),
    Column("body", LargeBinary),
    Column("salt_id", String, nullable=False),
    Column("answer_id", ForeignKey("core_answer.id"), nullable=False),
    Column("told_at", Moment, nullable=False),
)

# Messages that leave the chat again: the row of the outbox that sent them, and when.
fading = Table(
    "fading",
    metadata,
    Column("key", String, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("gone_at", Moment, nullable=False, index=True),
)

# What opens the status of one village's people to the system of that village: by a hash of the key that it shows,
# and the secret itself, sealed, as hashes of people are compared under it. `asked` counts questions since `window_at`.
village_key = Table(
    "village_key",
    metadata,
    Column("id", String, primary_key=True),
    Column("village_code", String, nullable=False, index=True),
    Column("access_hash", LargeBinary, nullable=False, unique=True),
    Column("secret", LargeBinary),
    Column("salt_id", String, nullable=False),
    Column("made_by", BigInteger, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("revoked_at", Moment),
    Column("window_at", Moment, nullable=False),
    Column("asked", Integer, nullable=False),
)
