"""About where a visit was, to a kilometre, when the officer chose to say so."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("visit", sa.Column("rough_place", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("visit", "rough_place")
