"""Tables of assisted registration: the numbered paper slip that stays with a person who has no phone."""

from sqlalchemy import (
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

# One numbered slip of a village. Its code is known by a keyed index alone; `used_by` is the registrar, whose own
# account never counts as the second key. `body` is a finished form that waits for the person's own consent.
slip = Table(
    "slip",
    metadata,
    Column("id", String, primary_key=True),
    Column("village_code", String, nullable=False),
    Column("number", Integer, nullable=False),
    Column("code_index", LargeBinary, nullable=False, unique=True),
    Column("issued_by", BigInteger, nullable=False),
    Column("issued_at", Moment, nullable=False),
    Column("registration_id", ForeignKey("registration.id"), unique=True),
    Column("salt_id", String, nullable=False),
    Column("body", LargeBinary),
    Column("used_by", BigInteger),
    Column("used_at", Moment),
    Column("visited_at", Moment),
    Column("is_arrival", Boolean, nullable=False),
    Column("opened_by", BigInteger),
    Column("confirmed_by", BigInteger),
    Column("confirmed_at", Moment),
    Column("confirmed_how", String, nullable=False),
    Column("wrong_dates", Integer, nullable=False),
    Column("locked_at", Moment),
    UniqueConstraint("village_code", "number"),
)
Index(None, slip.c.used_by, slip.c.used_at)
