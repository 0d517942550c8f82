"""Every village of Indonesia: its code, its parents, its time zone, and a search over the names as people type them."""

from conversations.regions.edition import Edition, expected_edition
from conversations.regions.regions import Area, NikRegion, Regions, Village
from conversations.regions.retiring import Retired
from conversations.regions.search import Match, Search

__all__ = [
    "Area",
    "Edition",
    "Match",
    "NikRegion",
    "Regions",
    "Retired",
    "Search",
    "Village",
    "expected_edition",
]
