"""Slips: what stays with a person who was registered by somebody else."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Moment

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "slip",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("village_code", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code_index", sa.LargeBinary(), nullable=False),
        sa.Column("issued_by", sa.BigInteger(), nullable=False),
        sa.Column("issued_at", Moment(), nullable=False),
        sa.Column("registration_id", sa.String(), nullable=True),
        sa.Column("salt_id", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("used_by", sa.BigInteger(), nullable=True),
        sa.Column("used_at", Moment(), nullable=True),
        sa.Column("visited_at", Moment(), nullable=True),
        sa.Column("is_arrival", sa.Boolean(), nullable=False),
        sa.Column("opened_by", sa.BigInteger(), nullable=True),
        sa.Column("confirmed_by", sa.BigInteger(), nullable=True),
        sa.Column("confirmed_at", Moment(), nullable=True),
        sa.Column("confirmed_how", sa.String(), nullable=False),
        sa.Column("wrong_dates", sa.Integer(), nullable=False),
        sa.Column("locked_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["registration_id"], ["registration.id"], name="fk_slip_registration_id"),
        sa.PrimaryKeyConstraint("id", name="pk_slip"),
        sa.UniqueConstraint("code_index", name="uq_slip_code_index"),
        sa.UniqueConstraint("registration_id", name="uq_slip_registration_id"),
        sa.UniqueConstraint("village_code", "number", name="uq_slip_village_code_number"),
    )
    op.create_index("ix_slip_used_by_used_at", "slip", ["used_by", "used_at"])


def downgrade() -> None:
    op.drop_table("slip")
