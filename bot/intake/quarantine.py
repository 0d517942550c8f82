"""What came through the webhook and is no update: kept sealed for a person to look at."""

import logging

from bot.clock import Clock
from bot.intake.gate import StoreDown
from bot.intake.webhook import Quarantine
from bot.logs import log_failure, reference
from bot.metrics import QUARANTINED
from storage.database import Database
from storage.updates import Poison

NO_UPDATE = 0
log = logging.getLogger(__name__)


def setting_aside(database: Database, clock: Clock) -> Quarantine:
    """A way to store a body; it raises `StoreDown` when even that cannot be done."""

    async def set_aside(body: bytes) -> None:
        mark = reference()
        try:
            async with database.unit() as unit:
                await unit.quarantine(Poison(NO_UPDATE, None, body, "no_update", mark), clock.now())
        except Exception as error:  # noqa: BLE001 - whatever it was, the body is not stored
            log_failure(log, "a body that is no update could not be set aside", error)
            raise StoreDown from None
        QUARANTINED.inc()
        log.warning("a body that is no update was set aside", extra={"reference": mark})

    return set_aside
