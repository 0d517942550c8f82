"""The second wall on PostgreSQL: while somebody in a post acts, rows of people beyond their reach are not there.

The first wall is every query that takes an `Actor`; the policies of migration 0002 stand behind a forgotten one.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import text

from conversations.actor import Actor, Role
from storage.unit import Unit

NOWHERE = "-"
"""What is no code of any place: an empty reach would be no wall."""
_SET = text(
    "SELECT set_config('sasar.reach', :reach, true), set_config('sasar.ceded', :ceded, true),"
    " set_config('sasar.actor', :actor, true)"
)


@asynccontextmanager
async def within_reach(unit: Unit, actor: Actor) -> AsyncIterator[None]:
    """Act as this actor; administrators and those without a post meet no wall, and neither does anybody on SQLite.

    The settings end with the transaction, so one that fails needs no tidying up.
    """
    is_free = not actor.roles or Role.ADMINISTRATOR in actor.roles
    if is_free or unit.is_sqlite:
        yield
        return
    reach = " ".join(sorted(actor.villages | actor.areas)) or NOWHERE
    ceded = " ".join(sorted(actor.ceded - actor.villages))
    await unit.connection.execute(_SET, {"reach": reach, "ceded": ceded, "actor": str(actor.contact_id)})
    yield
    await unit.connection.execute(_SET, {"reach": "", "ceded": "", "actor": ""})
