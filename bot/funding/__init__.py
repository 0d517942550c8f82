"""Papers about money as files."""
