"""Questions that wait for a person's answer."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select, update

from conversations.outcomes import HandOver
from storage.audit import Audit
from storage.columns import new_id
from storage.tables import question, salt

QUESTION_BODY = "question.body"


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """What somebody asked, and when."""

    id: str
    contact_id: int
    topic: str
    question: str = field(repr=False)
    at: datetime


class Questions(Audit):
    """Hand-overs: asked by a contact, answered by the branch."""

    def hand_over(self, contact_id: int, asked: HandOver, *, now: datetime) -> str:
        """Collect a question of a loaded contact; returns its id."""
        question_id, kept = new_id(now), self._contacts[contact_id].salt
        body = self.sealer.seal(kept.secret, QUESTION_BODY, question_id, asked.question.encode())
        values = {"topic": asked.topic, "body": body, "salt_id": kept.id, "state": "open"}
        self.add(question, id=question_id, contact_id=contact_id, at=now, **values)
        return question_id

    async def open_questions(self, *, limit: int) -> tuple[OpenQuestion, ...]:
        """What waits longest, in front."""
        found = select(question, salt.c.secret).join(salt, salt.c.id == question.c.salt_id)
        rows = await self.fetch(found.where(question.c.state == "open").order_by(question.c.at).limit(limit))
        return tuple(
            OpenQuestion(
                row["id"],
                row["contact_id"],
                row["topic"],
                self.sealer.open(row["secret"], QUESTION_BODY, row["id"], row["body"]).decode(),
                row["at"],
            )
            for row in rows
        )

    async def close_question(self, question_id: str) -> None:
        """The question was answered."""
        await self.connection.execute(
            update(question).where(question.c.id == question_id).values(state="closed")
        )
