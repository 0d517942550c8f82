"""What a turn must be told from here: whether NIKs are taken, within a limit, and the contact's own cases."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from conversations.facts import Case, Needs
from storage import tables
from storage.updates import Updates
from storage.upserts import insert_or_leave
from storage.wishes import find_addressed

NIKS_AN_HOUR = 10
"""So many different NIKs may one contact ask after in an hour; more would be probing."""
NIKS_AN_HOUR_OF_STAFF = 60
"""An officer registers one person after the other, and answers for it by name."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the store knows of a contact's needs; the caller makes `Facts` of it."""

    taken_niks: frozenset[str] = frozenset()
    is_over_limit: bool = False
    cases: tuple[Case, ...] = ()
    was_unasked: bool = False


class Lookups(Updates):
    """The needs of a whole batch, in one statement each."""

    async def load_facts(self, needs: Mapping[int, Needs], *, now: datetime) -> dict[int, Loaded]:
        """What each contact's turn needs to be told, for a whole batch at once; sees what this unit has collected."""
        await self.flush()
        allowed = await self._allowed_niks({one: need.niks for one, need in needs.items() if need.niks}, now)
        taken = await self._taken({nik for niks in allowed.values() for nik in niks})
        cases = await self.load_cases([one for one, need in needs.items() if need.cases])
        addressed = await find_addressed(self, [one for one, need in needs.items() if need.last_word])
        return {
            one: Loaded(
                taken_niks=frozenset(allowed.get(one, frozenset()) & taken),
                is_over_limit=bool(need.niks - allowed.get(one, frozenset())),
                cases=cases.get(one, ()),
                was_unasked=one in addressed,
            )
            for one, need in needs.items()
        }

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
        many = [one for one, niks in asked.items() if len(before[one]) + len(niks) > NIKS_AN_HOUR]
        limits = await self._limits(many, now)
        allowed = {
            one: self._within_limit(niks, before[one], limits.get(one, NIKS_AN_HOUR))
            for one, niks in asked.items()
        }
        rows = [
            {"contact_id": one, "hour": hour, "nik_index": self.sealer.index("nik", nik)}
            for one, niks in sorted(allowed.items())
            for nik in sorted(niks)
        ]
        await insert_or_leave(self.connection, lookup, rows)
        return allowed

    async def _limits(self, contact_ids: list[int], now: datetime) -> dict[int, int]:
        """The higher limit for those who hold a post; asked only for who comes to the lower one."""
        if not contact_ids:
            return {}
        post = tables.post
        is_held = or_(post.c.valid_to.is_(None), post.c.valid_to > now) & post.c.suspended_at.is_(None)
        found = select(post.c.contact_id).where(self.among(post.c.contact_id, contact_ids), is_held)
        return {row["contact_id"]: NIKS_AN_HOUR_OF_STAFF for row in await self.fetch(found)}

    def _within_limit(self, niks: frozenset[str], before: set[bytes], limit: int) -> frozenset[str]:
        allowed = set()
        for nik in sorted(niks):
            index = self.sealer.index("nik", nik)
            if index in before or len(before) < limit:
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
