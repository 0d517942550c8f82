"""Who looks after an entry since its registrar handed the village over; who made it stays its author."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("registration", sa.Column("kept_by", sa.BigInteger(), nullable=True))
    op.create_index("ix_registration_kept_by", "registration", ["kept_by"])


def downgrade() -> None:
    op.drop_index("ix_registration_kept_by", "registration")
    op.drop_column("registration", "kept_by")
