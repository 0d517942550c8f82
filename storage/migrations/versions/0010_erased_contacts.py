"""When a contact asked to be erased, so that their Telegram number can follow."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Moment

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_is_erased = sa.text("erased_at IS NOT NULL")


def upgrade() -> None:
    op.add_column("contact", sa.Column("erased_at", Moment(), nullable=True))
    op.create_index(
        "ix_contact_erased_at",
        "contact",
        ["erased_at"],
        sqlite_where=_is_erased,
        postgresql_where=_is_erased,
    )


def downgrade() -> None:
    op.drop_index("ix_contact_erased_at", "contact")
    op.drop_column("contact", "erased_at")
