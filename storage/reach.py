"""What an actor reaches, as a condition on a column of village codes: the one wall in front of every roll-up."""

from sqlalchemy import Column, ColumnElement, and_, false, or_, true

from conversations.actor import BRANCH, REGENCY_DIGITS, Actor, Role
from storage.unit import Unit


def is_inside(village_code: Column[str], code: str) -> ColumnElement[bool]:
    """Whether a village lies in a region ("" is the country): a range, as codes are in the order of their numbers."""
    if not code:
        return true()
    return and_(village_code >= code, village_code < str(int(code) + 1).zfill(len(code)))


def is_reached(unit: Unit, actor: Actor, village_code: Column[str], code: str = "") -> ColumnElement[bool]:
    """Whether the actor reaches a village and it lies in the region; the same rule as `Actor.reaches`."""
    inside = is_inside(village_code, code)
    if Role.ADMINISTRATOR in actor.roles:
        return inside
    ways = [unit.among(village_code, sorted(actor.villages))] if actor.villages else []
    if not actor.roles.isdisjoint(BRANCH) and actor.areas:
        ways.append(_of_branch(unit, actor, village_code))
    return and_(inside, or_(*ways)) if ways else false()


def _of_branch(unit: Unit, actor: Actor, village_code: Column[str]) -> ColumnElement[bool]:
    regencies = sorted(area for area in actor.areas if len(area) == REGENCY_DIGITS)
    single = sorted(area for area in actor.areas if len(area) > REGENCY_DIGITS)
    ranges = [is_inside(village_code, regency) for regency in regencies]
    served = or_(*ranges, *([unit.among(village_code, single)] if single else []))
    return and_(served, ~unit.among(village_code, sorted(actor.ceded))) if actor.ceded else served
