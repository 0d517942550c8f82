"""The register of acts: rows that are only ever added, in the transaction of the act itself."""

from datetime import datetime

from storage.step import Step
from storage.tables import audit
from storage.tallies import Tallies


class Audit(Tallies):
    """Who did what to which record."""

    def note(
        self,
        act: str,
        *,
        actor: int | None,
        on: str,
        at: datetime,
        scope: str = "",
        result: str = "done",
        update_id: int | None = None,
    ) -> None:
        """Collect one row: `on` is the record's id, `scope` the place it belongs to; never a name or a NIK."""
        row = {"actor": actor, "act": act, "object": on, "scope": scope, "result": result}
        self.add(audit, **row, update_id=update_id, at=at)

    def note_step(self, act: str, step: Step, *, on: str, scope: str = "") -> None:
        """Collect one row about a step."""
        self.note(act, actor=step.actor, on=on, scope=scope, at=step.at, update_id=step.update_id)
