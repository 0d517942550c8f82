"""Writing to many at once: fed into the outbox bit by bit, shown while it runs, told of when it is over."""
