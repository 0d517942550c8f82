"""The branch at work: who holds a case, batches for the core system and its answers, PINs."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Moment

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fading",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("gone_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_fading"),
    )
    op.create_index("ix_fading_gone_at", "fading", ["gone_at"])
    op.create_table(
        "batch",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("branch_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.BigInteger(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["branch_id"], ["branch.id"], name="fk_batch_branch_id"),
        sa.PrimaryKeyConstraint("id", name="pk_batch"),
        sa.UniqueConstraint("branch_id", "number", name="uq_batch_branch_id_number"),
    )
    op.create_table(
        "core_answer",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("branch_id", sa.String(), nullable=False),
        sa.Column("file_id", sa.String(), nullable=False),
        sa.Column("file_hash", sa.String(), nullable=False),
        sa.Column("suffix", sa.String(), nullable=False),
        sa.Column("brought_by", sa.BigInteger(), nullable=False),
        sa.Column("brought_at", Moment(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("salt_id", sa.String(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("done_count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["branch_id"], ["branch.id"], name="fk_core_answer_branch_id"),
        sa.PrimaryKeyConstraint("id", name="pk_core_answer"),
    )
    op.create_index("ix_core_answer_branch_id_file_hash", "core_answer", ["branch_id", "file_hash"])
    op.create_index("ix_core_answer_state", "core_answer", ["state"])
    op.create_table(
        "pin",
        sa.Column("contact_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("locked_until", Moment(), nullable=True),
        sa.Column("passed_at", Moment(), nullable=True),
        sa.Column("set_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name="fk_pin_contact_id"),
        sa.PrimaryKeyConstraint("contact_id", name="pk_pin"),
    )
    op.create_table(
        "batch_row",
        sa.Column("batch_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("registration_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("salt_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name="fk_batch_row_batch_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_batch_row_person_id"),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name="fk_batch_row_registration_id"
        ),
        sa.PrimaryKeyConstraint("batch_id", "position", name="pk_batch_row"),
    )
    op.create_index("ix_batch_row_registration_id", "batch_row", ["registration_id"])
    op.create_table(
        "exported",
        sa.Column("registration_id", sa.String(), nullable=False),
        sa.Column("batch_id", sa.String(), nullable=False),
        sa.Column("recalled_at", Moment(), nullable=True),
        sa.Column("recalled_by", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name="fk_exported_batch_id"),
        sa.ForeignKeyConstraint(["registration_id"], ["registration.id"], name="fk_exported_registration_id"),
        sa.PrimaryKeyConstraint("registration_id", name="pk_exported"),
    )
    op.create_index("ix_exported_batch_id", "exported", ["batch_id"])
    op.create_table(
        "first_promise",
        sa.Column("nik_index", sa.LargeBinary(), nullable=False),
        sa.Column("registration_id", sa.String(), nullable=False),
        sa.Column("first_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name="fk_first_promise_registration_id"
        ),
        sa.PrimaryKeyConstraint("nik_index", name="pk_first_promise"),
    )
    op.create_index("ix_first_promise_registration_id", "first_promise", ["registration_id"])
    op.create_table(
        "hold",
        sa.Column("registration_id", sa.String(), nullable=False),
        sa.Column("reviewer", sa.BigInteger(), nullable=False),
        sa.Column("list_id", sa.String(), nullable=False),
        sa.Column("until_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["registration_id"], ["registration.id"], name="fk_hold_registration_id"),
        sa.PrimaryKeyConstraint("registration_id", name="pk_hold"),
    )
    op.create_index("ix_hold_reviewer", "hold", ["reviewer"])
    op.create_table(
        "likeness",
        sa.Column("one_id", sa.String(), nullable=False),
        sa.Column("other_id", sa.String(), nullable=False),
        sa.Column("is_same", sa.Boolean(), nullable=False),
        sa.Column("resolved_by", sa.BigInteger(), nullable=False),
        sa.Column("resolved_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["one_id"], ["registration.id"], name="fk_likeness_one_id"),
        sa.ForeignKeyConstraint(["other_id"], ["registration.id"], name="fk_likeness_other_id"),
        sa.PrimaryKeyConstraint("one_id", "other_id", name="pk_likeness"),
    )
    op.create_index("ix_likeness_other_id", "likeness", ["other_id"])
    op.create_table(
        "membership",
        sa.Column("registration_id", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("salt_id", sa.String(), nullable=False),
        sa.Column("answer_id", sa.String(), nullable=False),
        sa.Column("told_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["core_answer.id"], name="fk_membership_answer_id"),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name="fk_membership_registration_id"
        ),
        sa.PrimaryKeyConstraint("registration_id", name="pk_membership"),
    )
    op.create_table(
        "sheet",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("batch_id", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("asked_by", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("checksum", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name="fk_sheet_batch_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sheet"),
    )
    op.create_index("ix_sheet_batch_id", "sheet", ["batch_id"])
    op.create_index("ix_sheet_state", "sheet", ["state"])


def downgrade() -> None:
    for table in (
        "sheet",
        "membership",
        "likeness",
        "hold",
        "first_promise",
        "exported",
        "batch_row",
        "pin",
        "core_answer",
        "batch",
        "fading",
    ):
        op.drop_table(table)
