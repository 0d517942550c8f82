"""The village book: doors, visits with their claims, and who lives behind which door."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Moment

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "door",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("village_code", sa.String(), nullable=False),
        sa.Column("rt_rw", sa.String(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("made_by", sa.BigInteger(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("last_visit_on", sa.Date(), nullable=True),
        sa.Column("last_pillar", sa.String(), nullable=False),
        sa.Column("come_back_on", sa.Date(), nullable=True),
        sa.Column("rests_until", sa.Date(), nullable=True),
        sa.Column("allows_visits", sa.Boolean(), nullable=False),
        sa.Column("allows_messages", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_door"),
        sa.UniqueConstraint("village_code", "rt_rw", "mark", name="uq_door_village_code_rt_rw_mark"),
    )
    op.create_index("ix_door_village_code_come_back_on", "door", ["village_code", "come_back_on"])
    op.create_index("ix_door_come_back_on", "door", ["come_back_on"])
    op.create_index("ix_door_rests_until", "door", ["rests_until"])
    op.create_table(
        "visit",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("village_code", sa.String(), nullable=False),
        sa.Column("door_id", sa.String(), nullable=True),
        sa.Column("officer_id", sa.BigInteger(), nullable=False),
        sa.Column("pillar", sa.String(), nullable=False),
        sa.Column("is_invited", sa.Boolean(), nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("held_until", Moment(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=True),
        sa.Column("late_reason", sa.String(), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=True),
        sa.Column("persons", sa.Integer(), nullable=True),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["door_id"], ["door.id"], name="fk_visit_door_id"),
        sa.PrimaryKeyConstraint("id", name="pk_visit"),
    )
    op.create_index("ix_visit_door_id", "visit", ["door_id"])
    op.create_index(
        "ix_visit_officer_id_outcome_recorded_at", "visit", ["officer_id", "outcome", "recorded_at"]
    )
    op.create_index("ix_visit_outcome_opened_at", "visit", ["outcome", "opened_at"])
    op.create_table(
        "resident",
        sa.Column("registration_id", sa.String(), nullable=False),
        sa.Column("door_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["door_id"], ["door.id"], name="fk_resident_door_id"),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name="fk_resident_registration_id"
        ),
        sa.PrimaryKeyConstraint("registration_id", name="pk_resident"),
    )
    op.create_index("ix_resident_door_id", "resident", ["door_id"])


def downgrade() -> None:
    for table in ("resident", "visit", "door"):
        op.drop_table(table)
