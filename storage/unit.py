"""The unit of work: everything that one transaction reads, decides upon and leaves behind."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from conversations.facts import Case, Needs
from conversations.outcomes import (
    Outcome,
    Registration,
)
from storage import tables
from storage.errors import NikTaken, ReferenceTaken, StoreError
from storage.updates import Updates
from storage.upserts import insert_or_leave

NIKS_AN_HOUR = 10
"""So many different NIKs may one contact ask after in an hour; more would be probing."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the store knows of a contact's needs; the caller makes `Facts` of it."""

    taken_niks: frozenset[str] = frozenset()
    is_over_limit: bool = False
    cases: tuple[Case, ...] = ()


class Unit(Updates):
    """One transaction; it is committed where the `async with database.unit()` block ends."""

    async def load_facts(self, needs: Mapping[int, Needs], *, now: datetime) -> dict[int, Loaded]:
        """What each contact's turn needs to be told, for a whole batch at once; sees what this unit has collected."""
        await self.flush()
        allowed = await self._allowed_niks({one: need.niks for one, need in needs.items() if need.niks}, now)
        taken = await self._taken({nik for niks in allowed.values() for nik in niks})
        cases = await self.load_cases([one for one, need in needs.items() if need.cases])
        return {
            one: Loaded(
                taken_niks=frozenset(allowed.get(one, frozenset()) & taken),
                is_over_limit=bool(need.niks - allowed.get(one, frozenset())),
                cases=cases.get(one, ()),
            )
            for one, need in needs.items()
        }

    async def keep(
        self, contact_id: int, outcome: Outcome, *, update_id: int, now: datetime, today: date | None = None
    ) -> None:
        """Keep whatever a conversation ended in; `today` is the day in the village's zone.

        Raises:
            CaseNotFound: the outcome is about a registration that is not there, or not this contact's.
            NikTaken, ReferenceTaken: now, or when the unit is flushed.
        """
        match outcome:
            case Registration():
                self.keep_registration(contact_id, outcome, update_id=update_id, now=now, today=today)
            case _:
                raise TypeError(f"nobody told the store how to keep {type(outcome).__name__}")

    async def flush(self) -> None:
        """Write everything that was collected, in the order of locks: people and cases first, tallies last."""
        try:
            await self._insert(tables.salt)
            await self._write_contacts()
            await self._write_conversations()
            await self._insert(tables.person, tables.registration, tables.consent, tables.question)
            await self._write_outbox()
            await self._insert(tables.audit, tables.quarantine, tables.seen_update)
            await self._write_tallies()
        except IntegrityError as error:
            raise _named(error) from error

    async def _allowed_niks(
        self, asked: Mapping[int, frozenset[str]], now: datetime
    ) -> dict[int, frozenset[str]]:
        """Those of the NIKs that each contact may ask after this hour, and note that they did."""
        if not asked:
            return {}
        lookup, hour = tables.nik_lookup, int(now.timestamp()) // 3600
        is_now = self.among(lookup.c.contact_id, asked) & (lookup.c.hour == hour)
        before: dict[int, set[bytes]] = {one: set() for one in asked}
        for row in await self.fetch(select(lookup).where(is_now)):
            before[row["contact_id"]].add(row["nik_index"])
        allowed = {one: self._within_limit(niks, before[one]) for one, niks in asked.items()}
        rows = [
            {"contact_id": one, "hour": hour, "nik_index": self.sealer.index("nik", nik)}
            for one, niks in sorted(allowed.items())
            for nik in sorted(niks)
        ]
        await insert_or_leave(self.connection, lookup, rows)
        return allowed

    def _within_limit(self, niks: frozenset[str], before: set[bytes]) -> frozenset[str]:
        allowed = set()
        for nik in sorted(niks):
            index = self.sealer.index("nik", nik)
            if index in before or len(before) < NIKS_AN_HOUR:
                before.add(index)
                allowed.add(nik)
        return frozenset(allowed)

    async def _taken(self, niks: set[str]) -> set[str]:
        if not niks:
            return set()
        by_index = {self.sealer.index("nik", nik): nik for nik in niks}
        column = tables.person.c.nik_index
        return {
            by_index[row["nik_index"]]
            for row in await self.fetch(select(column).where(self.among(column, by_index)))
        }


def _named(error: IntegrityError) -> StoreError | IntegrityError:
    """The violation by its own name; PostgreSQL says the constraint, SQLite table and column."""
    words = str(error.orig)
    if "uq_person_nik_index" in words or "person.nik_index" in words:
        return NikTaken("somebody with this NIK is here already")
    if "uq_registration_reference" in words or "registration.reference" in words:
        return ReferenceTaken("this reference number is in use")
    return error
