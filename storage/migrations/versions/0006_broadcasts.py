"""Broadcasts with their recipients, and the threads of questions and replies."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Moment

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "broadcast",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("author", sa.BigInteger(), nullable=False),
        sa.Column("branch_id", sa.String(), nullable=False),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("salt_id", sa.String(), nullable=False),
        sa.Column("wants_word", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("is_tried", sa.Boolean(), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("total", "unreachable", "sent", "failed", "uncertain", "cancelled", "acknowledged")
        ),
        sa.Column("approved_by", sa.BigInteger(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("start_at", Moment(), nullable=True),
        sa.Column("started_at", Moment(), nullable=True),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("shown", sa.String(), nullable=False),
        sa.Column("escalated_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["author"], ["contact.id"], name="fk_broadcast_author"),
        sa.PrimaryKeyConstraint("id", name="pk_broadcast"),
    )
    op.create_index("ix_broadcast_author", "broadcast", ["author"])
    op.create_index("ix_broadcast_state", "broadcast", ["state"])
    op.create_index("ix_broadcast_branch_id_created_at", "broadcast", ["branch_id", "created_at"])
    op.create_table(
        "recipient",
        sa.Column("broadcast_id", sa.String(), nullable=False),
        sa.Column("contact_id", sa.BigInteger(), nullable=False),
        sa.Column("village_code", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("sendings", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("settled_at", Moment(), nullable=True),
        sa.Column("acknowledged_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["broadcast_id"], ["broadcast.id"], name="fk_recipient_broadcast_id"),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name="fk_recipient_contact_id"),
        sa.PrimaryKeyConstraint("broadcast_id", "contact_id", name="pk_recipient"),
    )
    op.create_index(
        "ix_recipient_broadcast_id_state_contact_id", "recipient", ["broadcast_id", "state", "contact_id"]
    )
    op.create_index("ix_recipient_contact_id", "recipient", ["contact_id"])
    op.create_table(
        "thread",
        sa.Column("question_id", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("village_code", sa.String(), nullable=False),
        sa.Column("branch_id", sa.String(), nullable=False),
        sa.Column("broadcast_id", sa.String(), nullable=True),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("tell_at", Moment(), nullable=True),
        sa.Column("answered_by", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["broadcast_id"], ["broadcast.id"], name="fk_thread_broadcast_id"),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name="fk_thread_question_id"),
        sa.PrimaryKeyConstraint("question_id", name="pk_thread"),
    )
    op.create_index("ix_thread_broadcast_id", "thread", ["broadcast_id"])
    op.create_index("ix_thread_tell_at", "thread", ["tell_at"])
    op.create_index("ix_thread_village_code", "thread", ["village_code"])
    op.create_index("ix_thread_branch_id", "thread", ["branch_id"])
    op.create_table(
        "remark",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("question_id", sa.String(), nullable=False),
        sa.Column("contact_id", sa.BigInteger(), nullable=False),
        sa.Column("is_answer", sa.Boolean(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("salt_id", sa.String(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name="fk_remark_question_id"),
        sa.PrimaryKeyConstraint("id", name="pk_remark"),
    )
    op.create_index("ix_remark_question_id", "remark", ["question_id"])


def downgrade() -> None:
    for table in ("remark", "thread", "recipient", "broadcast"):
        op.drop_table(table)
