"""Tables of money: who pays for whom and for which months, who is proposed, and what was reminded of it."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
)

from storage.columns import Moment
from storage.tables.base import metadata
from storage.tables.people import registration

# Money other than the worker's own: whose, from which source, by which decree, for which months and how many people.
# A month is its first day; `area_code` is the village or regency whose people it is for.
payer = Table(
    "payer",
    metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("name", String, nullable=False),
    Column("area_code", String, nullable=False, index=True),
    Column("source", String, nullable=False),
    Column("decree_number", String, nullable=False),
    Column("decree_on", Date),
    Column("programmes", JSON, nullable=False),
    Column("first_month", Date, nullable=False),
    Column("last_month", Date, nullable=False, index=True),
    Column("quota", Integer, nullable=False),
    Column("made_by", BigInteger, nullable=False),
    Column("made_at", Moment, nullable=False),
)

# A month that was paid for a person; `payer_id` is empty for the worker's own money. Two payers of one month show.
coverage = Table(
    "coverage",
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("month", Date, primary_key=True),
    Column("payer_id", String, primary_key=True),
    Column("recorded_at", Moment, nullable=False),
)
Index(None, coverage.c.payer_id, coverage.c.month)

# Who is proposed for whose money.
proposal = Table(
    "proposal",
    metadata,
    Column("payer_id", ForeignKey("payer.id"), primary_key=True),
    Column("registration_id", ForeignKey("registration.id"), primary_key=True, index=True),
    Column("proposed_by", BigInteger, nullable=False),
    Column("proposed_at", Moment, nullable=False),
)

# Up to which day a branch has told us of payments.
payments_as_of = Table(
    "payments_as_of",
    metadata,
    Column("branch_id", ForeignKey("branch.id"), primary_key=True),
    Column("as_of", Date, nullable=False),
    Column("told_at", Moment, nullable=False),
)

# Somebody says that it is paid: nobody reminds them until then, and the branch looks it up.
said_paid = Table(
    "said_paid",
    metadata,
    Column("registration_id", ForeignKey("registration.id"), primary_key=True),
    Column("said_by", BigInteger, nullable=False),
    Column("said_at", Moment, nullable=False),
    Column("until_at", Moment, nullable=False),
)

# Contacts that want no reminders.
unwanted = Table(
    "unwanted",
    metadata,
    Column("contact_id", ForeignKey("contact.id"), primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
)

# Every reminder that was given, by a key that says what it was about, so that none is given twice. `way` is how:
# `own`, or a task for `officer` or `branch` until `done_at`, or `nobody`.
reminder = Table(
    "reminder",
    metadata,
    Column("key", String, primary_key=True),
    Column("registration_id", ForeignKey("registration.id"), nullable=False, index=True),
    Column("village_code", String, nullable=False),
    Column("code", String, nullable=False),
    Column("number", Integer, nullable=False),
    Column("paid_until", Date),
    Column("payer_id", String, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("way", String, nullable=False),
    Column("contact_id", BigInteger),
    Column("given_at", Moment, nullable=False, index=True),
    Column("done_at", Moment),
    Column("done_by", BigInteger),
)
Index(None, reminder.c.contact_id, reminder.c.given_at)
Index(None, reminder.c.village_code, reminder.c.way, reminder.c.done_at)

# How far today's look through the registrations has come in each zone, so that a restart goes on from there.
walk = Table(
    "walk",
    metadata,
    Column("name", String, primary_key=True),
    Column("day", Date, nullable=False),
    Column("paid_until", Date),
    Column("place", String, nullable=False),
    Column("is_over", Boolean, nullable=False),
)

# Those who are about to lose protection are looked up by their month.
Index(None, registration.c.paid_until, registration.c.id)
