"""Hand-overs: what an officer who leaves has open goes to a successor, once that one says yes."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import ColumnElement, RowMapping, insert, select, update

from conversations.colleagues import Colleague, HandingOver
from storage.columns import new_id
from storage.conversations import StoredConversation
from storage.enrolments import OPEN
from storage.registrations import is_kept_by
from storage.staff import Staff
from storage.tables import handover, registration
from storage.unit import Unit

VALID_FOR = timedelta(days=14)


class Handovers:
    """Offered, then accepted or refused by the successor, within one unit of work."""

    def __init__(self, unit: Unit, now: datetime) -> None:
        self._unit, self._now = unit, now

    async def offer(self, leaving: Colleague, successor: Colleague, *, by: int) -> HandingOver:
        """Offer all villages of one officer to another; an older offer of the same officer is off."""
        older = (handover.c.from_contact == leaving.contact_id) & (handover.c.state == "offered")
        await self._unit.connection.execute(update(handover).where(older).values(state="replaced"))
        offered = HandingOver(
            new_id(self._now), leaving.contact_id, successor.contact_id, leaving.villages, by
        )
        row = {
            "id": offered.id,
            "from_contact": offered.from_contact,
            "to_contact": offered.to_contact,
            "villages": " ".join(offered.villages),
            "given_by": by,
            "given_at": self._now,
            "state": "offered",
        }
        await self._unit.connection.execute(insert(handover), [row])
        self._unit.note("handover.offer", actor=by, on=offered.id, at=self._now)
        return offered

    async def list_offered(self, contact_id: int) -> tuple[HandingOver, ...]:
        """What waits for a word of this officer."""
        rows = await self._unit.fetch(select(handover).where(self._is_offered_to(contact_id)))
        return tuple(map(_handing_over, rows))

    async def settle(
        self, handover_id: str, contact_id: int, state: Literal["accepted", "refused"]
    ) -> HandingOver | None:
        """Answer an offer, once; None unless it waits for this officer."""
        mine = (handover.c.id == handover_id) & self._is_offered_to(contact_id)
        answer = update(handover).where(mine).values(state=state, answered_at=self._now)
        rows = await self._unit.fetch(answer.returning(handover))
        if not rows:
            return None
        self._unit.note(f"handover.{state}", actor=contact_id, on=handover_id, at=self._now)
        return _handing_over(rows[0])

    async def move(self, moving: HandingOver) -> tuple[str, ...]:
        """Give the successor those villages that the other one still has, with what is open there; gives the villages.

        Doors, their tasks and notes belong to villages and follow by themselves. Who did something stays its author.
        """
        staff = Staff(self._unit)
        still_theirs = await staff.villages_of(moving.from_contact, self._now)
        villages = tuple(code for code in moving.villages if code in still_theirs)
        await staff.unassign(moving.from_contact, villages, by=moving.to_contact, now=self._now)
        await staff.assign(moving.to_contact, villages, by=moving.to_contact, now=self._now)
        await self._move_drafts(moving, villages)
        await self._move_entries(moving, villages)
        return villages

    async def _move_drafts(self, moving: HandingOver, villages: tuple[str, ...]) -> None:
        """Drafts about other people; the successor finds them set aside."""
        await self._unit.load_contacts([moving.from_contact, moving.to_contact])
        stored = await self._unit.load_conversations([moving.from_contact])
        for one in stored[moving.from_contact]:
            if _is_about_somebody_in(one, villages):
                self._unit.end_conversation(one.conversation.id, revision=one.revision)
                moved = replace(one.conversation, id=new_id(self._now)[-8:])
                self._unit.save_conversation(
                    moving.to_contact,
                    moved,
                    revision=0,
                    now=self._now,
                    status="parked",
                    remind_at=one.remind_at,
                    expire_at=one.expire_at,
                )
                self._unit.note("draft.move", actor=moving.to_contact, on=moving.id, at=self._now)

    async def _move_entries(self, moving: HandingOver, villages: tuple[str, ...]) -> None:
        """Registrations that are in nobody's chat and may still have to be put right."""
        left = is_kept_by(moving.from_contact) & registration.c.contact_id.is_(None)
        open_ones = registration.c.state.in_(OPEN) & self._unit.among(registration.c.village_code, villages)
        kept = update(registration).where(left, open_ones).values(kept_by=moving.to_contact)
        await self._unit.connection.execute(kept)

    def _is_offered_to(self, contact_id: int) -> ColumnElement[bool]:
        is_theirs = (handover.c.to_contact == contact_id) & (handover.c.state == "offered")
        return is_theirs & (handover.c.given_at > self._now - VALID_FOR)


def _is_about_somebody_in(one: StoredConversation, villages: tuple[str, ...]) -> bool:
    conversation = one.conversation
    if not conversation.subject or conversation.is_exercise:
        return False
    return bool(villages) and conversation.answers.get("village", villages[0]) in villages


def _handing_over(row: RowMapping) -> HandingOver:
    villages = tuple(row["villages"].split())
    return HandingOver(row["id"], row["from_contact"], row["to_contact"], villages, row["given_by"])
