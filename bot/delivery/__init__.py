"""From a committed outbox row to Telegram, and back to a row that says what became of it."""
