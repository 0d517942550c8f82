"""Alembic's entry: runs each migration in a transaction of its own, on the connection that `migrate.py` opened."""

from alembic import context

from storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    transaction_per_migration=True,
    # SQLite alters a table by copying it; on PostgreSQL batches are plain ALTERs.
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
