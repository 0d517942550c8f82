"""Links behind which a file waits, and keys with which a village's own system may ask."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Moment

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "link",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("sheet_id", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("password", sa.LargeBinary(), nullable=False),
        sa.Column("salt_id", sa.String(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("until_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["sheet_id"], ["sheet.id"], name="fk_link_sheet_id_sheet"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_link"),
        sa.UniqueConstraint("sheet_id", name="uq_link_sheet_id"),
    )
    op.create_index("ix_link_until_at", "link", ["until_at"])
    op.create_table(
        "village_key",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("village_code", sa.String(), nullable=False),
        sa.Column("access_hash", sa.LargeBinary(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=True),
        sa.Column("salt_id", sa.String(), nullable=False),
        sa.Column("made_by", sa.BigInteger(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("revoked_at", Moment(), nullable=True),
        sa.Column("window_at", Moment(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_village_key"),
        sa.UniqueConstraint("access_hash", name="uq_village_key_access_hash"),
    )
    op.create_index("ix_village_key_village_code", "village_key", ["village_code"])


def downgrade() -> None:
    op.drop_table("village_key")
    op.drop_table("link")
