"""Questions on their way: to the village's officers, on to the branch, and the answers back, however long it takes."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, false, insert, or_, select, update

from conversations.actor import BRANCH, Actor, Role
from conversations.office_hours import OFFICE
from conversations.outcomes import HandOver
from conversations.reminding.hours import zone_of
from conversations.threads import Level, Said, Thread
from storage.columns import new_id
from storage.questions import QUESTION_BODY
from storage.reach import is_reached
from storage.staff import Staff, is_given
from storage.tables import broadcast, post, question, registration, remark, salt, thread
from storage.unit import Unit

REMARK_BODY = "remark.body"
HOURS = {
    Level.OFFICER: OFFICE.officer_hours,
    Level.BRANCH: OFFICE.branch_hours,
    Level.AUTHOR: OFFICE.author_hours,
    Level.ADMINISTRATOR: OFFICE.branch_hours,
}
LISTED = 8


class Threads:
    """Threads within one unit of work."""

    def __init__(self, unit: Unit, now: datetime) -> None:
        self._unit, self._now = unit, now

    async def open(self, contact_id: int, asked: HandOver, *, broadcast_id: str = "") -> Thread:
        """Keep a question of a loaded contact, and find who is asked first."""
        question_id = self._unit.hand_over(contact_id, asked, now=self._now)
        await self._unit.flush()
        village = await self._village_of(contact_id)
        branch_id = await self._branch_of(village, broadcast_id)
        level = Level.AUTHOR if broadcast_id else await self._first_level(village, branch_id, contact_id)
        row = {
            "question_id": question_id,
            "level": level.value,
            "village_code": village,
            "branch_id": branch_id,
            "broadcast_id": broadcast_id or None,
            "told": 1,
            "tell_at": self._next(level, village),
        }
        await self._unit.connection.execute(insert(thread), [row])
        return await self.get(question_id)

    async def get(self, question_id: str) -> Thread:
        """One thread with everything said in it; KeyError when there is none."""
        rows = await self._unit.fetch(_THREADS.where(thread.c.question_id == question_id))
        if not rows:
            raise KeyError(question_id)
        return self._thread(rows[0], await self._remarks(question_id))

    async def find(self, question_id: str, actor: Actor) -> Thread | None:
        """The thread, for who asked it and for who may answer it; for others it is not there."""
        mine = or_(question.c.contact_id == actor.contact_id, self._is_for(actor))
        found = await self._unit.fetch(
            _THREADS.where(thread.c.question_id == question_id, mine).with_for_update(of=thread)
        )
        return self._thread(found[0], await self._remarks(question_id)) if found else None

    async def list_waiting(self, actor: Actor) -> tuple[Thread, ...]:
        """What waits for this actor, the oldest in front."""
        found = (
            _THREADS.where(question.c.state == "open", self._is_for(actor))
            .order_by(question.c.at)
            .limit(LISTED)
        )
        return tuple(self._thread(row) for row in await self._unit.fetch(found))

    async def take_due(self, *, limit: int) -> tuple[Thread, ...]:
        """Those that nobody has answered in time, each gone on to whoever is asked next and told of again later."""
        is_due = (question.c.state == "open") & (thread.c.tell_at <= self._now)
        rows = await self._unit.fetch(_THREADS.where(is_due).order_by(thread.c.tell_at).limit(limit))
        for row in rows:
            level = _next_level(Level(row["level"]), row["branch_id"])
            tell_at = self._next(level, row["village_code"])
            changes = {"level": level.value, "told": thread.c.told + 1, "tell_at": tell_at}
            await self._change(row["question_id"], **changes)
        return tuple([await self.get(row["question_id"]) for row in rows])

    async def holders(self, one: Thread) -> list[int]:
        """The contacts who are asked now; whoever asked is not asked themselves."""
        staff, found = Staff(self._unit), list[int]()
        match one.level:
            case Level.OFFICER:
                found = (await staff.officers_of([one.village_code], self._now)).get(one.village_code, [])
            case Level.BRANCH:
                found = await staff.holders_of(one.branch_id, BRANCH, self._now)
            case Level.AUTHOR:
                rows = await self._unit.fetch(
                    select(broadcast.c.author).where(broadcast.c.id == one.broadcast_id)
                )
                found = [row["author"] for row in rows]
            case Level.ADMINISTRATOR:
                found = await self._administrators()
        return sorted(set(found) - {one.asker})

    async def add(self, one: Thread, contact_id: int, words: str) -> Thread:
        """Keep a remark: an answer closes the question, more from the asker opens it again for who answered."""
        is_answer = contact_id != one.asker
        remark_id, kept = new_id(self._now), (await self._unit.load_contacts([contact_id]))[contact_id].salt
        row = {
            "id": remark_id,
            "question_id": one.id,
            "contact_id": contact_id,
            "is_answer": is_answer,
            "body": self._unit.sealer.seal(kept.secret, REMARK_BODY, remark_id, words.encode()),
            "salt_id": kept.id,
            "at": self._now,
        }
        await self._unit.flush()
        await self._unit.connection.execute(insert(remark), [row])
        state = update(question).where(question.c.id == one.id)
        await self._unit.connection.execute(state.values(state="closed" if is_answer else "open"))
        if is_answer:
            await self._change(one.id, tell_at=None, answered_by=contact_id)
            self._unit.note(
                "question.answer", actor=contact_id, on=one.id, scope=one.village_code, at=self._now
            )
        else:
            await self._change(one.id, tell_at=self._next(one.level, one.village_code))
        return await self.get(one.id)

    def _next(self, level: Level, village_code: str) -> datetime:
        return OFFICE.after(self._now, HOURS[level], zone_of(village_code))

    async def _change(self, question_id: str, **changes: object) -> None:
        changed = update(thread).where(thread.c.question_id == question_id)
        await self._unit.connection.execute(changed.values(changes))

    async def _village_of(self, contact_id: int) -> str:
        mine = select(registration.c.village_code).where(registration.c.contact_id == contact_id)
        latest = mine.order_by(registration.c.is_own.desc(), registration.c.submitted_at.desc()).limit(1)
        rows = await self._unit.fetch(latest)
        return rows[0]["village_code"] if rows else ""

    async def _branch_of(self, village_code: str, broadcast_id: str) -> str:
        if broadcast_id:
            rows = await self._unit.fetch(select(broadcast.c.branch_id).where(broadcast.c.id == broadcast_id))
            return rows[0]["branch_id"] if rows else ""
        staff = Staff(self._unit)
        if village_code:
            return await staff.find_branch_of(village_code) or ""
        branches = await staff.list_branches()
        return branches[0]["id"] if len(branches) == 1 else ""

    async def _first_level(self, village_code: str, branch_id: str, asker: int) -> Level:
        officers = await Staff(self._unit).officers_of([village_code], self._now) if village_code else {}
        if set(officers.get(village_code, [])) - {asker}:
            return Level.OFFICER
        return Level.BRANCH if branch_id else Level.ADMINISTRATOR

    async def _administrators(self) -> list[int]:
        is_one = (post.c.role == Role.ADMINISTRATOR.value) & post.c.suspended_at.is_(None)
        found = select(post.c.contact_id).where(is_one, is_given(post, self._now))
        return [row["contact_id"] for row in await self._unit.fetch(found)]

    def _is_for(self, actor: Actor) -> ColumnElement[bool]:
        """Officers see questions of their villages, a branch those of its area, who sent a broadcast its replies."""
        authored = select(broadcast.c.id).where(broadcast.c.author == actor.contact_id)
        is_private = thread.c.broadcast_id.is_not(None)
        is_reply_to_me = thread.c.broadcast_id.in_(authored) if actor.roles else false()
        is_here = is_reached(self._unit, actor, thread.c.village_code)
        is_branch = (thread.c.branch_id == actor.branch_id) if not actor.roles.isdisjoint(BRANCH) else false()
        if Role.ADMINISTRATOR in actor.roles:
            return question.c.contact_id != actor.contact_id
        others = or_(
            ~is_private & is_here, is_branch & (~is_private | (thread.c.level == Level.BRANCH.value))
        )
        return (question.c.contact_id != actor.contact_id) & or_(is_reply_to_me, others)

    async def _remarks(self, question_id: str) -> tuple[Said, ...]:
        found = select(remark, salt.c.secret).outerjoin(salt, salt.c.id == remark.c.salt_id)
        rows = await self._unit.fetch(found.where(remark.c.question_id == question_id).order_by(remark.c.id))
        return tuple(
            Said(self._words(row, REMARK_BODY, row["id"]), row["is_answer"], row["contact_id"], row["at"])
            for row in rows
        )

    def _words(self, row: RowMapping, bound_as: str, row_id: str) -> str:
        if not row["body"] or not row["secret"]:
            return ""
        return self._unit.sealer.open(row["secret"], bound_as, row_id, row["body"]).decode()

    def _thread(self, row: RowMapping, remarks: Iterable[Said] = ()) -> Thread:
        return Thread(
            row["question_id"],
            row["contact_id"],
            Level(row["level"]),
            row["village_code"],
            row["branch_id"],
            self._words(row, QUESTION_BODY, row["question_id"]),
            row["at"],
            row["state"] == "open",
            row["told"],
            row["broadcast_id"] or "",
            row["answered_by"],
            tuple(remarks),
        )


_THREADS: Select[Any] = (
    select(*thread.c, question.c.contact_id, question.c.body, question.c.at, question.c.state, salt.c.secret)
    .join(question, question.c.id == thread.c.question_id)
    .outerjoin(salt, salt.c.id == question.c.salt_id)
)


def _next_level(level: Level, branch_id: str) -> Level:
    """From the village to the branch, from who sent a broadcast to their branch; there it stays."""
    return (
        level
        if level in {Level.BRANCH, Level.ADMINISTRATOR}
        else Level.BRANCH
        if branch_id
        else Level.ADMINISTRATOR
    )
