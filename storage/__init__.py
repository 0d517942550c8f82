"""What is kept: tables, migrations, the unit of work, encryption at rest, outbox."""
