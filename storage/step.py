"""One step of a registration: where it goes, who sends it there, and when."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from conversations.facts import FALLBACK_ZONE


@dataclass(frozen=True, slots=True)
class Step:
    """A step to `state`; `today` is the day in the village's zone, by which daily counts go.

    `paid_until` None leaves the paid month as it is.
    """

    state: str
    actor: int
    at: datetime
    today: date | None = None
    reason: str = ""
    paid_until: date | None = None
    update_id: int | None = None

    @property
    def day(self) -> date:
        """The day it counts for; where the village's is not known, the day it is in most of the country."""
        return self.today or self.at.astimezone(ZoneInfo(FALLBACK_ZONE)).date()
