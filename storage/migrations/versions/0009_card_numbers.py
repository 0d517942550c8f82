"""A keyed index of card numbers, so that a member is found by the number on the card."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("membership", sa.Column("card_index", sa.LargeBinary(), nullable=True))
    op.create_index("ix_membership_card_index", "membership", ["card_index"])


def downgrade() -> None:
    op.drop_index("ix_membership_card_index", "membership")
    op.drop_column("membership", "card_index")
