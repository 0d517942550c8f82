"""Names of months as people write them, in Indonesian and English, whole, short or misspelt."""

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
SHORTEST, LONGEST = 3, 12
TWO_SLIPS_FROM = 7


def months_meant(word: str) -> tuple[int, ...]:
    """The months (1-12) that a small-lettered word may mean: none, one, or a few that are equally near."""
    if not SHORTEST <= len(word) <= LONGEST:
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


def distance(typed: str, meant: str) -> int:
    """Letters added, left out, changed or swapped with a neighbour."""
    before: list[int] = []
    row = list(range(len(meant) + 1))
    for line, letter in enumerate(typed, 1):
        before, row, above = row, [line], before
        for place, other in enumerate(meant, 1):
            cost = min(before[place] + 1, row[place - 1] + 1, before[place - 1] + (letter != other))
            is_swap = line > 1 and place > 1 and letter == meant[place - 2] and other == typed[line - 2]
            row.append(min(cost, above[place - 2] + 1) if is_swap else cost)
    return row[-1]
