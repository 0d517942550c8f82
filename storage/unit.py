"""The unit of work: everything that one transaction reads, decides upon and leaves behind."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError

from conversations.outcomes import (
    Correction,
    Erasure,
    HandOver,
    LanguageChosen,
    Outcome,
    Registration,
    Withdrawal,
)
from storage import tables
from storage.errors import named
from storage.lookups import Loaded
from storage.retention import Retention
from storage.step import Step

__all__ = ["Loaded", "Unit"]


class Unit(Retention):
    """One transaction; it is committed where the `async with database.unit()` block ends."""

    async def keep(
        self, contact_id: int, outcome: Outcome, *, update_id: int, now: datetime, today: date | None = None
    ) -> None:
        """Keep whatever a conversation of a loaded contact ended in; `today` is the day in the village's zone.

        Raises:
            CaseNotFound: the outcome is about a registration that is not there, or not this contact's.
            NikTaken, ReferenceTaken: now, or when the unit is flushed.
        """
        try:
            await self._keep(
                contact_id, outcome, Step("submitted", contact_id, now, today, update_id=update_id)
            )
        except IntegrityError as error:
            raise named(error) from error

    async def _keep(self, contact_id: int, outcome: Outcome, step: Step) -> None:
        match outcome:
            case Registration():
                self.keep_registration(contact_id, outcome, step)
            case Correction():
                await self.correct(contact_id, outcome, step)
            case Withdrawal():
                await self.withdraw(contact_id, outcome, replace(step, state="withdrawn"))
            case Erasure():
                await self.erase(contact_id, outcome, replace(step, state="erased"))
            case LanguageChosen():
                self.choose_language(contact_id, outcome.language)
            case HandOver():
                self.hand_over(contact_id, outcome, now=step.at)
            case _:
                raise TypeError(f"nobody told the store how to keep {type(outcome).__name__}")

    async def finish(self) -> None:
        """Flush, and write at the very end what many writers share."""
        await self.flush()
        await self._write_regencies()

    async def flush(self) -> None:
        """Write everything that was collected, in the order of locks: people and cases first, tallies last."""
        try:
            await self._insert(tables.salt)
            await self._write_contacts()
            await self._write_conversations()
            await self._write_people()
            await self._write_outbox()
            await self._insert(tables.question, tables.audit, tables.quarantine, tables.seen_update)
            await self._write_tallies()
        except IntegrityError as error:
            raise named(error) from error
