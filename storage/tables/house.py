"""Tables that the house itself needs: what it is, who did what, how many, where, and whose turn it is."""

from sqlalchemy import BigInteger, Column, Date, ForeignKey, Integer, String, Table, UniqueConstraint

from storage.columns import COUNTER, Moment
from storage.tables.base import metadata

# Facts about this database itself: its kind, the fingerprints of its keys.
meta = Table(
    "meta", metadata, Column("name", String, primary_key=True), Column("value", String, nullable=False)
)

# Who did what: rows are only ever added (triggers refuse the rest), and hold numbers and codes, never a name or NIK.
audit = Table(
    "audit",
    metadata,
    Column("id", COUNTER, primary_key=True),
    Column("actor", BigInteger),
    Column("act", String, nullable=False),
    Column("object", String, nullable=False),
    Column("scope", String, nullable=False),
    Column("result", String, nullable=False),
    Column("update_id", BigInteger),
    Column("at", Moment, nullable=False, index=True),
    sqlite_autoincrement=True,
)

# The chain over the audit rows of one month: each hash covers its row and the hash before.
audit_link = Table(
    "audit_link",
    metadata,
    Column("audit_id", ForeignKey("audit.id"), primary_key=True, autoincrement=False),
    Column("month", String, nullable=False),
    Column("position", Integer, nullable=False),
    Column("hash", String, nullable=False),
    UniqueConstraint("month", "position"),
)

# Registrations of a village by state and last paid month ('' or YYYY-MM), kept in the transaction of each change.
tally = Table(
    "tally",
    metadata,
    Column("village_code", String, primary_key=True),
    Column("state", String, primary_key=True),
    Column("paid_until", String, primary_key=True),
    Column("count", Integer, nullable=False),
)

# What happened in a village on a day of its own zone.
tally_day = Table(
    "tally_day",
    metadata,
    Column("village_code", String, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("event", String, primary_key=True),
    Column("count", Integer, nullable=False),
)

# The same summed by regency, so that the country is read from some hundred of them; written last of all in a
# transaction, as many writers share a row.
tally_regency = Table(
    "tally_regency",
    metadata,
    Column("regency_code", String, primary_key=True),
    Column("state", String, primary_key=True),
    Column("paid_until", String, primary_key=True),
    Column("count", Integer, nullable=False),
)
tally_regency_day = Table(
    "tally_regency_day",
    metadata,
    Column("day", Date, primary_key=True),
    Column("regency_code", String, primary_key=True),
    Column("event", String, primary_key=True),
    Column("count", Integer, nullable=False),
)

# Provinces, regencies, districts and villages with the dates they were valid; codes are text, as zeros count.
region = Table(
    "region",
    metadata,
    Column("code", String, primary_key=True),
    Column("level", Integer, nullable=False),
    Column("parent", String, nullable=False, index=True),
    Column("name", String, nullable=False),
    Column("valid_from", Date),
    Column("valid_to", Date),
    Column("replaced_by", String, nullable=False),
)

# Who may do what only one may do; `fence` grows with every change of hands.
lease = Table(
    "lease",
    metadata,
    Column("name", String, primary_key=True),
    Column("owner", String, nullable=False),
    Column("until", Moment, nullable=False),
    Column("fence", Integer, nullable=False),
)
