"""Who is meant by an audience: distinct people within the reach of its author, found by the database."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, Subquery, and_, case, exists, func, literal, or_, select

from conversations.actor import BRANCH, Actor, Role
from conversations.facts import FALLBACK_ZONE
from conversations.ledger import PILLARS, Audience
from conversations.reminding.hours import local_day
from storage.reach import is_reached
from storage.staff import is_given
from storage.tables import assignment, contact, door, post, registration, resident, unwanted
from storage.unit import Unit

UNWANTED = "unwanted"
"""The state of who asked us to be left alone."""
OVER = ("rejected", "withdrawn", "erased")


def audience_of(unit: Unit, actor: Actor, audience: Audience, now: datetime) -> Subquery:
    """One row a person: `contact_id`, `village_code` (the first of theirs; "" for colleagues) and `state`.

    The author is left out, and workers who asked us not to write to them. Of officers and colleagues who did, the
    author should know: their state is `UNWANTED`, and they count as not reached.
    """
    meant = _meant(unit, actor, audience, now).subquery()
    found = (
        select(meant.c.contact_id, func.min(meant.c.village_code).label("village_code"), contact.c.state)
        .join(contact, contact.c.id == meant.c.contact_id)
        .where(meant.c.contact_id != actor.contact_id)
        .group_by(meant.c.contact_id, contact.c.state)
    )
    if audience.language != "all":
        found = found.where(contact.c.language == audience.language)
    known = found.subquery()
    state = case((~is_willing(known.c.contact_id), UNWANTED), else_=known.c.state)
    return select(known.c.contact_id, known.c.village_code, state.label("state")).subquery()


def _meant(unit: Unit, actor: Actor, audience: Audience, now: datetime) -> Select[Any]:
    if audience.whom == "workers":
        return _workers(unit, actor, audience, now)
    if audience.whom == "colleagues":
        return _colleagues(actor, now)
    return _officers(unit, actor, audience, now)


def _officers(unit: Unit, actor: Actor, audience: Audience, now: datetime) -> Select[Any]:
    held = and_(post.c.contact_id == assignment.c.contact_id, post.c.role == Role.OFFICER.value)
    found = select(assignment.c.contact_id, assignment.c.village_code).join(post, held)
    if audience.whom in PILLARS:
        found = found.where(post.c.pillar == audience.whom)
    return found.where(
        is_given(post, now),
        post.c.suspended_at.is_(None),
        is_given(assignment, now),
        is_reached(unit, actor, assignment.c.village_code, audience.area),
    )


def _colleagues(actor: Actor, now: datetime) -> Select[Any]:
    roles = sorted(role.value for role in BRANCH)
    found = select(post.c.contact_id, literal("").label("village_code")).where(
        post.c.role.in_(roles), is_given(post, now), post.c.suspended_at.is_(None)
    )
    return found if Role.ADMINISTRATOR in actor.roles else found.where(post.c.branch_id == actor.branch_id)


def _workers(unit: Unit, actor: Actor, audience: Audience, now: datetime) -> Select[Any]:
    return select(registration.c.contact_id, registration.c.village_code).where(
        registration.c.contact_id.is_not(None),
        registration.c.is_own,
        _has_status(audience.status, now),
        is_reached(unit, actor, registration.c.village_code, audience.area),
        is_willing(registration.c.contact_id),
        ~_is_hushed(),
    )


def may_still_be_told(contact_id: Column[Any]) -> ColumnElement[bool]:
    """Whether a worker who was meant once may be written to even now: still there, and not asking to be left alone."""
    theirs = exists().where(registration.c.contact_id == contact_id, registration.c.is_own, ~_is_hushed())
    return and_(theirs, is_willing(contact_id))


def is_willing(contact_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether somebody has not asked us to leave them alone."""
    return ~exists().where(unwanted.c.contact_id == contact_id)


def _is_hushed() -> ColumnElement[bool]:
    return (
        exists()
        .where(resident.c.registration_id == registration.c.id, door.c.id == resident.c.door_id)
        .where(~door.c.allows_messages)
    )


def _has_status(status: str, now: datetime) -> ColumnElement[bool]:
    # Paid months end with a month: the few hours between the zones make no difference for a broadcast.
    is_paid = registration.c.paid_until >= local_day(FALLBACK_ZONE, now)
    is_accepted = registration.c.state == "accepted"
    if status == "protected":
        return and_(is_accepted, is_paid)
    if status == "unprotected":
        return and_(is_accepted, or_(registration.c.paid_until.is_(None), ~is_paid))
    return registration.c.state.not_in(OVER) if status == "all" else registration.c.state == status
