"""Payers and their lists of people: proposed within the quota, and checked against every other payer."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import RowMapping, delete, func, insert, select

from conversations.actor import BRANCH, REGENCY_DIGITS, Actor
from conversations.funding.payers import Double, Funding, PayerKind
from conversations.rules import Programme
from conversations.rules.dates import month_of
from storage.columns import new_id
from storage.errors import StoreError
from storage.tables import coverage, payer, person, proposal, registration
from storage.unit import Unit


class QuotaFull(StoreError):  # noqa: N818 - says what is so, like the other errors of the store
    """As many people are proposed as this payer pays for."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A registration that is on a payer's list, or could be; never with an income."""

    registration_id: str
    person_id: str
    reference: str
    village_code: str
    state: str
    sector: str
    submitted_at: datetime
    paid_until: date | None
    is_proposed: bool


class Payers:
    """Payers within the reach of one actor; one out of reach is as if it were not there."""

    def __init__(self, unit: Unit, actor: Actor, now: datetime) -> None:
        self._unit, self._actor, self._now = unit, actor, now

    async def make(self, funding: Funding) -> str | None:
        """Write a payer down; gives its id, or None where the area is not this actor's."""
        if not _reaches(self._actor, funding.area_code):
            return None
        payer_id = new_id(self._now)
        row = {name: getattr(funding, name) for name in _COLUMNS}
        row |= {"id": payer_id, "programmes": list(funding.programmes), "kind": funding.kind.value}
        row |= {"made_by": self._actor.contact_id, "made_at": self._now}
        await self._unit.connection.execute(insert(payer), [row])
        self._note("payer.make", payer_id, funding.area_code)
        return payer_id

    async def list_all(self, since: date) -> tuple[tuple[Funding, int], ...]:
        """Payers whose months are not over before `since`, each with the length of its list; the next to end first."""
        counted = (
            select(func.count()).where(proposal.c.payer_id == payer.c.id).scalar_subquery().label("listed")
        )
        found = select(payer, counted).where(payer.c.last_month >= month_of(since))
        rows = await self._unit.fetch(found.order_by(payer.c.last_month, payer.c.id))
        return tuple(
            (funding_of(row), row["listed"]) for row in rows if _reaches(self._actor, row["area_code"])
        )

    async def find(self, payer_id: str, *, is_held: bool = False) -> Funding | None:
        """One payer; `is_held` locks it to the end of the unit."""
        found = select(payer).where(payer.c.id == payer_id)
        rows = await self._unit.fetch(found.with_for_update() if is_held else found)
        return funding_of(rows[0]) if rows and _reaches(self._actor, rows[0]["area_code"]) else None

    async def load_people(self, funding: Funding) -> tuple[Proposed, ...]:
        """Everybody of its area who may be proposed, by the time of their registration."""
        is_listed = (proposal.c.payer_id == funding.id) & (proposal.c.registration_id == registration.c.id)
        found = (
            select(registration, person.c.sector, proposal.c.payer_id)
            .join(person, person.c.id == registration.c.person_id)
            .outerjoin(proposal, is_listed)
            .where(
                registration.c.village_code.like(f"{funding.area_code}%"),
                registration.c.state.in_(("submitted", "accepted")),
            )
        )
        rows = await self._unit.fetch(found.order_by(registration.c.submitted_at, registration.c.id))
        return tuple(_proposed_of(row) for row in rows if self._actor.reaches(row["village_code"]))

    async def propose(self, payer_id: str, registration_ids: Iterable[str]) -> int:
        """Put people of its area on a payer's list, once each; gives how many are on it then.

        Raises:
            QuotaFull: the list would be longer than the quota; nobody is added.
            LookupError: no such payer, or somebody is not of its area: both are the same answer.
        """
        funding = await self.find(payer_id, is_held=True)
        if funding is None:
            raise LookupError("no such payer")
        people = {one.registration_id: one for one in await self.load_people(funding)}
        wanted = sorted(set(registration_ids))
        if not people.keys() >= set(wanted):
            raise LookupError("not of this payer's area")
        fresh = [one for one in wanted if not people[one].is_proposed]
        listed = sum(one.is_proposed for one in people.values())
        if listed + len(fresh) > funding.quota:
            raise QuotaFull(f"{funding.quota} people at the most")
        rows = [
            {
                "payer_id": payer_id,
                "registration_id": one,
                "proposed_by": self._actor.contact_id,
                "proposed_at": self._now,
            }
            for one in fresh
        ]
        if rows:
            await self._unit.connection.execute(insert(proposal), rows)
            self._note("payer.propose", payer_id, funding.area_code)
        return listed + len(fresh)

    async def take_off(self, payer_id: str, registration_ids: Iterable[str]) -> None:
        """Take people off a payer's list."""
        funding = await self.find(payer_id, is_held=True)
        if funding is None:
            raise LookupError("no such payer")
        chosen = self._unit.among(proposal.c.registration_id, sorted(set(registration_ids)))
        off = delete(proposal).where(proposal.c.payer_id == payer_id, chosen)
        await self._unit.connection.execute(off)
        self._note("payer.take_off", payer_id, funding.area_code)

    async def find_doubles(self, funding: Funding, people: Iterable[Proposed]) -> tuple[Double, ...]:
        """Whose months another payer has paid, or has on a list that runs in the same months.

        Across all payers, also those out of the actor's reach: only that there is one is told, and its name.
        """
        known = {one.person_id: one.registration_id for one in people}
        months = set(funding.months)
        found: defaultdict[tuple[str, str], set[date]] = defaultdict(set)
        paid = select(coverage.c.person_id, coverage.c.month, coverage.c.payer_id).where(
            self._unit.among(coverage.c.person_id, sorted(known)),
            coverage.c.month.between(funding.first_month, funding.last_month),
            coverage.c.payer_id != funding.id,
        )
        for row in await self._unit.fetch(paid):
            found[known[row["person_id"]], row["payer_id"]].add(row["month"])
        for registration_id, other in await self._listed_elsewhere(funding, set(known)):
            found[registration_id, other.id] |= months & set(other.months)
        names = await load_names(self._unit, (payer_id for _, payer_id in found))
        return tuple(
            Double(registration_id, tuple(sorted(each)), names.get(payer_id, ""))
            for (registration_id, payer_id), each in sorted(found.items())
            if each
        )

    async def _listed_elsewhere(self, funding: Funding, person_ids: set[str]) -> list[tuple[str, Funding]]:
        same = registration.alias()
        found = (
            select(payer, registration.c.person_id, same.c.id.label("listed_id"))
            .join(proposal, proposal.c.payer_id == payer.c.id)
            .join(registration, registration.c.id == proposal.c.registration_id)
            .join(same, same.c.person_id == registration.c.person_id)
            .where(
                self._unit.among(registration.c.person_id, sorted(person_ids)),
                payer.c.id != funding.id,
                payer.c.first_month <= funding.last_month,
                payer.c.last_month >= funding.first_month,
            )
        )
        return [(row["listed_id"], funding_of(row)) for row in await self._unit.fetch(found)]

    def _note(self, act: str, payer_id: str, scope: str) -> None:
        self._unit.note(act, actor=self._actor.contact_id, on=payer_id, scope=scope, at=self._now)


async def load_names(unit: Unit, payer_ids: Iterable[str]) -> dict[str, str]:
    """The names of payers by id."""
    wanted = sorted(set(payer_ids) - {""})
    if not wanted:
        return {}
    rows = await unit.fetch(select(payer.c.id, payer.c.name).where(unit.among(payer.c.id, wanted)))
    return {row["id"]: row["name"] for row in rows}


def funding_of(row: RowMapping) -> Funding:
    """A payer as a value."""
    values = {name: row[name] for name in (*_COLUMNS, "id")}
    programmes = tuple(Programme(one) for one in row["programmes"])
    return Funding(**{**values, "kind": PayerKind(row["kind"]), "programmes": programmes})


def _proposed_of(row: RowMapping) -> Proposed:
    return Proposed(
        row["id"],
        row["person_id"],
        row["reference"],
        row["village_code"],
        row["state"],
        row["sector"],
        row["submitted_at"],
        row["paid_until"],
        row["payer_id"] is not None,
    )


def _reaches(actor: Actor, area_code: str) -> bool:
    """A village as its people are reached; a regency only by the branch that serves it."""
    if len(area_code) == REGENCY_DIGITS:
        # An officer's areas are those of their branch, and its money is not theirs to give.
        return not actor.roles.isdisjoint(BRANCH) and area_code in actor.areas
    return actor.reaches(area_code)


_COLUMNS = (
    "kind", "name", "area_code", "source", "decree_number", "decree_on", "first_month", "last_month", "quota",
)  # fmt: skip
