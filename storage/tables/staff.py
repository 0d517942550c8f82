"""Tables of those who work with Sasar: branches, who holds which post, and which villages are whose."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, String, Table

from storage.columns import Moment
from storage.tables.base import metadata

branch = Table(
    "branch",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False, unique=True),
    Column("created_at", Moment, nullable=False),
)

# A regency belongs to one branch; a village named here goes to another one than its regency.
branch_area = Table(
    "branch_area",
    metadata,
    Column("area_code", String, primary_key=True),
    Column("branch_id", ForeignKey("branch.id"), nullable=False, index=True),
)

# A role that somebody holds from one moment to another; `suspended_at` takes it away in one tap.
post = Table(
    "post",
    metadata,
    Column("id", String, primary_key=True),
    Column("contact_id", ForeignKey("contact.id"), nullable=False, index=True),
    Column("role", String, nullable=False),
    Column("pillar", String, nullable=False),
    Column("branch_id", ForeignKey("branch.id")),
    Column("given_by", BigInteger, nullable=False),
    Column("valid_from", Moment, nullable=False),
    Column("valid_to", Moment),
    Column("suspended_at", Moment),
    Column("full_name", LargeBinary),
    Column("salt_id", String, nullable=False),
)
Index(None, post.c.branch_id)

# A village that an officer works in, from one moment to another.
assignment = Table(
    "assignment",
    metadata,
    Column("id", String, primary_key=True),
    Column("contact_id", ForeignKey("contact.id"), nullable=False, index=True),
    Column("village_code", String, nullable=False),
    Column("given_by", BigInteger, nullable=False),
    Column("valid_from", Moment, nullable=False),
    Column("valid_to", Moment),
)
Index(None, assignment.c.village_code, assignment.c.valid_to)

# An invitation is known by the hash of its word alone; it is used once, and confirmed by who gave it.
invitation = Table(
    "invitation",
    metadata,
    Column("id", String, primary_key=True),
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    Column("role", String, nullable=False),
    Column("pillar", String, nullable=False),
    Column("branch_id", ForeignKey("branch.id")),
    Column("villages", String, nullable=False),
    Column("phone_index", LargeBinary),
    Column("for_contact", BigInteger),
    Column("given_by", BigInteger, nullable=False, index=True),
    Column("given_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("state", String, nullable=False),
    Column("used_by", BigInteger),
    Column("used_at", Moment),
    Column("full_name", LargeBinary),
    Column("salt_id", String, nullable=False),
)
Index(None, invitation.c.branch_id, invitation.c.state)

# Villages that one officer leaves to another; nothing moves before the successor says yes.
handover = Table(
    "handover",
    metadata,
    Column("id", String, primary_key=True),
    Column("from_contact", BigInteger, nullable=False),
    Column("to_contact", BigInteger, nullable=False, index=True),
    Column("villages", String, nullable=False),
    Column("given_by", BigInteger, nullable=False),
    Column("given_at", Moment, nullable=False),
    Column("state", String, nullable=False),
    Column("answered_at", Moment),
)

# The one badge code of a post that is good just now: a new one takes its place, and its time is short.
badge = Table(
    "badge",
    metadata,
    Column("post_id", ForeignKey("post.id"), primary_key=True),
    Column("code_index", LargeBinary, nullable=False, unique=True),
    Column("until_at", Moment, nullable=False),
)

# How often a contact guessed at something in one hour (counted from 1970, UTC), so that nobody can go on guessing.
guess = Table(
    "guess",
    metadata,
    Column("contact_id", BigInteger, primary_key=True, autoincrement=False),
    Column("what", String, primary_key=True),
    Column("hour", Integer, primary_key=True, autoincrement=False),
    Column("count", Integer, nullable=False),
)
