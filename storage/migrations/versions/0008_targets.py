"""Targets of villages, groups that may ask after one, and a short way to what was sent back."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Moment

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_was_sent_back = sa.text("act = 'registration.needs_fixing'")


def upgrade() -> None:
    op.create_table(
        "target",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("village_code", sa.String(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("set_by", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_target"),
    )
    op.create_index("ix_target_village_code", "target", ["village_code"])
    op.create_table(
        "village_group",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("village_code", sa.String(), nullable=False),
        sa.Column("bound_by", sa.BigInteger(), nullable=False),
        sa.Column("bound_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", name="pk_village_group"),
    )
    op.create_index("ix_village_group_bound_by", "village_group", ["bound_by"])
    op.create_index(
        "ix_audit_sent_back",
        "audit",
        ["object"],
        sqlite_where=_was_sent_back,
        postgresql_where=_was_sent_back,
    )
    op.create_index("ix_tally_day_day_village_code", "tally_day", ["day", "village_code"])


def downgrade() -> None:
    op.drop_index("ix_tally_day_day_village_code", "tally_day")
    op.drop_index("ix_audit_sent_back", "audit")
    op.drop_table("village_group")
    op.drop_table("target")
