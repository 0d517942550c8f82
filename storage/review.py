"""The branch's review: whose turn it is, who holds a case, and the one decision that counts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, FromClause, RowMapping, Select, and_, delete, func, or_, select

from conversations.actor import Actor
from conversations.review.cases import Fate, Line, ReviewCase
from conversations.review.flags import Findings
from conversations.review.reasons import Verdict, is_reason_for
from storage.neighbours import Neighbours
from storage.reach import is_reached
from storage.staff import Staff
from storage.step import Step
from storage.tables import first_promise, hold, likeness, person, registration
from storage.unit import Unit
from storage.upserts import insert_for, insert_or_leave, insert_or_replace

HELD_FOR = timedelta(minutes=10)
TRIES = 5
"""So often the next case is looked for when somebody else was quicker to take it."""

_since = func.coalesce(first_promise.c.first_at, registration.c.submitted_at)


def _joined() -> FromClause:
    again = first_promise.c.nik_index == person.c.nik_index
    people = registration.join(person, person.c.id == registration.c.person_id)
    return people.outerjoin(first_promise, again).outerjoin(hold, hold.c.registration_id == registration.c.id)


_CASES = select(registration, person.c.nik_index, first_promise.c.first_at).select_from(_joined())


class Review:
    """What one member of a branch does with the cases within reach, within one unit of work."""

    def __init__(self, unit: Unit, actor: Actor, now: datetime) -> None:
        self._unit, self._actor, self._now = unit, actor, now

    async def lines(self) -> tuple[Line, ...]:
        """The villages where somebody waits for this reviewer, the oldest promise in front."""
        first = func.min(_since).label("since_at")
        columns = (registration.c.village_code, func.count().label("count"), first)
        found = self._waiting(select(*columns)).group_by(registration.c.village_code).order_by(first)
        return tuple(Line(**row) for row in await self._unit.fetch(found))

    async def take_next(self, village_code: str = "", *, after: str = "") -> ReviewCase | None:
        """The case with the oldest promise, in one village or everywhere; from now on it is held.

        `after` is a case that was passed over: those behind it come first. None when nothing waits.
        """
        for _ in range(TRIES):
            found = self._waiting(select(registration.c.id, _since.label("since_at")), village_code)
            if after:
                found = found.where(await self._is_behind(after))
            rows = await self._unit.fetch(found.order_by(_since, registration.c.id).limit(1))
            if not rows:
                return None
            if await self._hold([rows[0]["id"]]):
                return await self.find(rows[0]["id"])
        return None

    async def find(self, case_id: str) -> ReviewCase | None:
        """A case within reach, in any state; what is out of reach is not there."""
        row = await self._row(case_id)
        if row is None:
            return None
        village = await Neighbours.load(self._unit, row["village_code"], case_id)
        found = await village.judge(case_id)
        return await self._case(row, village, found.get(case_id, Findings(tuple(row["flags"]))))

    async def let_go(self, case_id: str) -> None:
        """Give a case back."""
        mine = (hold.c.registration_id == case_id) & (hold.c.reviewer == self._actor.contact_id)
        await self._unit.connection.execute(delete(hold).where(mine))

    async def decide(self, case_id: str, verdict: Verdict, reason: str, step: Step) -> Fate:
        """Decide once and for all; whoever comes second is told so. ValueError for a reason not on the list."""
        if not is_reason_for(verdict, reason):
            raise ValueError("this verdict has no such reason")
        row = await self._row(case_id, is_locked=True)
        fate = await self._fate(row)
        if row is None or fate is not Fate.DECIDED:
            return fate
        await self._remember(row, verdict)
        await self._unit.move_case(case_id, replace(step, state=verdict.state, reason=reason))
        await self._unit.connection.execute(delete(hold).where(hold.c.registration_id == case_id))
        return Fate.DECIDED

    async def hold_clean(self, village_code: str, list_id: str, *, limit: int) -> tuple[ReviewCase, ...]:
        """The oldest cases of a village with nothing to look at twice, held under one list."""
        found = self._waiting(select(registration.c.id), village_code).order_by(_since, registration.c.id)
        ids = [row["id"] for row in await self._unit.fetch(found)]
        village = await Neighbours.load(self._unit, village_code)
        judged = await village.judge(*ids)
        clean = [one for one in ids if one in judged and judged[one].are_none][:limit]
        held = await self._hold(clean, list_id)
        rows = {row["id"]: row for row in await self._unit.fetch(_CASES.where(self._among(clean)))}
        return tuple([await self._case(rows[one], village, Findings()) for one in clean if one in held])

    async def list_held(self, list_id: str) -> tuple[str, ...]:
        """The cases of a list that are still held by this reviewer and still clean: those that were shown, no more."""
        mine = (hold.c.reviewer == self._actor.contact_id) & (hold.c.list_id == list_id)
        found = self._waiting(select(registration.c.id, registration.c.village_code)).where(mine)
        rows = await self._unit.fetch(found.where(hold.c.until_at > self._now).order_by(registration.c.id))
        if not rows:
            return ()
        village = await Neighbours.load(self._unit, rows[0]["village_code"])
        judged = await village.judge(*(row["id"] for row in rows))
        return tuple(one for one, found in judged.items() if found.are_none)

    async def resolve(self, case_id: str, other_id: str, *, is_same: bool, step: Step) -> Fate:
        """Say whether two who look alike are one: then this case is closed for the other, and both stay to be read."""
        other = await self._row(other_id)
        if other is None:
            return Fate.NOT_THERE
        fate = (
            await self.decide(case_id, Verdict.REJECT, "duplicate", step)
            if is_same
            else await self._fate(await self._row(case_id))
        )
        if fate is not Fate.DECIDED:
            return fate
        by = {"resolved_by": self._actor.contact_id, "resolved_at": self._now}
        row = {"one_id": case_id, "other_id": other_id, "is_same": is_same, **by}
        await insert_or_replace(self._unit.connection, likeness, [row])
        act = "registration.merged" if is_same else "registration.told_apart"
        self._unit.note(
            act, actor=self._actor.contact_id, on=case_id, scope=other["village_code"], at=self._now
        )
        return fate

    async def read_nik(self, case_id: str) -> str:
        """The whole NIK of a case, noted in the register; empty when it is not there."""
        case = await self.find(case_id)
        if case is None or "nik" not in case.answers:
            return ""
        scope = case.village_code
        self._unit.note("person.unmask", actor=self._actor.contact_id, on=case_id, scope=scope, at=self._now)
        return str(case.answers["nik"])

    async def _fate(self, row: RowMapping | None) -> Fate:
        if row is None:
            return Fate.NOT_THERE
        if self._actor.contact_id in (row["registered_by"], row["kept_by"], row["contact_id"]):
            return Fate.OWN_ENTRY
        if row["state"] != "submitted":
            return Fate.DECIDED_BEFORE
        held = select(hold).where(hold.c.registration_id == row["id"], hold.c.until_at > self._now)
        holders = {one["reviewer"] for one in await self._unit.fetch(held)}
        return Fate.HELD if holders - {self._actor.contact_id} else Fate.DECIDED

    async def _remember(self, row: RowMapping, verdict: Verdict) -> None:
        """A promise is counted from the first time somebody asked, until it is kept."""
        if row["nik_index"] is None or verdict is Verdict.FIX:
            return
        if verdict is Verdict.REJECT:
            kept = {
                "nik_index": row["nik_index"],
                "registration_id": row["id"],
                "first_at": row["submitted_at"],
            }
            await insert_or_leave(self._unit.connection, first_promise, [kept])
            return
        over = delete(first_promise).where(first_promise.c.nik_index == row["nik_index"])
        await self._unit.connection.execute(over)

    async def _hold(self, case_ids: Sequence[str], list_id: str = "") -> set[str]:
        """Take these, as far as nobody else holds them; gives those that are ours now."""
        until_at, reviewer = self._now + HELD_FOR, self._actor.contact_id
        rows = [
            {"registration_id": one, "reviewer": reviewer, "list_id": list_id, "until_at": until_at}
            for one in case_ids
        ]
        if not rows:
            return set()
        statement = insert_for(self._unit.connection, hold)
        is_free = or_(hold.c.until_at <= self._now, hold.c.reviewer == reviewer)
        changes = {"reviewer": reviewer, "list_id": list_id, "until_at": until_at}
        taken = statement.on_conflict_do_update(
            index_elements=["registration_id"], set_=changes, where=is_free
        )
        held = await self._unit.fetch(taken.values(rows).returning(hold.c.registration_id))
        return {row["registration_id"] for row in held}

    async def _is_behind(self, case_id: str) -> ColumnElement[bool]:
        found = select(_since.label("since_at")).select_from(_joined()).where(registration.c.id == case_id)
        rows = await self._unit.fetch(found)
        since_at = rows[0]["since_at"] if rows else datetime.min.replace(tzinfo=self._now.tzinfo)
        return or_(since_at < _since, and_(_since == since_at, registration.c.id > case_id))

    def _waiting(
        self, columns: Select[tuple[object, ...]], village_code: str = ""
    ) -> Select[tuple[object, ...]]:
        me = self._actor.contact_id
        is_free = or_(hold.c.until_at.is_(None), hold.c.until_at <= self._now, hold.c.reviewer == me)
        return columns.select_from(_joined()).where(
            registration.c.state == "submitted",
            is_reached(self._unit, self._actor, registration.c.village_code, village_code),
            registration.c.registered_by.is_distinct_from(me),
            registration.c.kept_by.is_distinct_from(me),
            registration.c.contact_id.is_distinct_from(me),
            is_free,
        )

    async def _row(self, case_id: str, *, is_locked: bool = False) -> RowMapping | None:
        await self._unit.flush()
        found = _CASES.where(registration.c.id == case_id, registration.c.state != "erased")
        rows = await self._unit.fetch(found.with_for_update(of=registration) if is_locked else found)
        return rows[0] if rows and self._actor.reaches(rows[0]["village_code"]) else None

    async def _case(self, row: RowMapping, village: Neighbours, found: Findings) -> ReviewCase:
        registrar = row["registered_by"]
        actors = await Staff(self._unit).load_actors([registrar], self._now) if registrar else {}
        return ReviewCase(
            id=row["id"],
            reference=row["reference"],
            village_code=row["village_code"],
            state=row["state"],
            since_at=row["first_at"] or row["submitted_at"],
            stage_at=row["stage_at"],
            answers=village.answers.get(row["id"], {}),
            found=found,
            is_own=row["is_own"],
            contact_id=row["contact_id"],
            registrar=registrar,
            keeper=row["kept_by"] or registrar,
            pillar=actors[registrar].pillar if registrar else None,
            reason=row["reason"],
        )

    def _among(self, ids: Sequence[str]) -> ColumnElement[bool]:
        return self._unit.among(registration.c.id, ids)


async def forget_review(unit: Unit, now: datetime) -> int:
    """Drop holds that ran out, and promises to people who are gone; returns how many."""
    over = await unit.fetch(delete(hold).where(hold.c.until_at <= now).returning(hold.c.registration_id))
    gone = select(registration.c.id).join(person).where(person.c.body.is_(None))
    lost = delete(first_promise).where(first_promise.c.registration_id.in_(gone))
    return len(over) + len(await unit.fetch(lost.returning(first_promise.c.registration_id)))
