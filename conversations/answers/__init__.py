"""What is said without a conversation: the front door, the state of a registration, own details, curated answers."""
