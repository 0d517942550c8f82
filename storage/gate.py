"""A gate in the second wall, for what concerns everybody: whether a number is taken, and whoever holds a code."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import text

from storage.unit import Unit

_READ = text("SELECT coalesce(current_setting('sasar.reach', true), '') AS reach")
_SET = text("SELECT set_config('sasar.reach', :reach, true)")


@asynccontextmanager
async def beyond_reach(unit: Unit) -> AsyncIterator[None]:
    """Look past the actor's reach; what is found there must be told to nobody who has not proven to be its owner.

    A transaction that fails inside takes its settings with it.
    """
    if unit.is_sqlite:
        yield
        return
    [before] = await unit.fetch(_READ)
    await unit.connection.execute(_SET, {"reach": ""})
    yield
    await unit.connection.execute(_SET, {"reach": before["reach"]})
