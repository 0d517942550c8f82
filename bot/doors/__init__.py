"""What outsiders reach on our own address: a page to fetch a file, and the status of a village's people."""

from collections.abc import Sequence

from starlette.routing import Route

from bot.clock import Clock
from bot.doors.asking import Asking
from bot.doors.collecting import Collecting
from bot.settings import Settings
from storage.database import Database


def doors_of(settings: Settings, database: Database, clock: Clock) -> Sequence[Route]:
    """The doors that the settings open; each is shut unless it is asked for."""
    fetched = (Collecting(database, clock).route(),) if settings.file_address else ()
    asked = (Asking(database, clock).route(),) if settings.village_status else ()
    return (*fetched, *asked)
