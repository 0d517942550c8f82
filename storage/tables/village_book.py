"""Tables of the village book: doors, the visits to them, and who of the registered lives behind which."""

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
    UniqueConstraint,
)

from storage.columns import Moment
from storage.tables.base import metadata

# A house as it can be found again: RT/RW and a mark, never a name or a phone. `rests_until` says when it may be visited
# again and not why, so that nobody can read from it who refused.
door = Table(
    "door",
    metadata,
    Column("id", String, primary_key=True),
    Column("village_code", String, nullable=False),
    Column("rt_rw", String, nullable=False),
    Column("mark", String, nullable=False),
    Column("made_by", BigInteger, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("last_visit_on", Date),
    Column("last_pillar", String, nullable=False),
    Column("come_back_on", Date),
    Column("rests_until", Date),
    Column("allows_visits", Boolean, nullable=False),
    Column("allows_messages", Boolean, nullable=False),
    UniqueConstraint("village_code", "rt_rw", "mark"),
)
Index(None, door.c.village_code, door.c.come_back_on)
Index(None, door.c.come_back_on)
Index(None, door.c.rests_until)

# Opened when the door is shown, a visit holds the door for its officer until `held_until`; its outcome closes it.
# A refusal keeps no door. `rough_place` is told by choice, to a kilometre, and not for long.
visit = Table(
    "visit",
    metadata,
    Column("id", String, primary_key=True),
    Column("village_code", String, nullable=False),
    Column("door_id", ForeignKey("door.id"), index=True),
    Column("officer_id", BigInteger, nullable=False),
    Column("pillar", String, nullable=False),
    Column("is_invited", Boolean, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("held_until", Moment, nullable=False),
    Column("outcome", String, nullable=False),
    Column("visited_on", Date),
    Column("late_reason", String, nullable=False),
    Column("recorded_at", Moment),
    Column("persons", Integer),
    Column("rough_place", String),
    Column("topics", JSON, nullable=False),
)
Index(None, visit.c.officer_id, visit.c.outcome, visit.c.recorded_at)
Index(None, visit.c.outcome, visit.c.opened_at)

# Behind which door a registered person lives; written only after consent.
resident = Table(
    "resident",
    metadata,
    Column("registration_id", ForeignKey("registration.id"), primary_key=True),
    Column("door_id", ForeignKey("door.id"), nullable=False, index=True),
)
