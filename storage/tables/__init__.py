"""Every table, each with what it is for; sealed columns hold what `sealing.py` made of a value."""

from storage.tables.base import metadata
from storage.tables.house import audit, audit_link, lease, meta, region, tally, tally_day
from storage.tables.money import (
    coverage,
    payer,
    payments_as_of,
    proposal,
    reminder,
    said_paid,
    unwanted,
    walk,
)
from storage.tables.people import (
    consent,
    contact,
    nik_lookup,
    person,
    question,
    registration,
    salt,
    tombstone,
)
from storage.tables.slips import slip
from storage.tables.staff import (
    assignment,
    badge,
    branch,
    branch_area,
    guess,
    handover,
    invitation,
    post,
)
from storage.tables.talking import conversation, outbox, quarantine, seen_update, tried_update
from storage.tables.targets import target, village_group
from storage.tables.targets import target, village_group
from storage.tables.village_book import door, resident, visit

__all__ = [
    "assignment",
    "audit",
    "audit_link",
    "badge",
    "branch",
    "branch_area",
    "consent",
    "contact",
    "conversation",
    "coverage",
    "door",
    "guess",
    "handover",
    "invitation",
    "lease",
    "meta",
    "metadata",
    "nik_lookup",
    "outbox",
    "payer",
    "payments_as_of",
    "person",
    "post",
    "proposal",
    "quarantine",
    "question",
    "region",
    "registration",
    "reminder",
    "resident",
    "said_paid",
    "salt",
    "seen_update",
    "slip",
    "tally",
    "tally_day",
    "target",
    "target",
    "tombstone",
    "tried_update",
    "unwanted",
    "village_group",
    "visit",
    "walk",
]
