"""Broadcasts are sent from their ledgers: who is being sent to, by whom, and until when that is theirs."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Moment

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_is_sending = sa.text("state = 'sending'")
_KEY = "'bc:' || broadcast_id || ':' || contact_id || ':' || sendings"
# What lay ready in the outbox waits in its ledger again; of the rest nobody can say whether it arrived.
_SETTLED = (
    "UPDATE recipient SET state = 'waiting', sendings = sendings - 1 WHERE state = 'queued' AND "
    f"EXISTS (SELECT 1 FROM outbox WHERE outbox.key = {_KEY} AND outbox.state = 'queued')",
    "DELETE FROM outbox WHERE state = 'queued' AND lane = 'bulk' AND key LIKE 'bc:%'",
    "UPDATE broadcast SET uncertain = uncertain + (SELECT count(*) FROM recipient "
    "WHERE recipient.broadcast_id = broadcast.id AND recipient.state = 'queued')",
    "UPDATE recipient SET state = 'uncertain', reason = 'left' WHERE state = 'queued'",
)


def upgrade() -> None:
    op.add_column("recipient", sa.Column("owner", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("recipient") as table:
        table.alter_column("owner", server_default=None)
        table.add_column(sa.Column("lease_until", Moment(), nullable=True))
    op.create_index(
        "ix_recipient_sending",
        "recipient",
        ["lease_until"],
        sqlite_where=_is_sending,
        postgresql_where=_is_sending,
    )
    for statement in _SETTLED:
        op.execute(statement)


def downgrade() -> None:
    # The older program knows no such state, and asks the outbox, which knows nothing: they end as uncertain.
    op.execute("UPDATE recipient SET state = 'queued' WHERE state = 'sending'")
    op.drop_index("ix_recipient_sending", "recipient")
    with op.batch_alter_table("recipient") as table:
        table.drop_column("lease_until")
        table.drop_column("owner")
