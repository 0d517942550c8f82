"""How many villages an actor reaches inside a region, and into which smaller regions they fall."""

from collections import Counter
from collections.abc import Iterator

from conversations.actor import BRANCH, REGENCY_DIGITS, Actor, Role
from conversations.regions import Regions
from conversations.regions.codes import DISTRICT, PROVINCE, REGENCY, VILLAGE

EVERYTHING = ""
"""The code of the whole country."""
NEXT_LEVEL = {0: PROVINCE, PROVINCE: REGENCY, REGENCY: DISTRICT, DISTRICT: VILLAGE}


def count_villages(actor: Actor, regions: Regions, code: str = EVERYTHING) -> int:
    """The villages inside a region that this actor reaches."""
    if Role.ADMINISTRATOR in actor.roles:
        return len(regions.span(code)) if len(code) < VILLAGE else 1
    return sum(village.startswith(code) for village in own_villages(actor, regions))


def count_by(actor: Actor, regions: Regions, digits: int, code: str = EVERYTHING) -> dict[str, int]:
    """Regions of so many digits inside another one to the villages reached in each, by code."""
    if Role.ADMINISTRATOR not in actor.roles:
        own = (village[:digits] for village in own_villages(actor, regions) if village.startswith(code))
        return dict(sorted(Counter(own).items()))
    if digits == VILLAGE:
        return {village.code: 1 for village in regions.villages_in(code)}
    areas = (area.code for area in regions.areas if len(area.code) == digits and area.code.startswith(code))
    return {area: len(regions.span(area)) for area in areas}


def own_villages(actor: Actor, regions: Regions) -> frozenset[str]:
    """The codes of all villages of an officer or a branch."""
    return frozenset(actor.villages) | frozenset(_of_branch(actor, regions))


def _of_branch(actor: Actor, regions: Regions) -> Iterator[str]:
    if actor.roles.isdisjoint(BRANCH):
        return
    for area in actor.areas:
        if len(area) == VILLAGE:
            yield area
        elif len(area) == REGENCY_DIGITS:
            yield from (
                village.code for village in regions.villages_in(area) if village.code not in actor.ceded
            )


def level_below(code: str) -> int:
    """The digits of the regions that a region is divided into."""
    return NEXT_LEVEL[len(code)]
