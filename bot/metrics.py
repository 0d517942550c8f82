"""What the house counts about itself, for `/metrics`."""

from prometheus_client import CollectorRegistry, Counter, Histogram

REGISTRY = CollectorRegistry()

UPDATES = Counter("sasar_updates", "Updates committed.", registry=REGISTRY)
REFUSED = Counter("sasar_updates_refused", "Updates sent back because the store was down.", registry=REGISTRY)
BATCH = Histogram(
    "sasar_batch_updates", "Updates in one transaction.", buckets=(1, 2, 4, 8, 16, 32, 64), registry=REGISTRY
)
COMMIT_SECONDS = Histogram(
    "sasar_commit_seconds",
    "From the desk to the commit.",
    buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1, 5),
    registry=REGISTRY,
)
SENDS = Counter("sasar_sends", "Rows of the outbox by how they ended.", ("state",), registry=REGISTRY)
FLOODED = Counter("sasar_flooded", "Answers of 429.", registry=REGISTRY)
QUARANTINED = Counter("sasar_quarantined", "Updates that were set aside.", registry=REGISTRY)
