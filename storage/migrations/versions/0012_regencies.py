"""Tallies of regencies beside those of villages, filled from them."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tally_regency",
        sa.Column("regency_code", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("paid_until", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("regency_code", "state", "paid_until", name="pk_tally_regency"),
    )
    op.create_table(
        "tally_regency_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("regency_code", sa.String(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "regency_code", "event", name="pk_tally_regency_day"),
    )
    op.execute(
        "INSERT INTO tally_regency SELECT substr(village_code, 1, 4), state, paid_until, sum(count) FROM tally"
        " GROUP BY 1, 2, 3"
    )
    op.execute(
        "INSERT INTO tally_regency_day SELECT day, substr(village_code, 1, 4), event, sum(count) FROM tally_day"
        " GROUP BY 1, 2, 3"
    )


def downgrade() -> None:
    op.drop_table("tally_regency_day")
    op.drop_table("tally_regency")
