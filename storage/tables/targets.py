"""Tables of summaries: the target of a village, and the Telegram group that may ask after one."""

from sqlalchemy import BigInteger, Column, Date, Index, Integer, String, Table, text

from storage.columns import Moment
from storage.tables.base import metadata
from storage.tables.house import audit, tally_day

# How many people a village aims at from one day to another; of rows that hold on the same day the latest counts.
target = Table(
    "target",
    metadata,
    Column("id", String, primary_key=True),
    Column("village_code", String, nullable=False),
    Column("people", Integer, nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
    Column("set_by", BigInteger, nullable=False),
)
Index(None, target.c.village_code)

# A group that may ask after one village, for as long as the officer who bound it works there.
village_group = Table(
    "village_group",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("village_code", String, nullable=False),
    Column("bound_by", BigInteger, nullable=False, index=True),
    Column("bound_at", Moment, nullable=False),
)

# Whether a registration was ever sent back is asked for each one of a branch; few rows of the register tell it.
_was_sent_back = text("act = 'registration.needs_fixing'")
Index("ix_audit_sent_back", audit.c.object, sqlite_where=_was_sent_back, postgresql_where=_was_sent_back)

# A week of a regency is read day by day, so that it does not cost more the longer we keep counting.
Index(None, tally_day.c.day, tally_day.c.village_code)
