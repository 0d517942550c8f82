"""Who pays, for which months, who is proposed, and which reminders were given."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Moment

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "payer",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("area_code", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("decree_number", sa.String(), nullable=False),
        sa.Column("decree_on", sa.Date(), nullable=True),
        sa.Column("programmes", sa.JSON(), nullable=False),
        sa.Column("first_month", sa.Date(), nullable=False),
        sa.Column("last_month", sa.Date(), nullable=False),
        sa.Column("quota", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.BigInteger(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_payer"),
    )
    op.create_index("ix_payer_area_code", "payer", ["area_code"])
    op.create_index("ix_payer_last_month", "payer", ["last_month"])
    op.create_table(
        "coverage",
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("payer_id", sa.String(), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_coverage_person_id"),
        sa.PrimaryKeyConstraint("person_id", "month", "payer_id", name="pk_coverage"),
    )
    op.create_index("ix_coverage_payer_id_month", "coverage", ["payer_id", "month"])
    op.create_table(
        "proposal",
        sa.Column("payer_id", sa.String(), nullable=False),
        sa.Column("registration_id", sa.String(), nullable=False),
        sa.Column("proposed_by", sa.BigInteger(), nullable=False),
        sa.Column("proposed_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["payer_id"], ["payer.id"], name="fk_proposal_payer_id"),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name="fk_proposal_registration_id"
        ),
        sa.PrimaryKeyConstraint("payer_id", "registration_id", name="pk_proposal"),
    )
    op.create_index("ix_proposal_registration_id", "proposal", ["registration_id"])
    op.create_table(
        "payments_as_of",
        sa.Column("branch_id", sa.String(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("told_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["branch_id"], ["branch.id"], name="fk_payments_as_of_branch_id"),
        sa.PrimaryKeyConstraint("branch_id", name="pk_payments_as_of"),
    )
    op.create_table(
        "said_paid",
        sa.Column("registration_id", sa.String(), nullable=False),
        sa.Column("said_by", sa.BigInteger(), nullable=False),
        sa.Column("said_at", Moment(), nullable=False),
        sa.Column("until_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name="fk_said_paid_registration_id"
        ),
        sa.PrimaryKeyConstraint("registration_id", name="pk_said_paid"),
    )
    op.create_table(
        "unwanted",
        sa.Column("contact_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name="fk_unwanted_contact_id"),
        sa.PrimaryKeyConstraint("contact_id", name="pk_unwanted"),
    )
    op.create_table(
        "reminder",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("registration_id", sa.String(), nullable=False),
        sa.Column("village_code", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("paid_until", sa.Date(), nullable=True),
        sa.Column("payer_id", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("contact_id", sa.BigInteger(), nullable=True),
        sa.Column("given_at", Moment(), nullable=False),
        sa.Column("done_at", Moment(), nullable=True),
        sa.Column("done_by", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name="fk_reminder_registration_id"
        ),
        sa.PrimaryKeyConstraint("key", name="pk_reminder"),
    )
    op.create_index("ix_reminder_registration_id", "reminder", ["registration_id"])
    op.create_index("ix_reminder_given_at", "reminder", ["given_at"])
    op.create_index("ix_reminder_contact_id_given_at", "reminder", ["contact_id", "given_at"])
    op.create_index(
        "ix_reminder_village_code_way_done_at", "reminder", ["village_code", "way", "done_at"]
    )
    op.create_table(
        "walk",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("paid_until", sa.Date(), nullable=True),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("is_over", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_walk"),
    )
    op.create_index("ix_registration_paid_until_id", "registration", ["paid_until", "id"])


def downgrade() -> None:
    op.drop_index("ix_registration_paid_until_id", "registration")
    tables = ("walk", "reminder", "unwanted", "said_paid", "payments_as_of", "proposal", "coverage", "payer")
    for table in tables:
        op.drop_table(table)
