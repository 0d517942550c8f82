"""Hides small counts before they leave the village, together with whatever would give them away.

Where only the sum and the parts are seen, one hidden part is the rest of the sum: so a second one is hidden with it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

SMALL = 5
"""Counts from 1 to below this one could point to a person (our own rule: docs, privacy)."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A sum with its parts as others may see them; None is hidden."""

    total: int | None
    parts: Mapping[str, int | None]


def is_small(count: int) -> bool:
    """Whether a count could point to a person; nobody is no person."""
    return 0 < count < SMALL


def hide_alone(count: int) -> int | None:
    """A count that belongs to no sum."""
    return None if is_small(count) else count


def hide_small(parts: Mapping[str, int]) -> Shown:
    """The parts and their sum, so that no hidden part can be worked out from what is seen.

    Others are hidden along, the last named first, for as long as the hidden ones could be inferred from their sum.
    Which ones does not depend on how many they are: that would be a hint.
    """
    hidden = {name for name, count in parts.items() if is_small(count)}
    for name in reversed([name for name, count in parts.items() if count >= SMALL]):
        if not _is_open(hidden, parts):
            break
        hidden.add(name)
    total = None if _is_open(hidden, parts) else sum(parts.values())
    return Shown(total, {name: None if name in hidden else count for name, count in parts.items()})


def _is_open(hidden: set[str], parts: Mapping[str, int]) -> bool:
    """Whether the seen sum would give hidden parts away: one is the rest, and all can be the least or the most."""
    counts = [parts[name] for name in hidden]
    most = all(is_small(count) for count in counts) and sum(counts) == len(counts) * (SMALL - 1)
    return bool(hidden) and (len(hidden) == 1 or most or sum(counts) < max(SMALL, len(hidden) + 1))
