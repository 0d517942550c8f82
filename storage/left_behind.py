"""Forms whose keeper works in their village no more: whoever works there takes them on."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func

from conversations.actor import Role
from storage.staff import is_given
from storage.tables import assignment, post, registration

KEEPER = func.coalesce(registration.c.kept_by, registration.c.registered_by)
"""Who is to put a form right: the registrar, or to whom a hand-over gave it."""


def is_left_behind(now: datetime) -> ColumnElement[bool]:
    """Sent back, in nobody's chat, and kept by who is no officer of the village today, or is forgotten."""
    works_there = exists().where(
        assignment.c.contact_id == KEEPER,
        assignment.c.village_code == registration.c.village_code,
        is_given(assignment, now),
        post.c.contact_id == KEEPER,
        post.c.role == Role.OFFICER.value,
        is_given(post, now),
        post.c.suspended_at.is_(None),
    )
    is_waiting = and_(registration.c.state == "needs_fixing", registration.c.contact_id.is_(None))
    return and_(is_waiting, ~works_there)
