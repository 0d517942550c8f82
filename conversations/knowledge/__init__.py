"""What people ask and what we answer: curated topics with sources, found by their words, and guides for claims."""

from conversations.knowledge.claims import CASES, Guide, get_guide
from conversations.knowledge.matching import Answer, Knowledge, Unsure
from conversations.knowledge.topics import PLACEHOLDERS, Placeholder, Topic, fill

__all__ = [
    "CASES",
    "PLACEHOLDERS",
    "Answer",
    "Guide",
    "Knowledge",
    "Placeholder",
    "Topic",
    "Unsure",
    "fill",
    "get_guide",
]
