"""Names of months as people write them, in Indonesian and English, whole, short or misspelt."""

from conversations.kinds.written import distance

NAMES = (
    ("januari", "january"),
    ("februari", "pebruari", "february"),
    ("maret", "march", "mrt"),
    ("april", "apil"),
    ("mei", "may"),
    ("juni", "june"),
    ("juli", "july"),
    ("agustus", "august", "agt", "ags", "agst"),
    ("september",),
    ("oktober", "october"),
    ("november", "nopember", "nop"),
    ("desember", "december"),
)
SHORTEST = 3
TWO_SLIPS_FROM = 7


def months_meant(word: str) -> tuple[int, ...]:
    """The months (1-12) that a small-lettered word may mean: none, one, or a few that are equally near."""
    if len(word) < SHORTEST:
        return ()
    begun = tuple(
        month for month, names in enumerate(NAMES, 1) if any(name.startswith(word) for name in names)
    )
    if begun:
        return begun
    allowed = 1 + (len(word) >= TWO_SLIPS_FROM)
    ways = {month: min(distance(word, name) for name in names) for month, names in enumerate(NAMES, 1)}
    nearest = min(ways.values())
    return tuple(month for month, way in ways.items() if way == nearest) if nearest <= allowed else ()
