"""Which Telegram group may ask after which village: as long as the officer who bound it works there."""

from datetime import datetime

from sqlalchemy import delete, select

from conversations.actor import Actor, Role
from storage.staff import Staff
from storage.tables import village_group
from storage.unit import Unit
from storage.upserts import insert_or_leave, insert_or_replace


class Groups:
    """Groups bound to villages, within one unit of work."""

    def __init__(self, unit: Unit, now: datetime) -> None:
        self._unit, self._now = unit, now

    async def bind(self, chat_id: int, village_code: str, actor: Actor) -> bool:
        """Let a group ask after a village; False unless this is an officer of it. A later binding replaces it."""
        if Role.OFFICER not in actor.roles or village_code not in actor.villages:
            return False
        row = {
            "chat_id": chat_id,
            "village_code": village_code,
            "bound_by": actor.contact_id,
            "bound_at": self._now,
        }
        await insert_or_replace(self._unit.connection, village_group, [row])
        self._note("group.bind", actor.contact_id, chat_id, village_code)
        return True

    async def find(self, chat_id: int) -> tuple[str, Actor] | None:
        """The village of a group, and the officer who bound it with their reach of this moment.

        None when nobody bound it, or that officer works there no more: then the binding is taken away.
        """
        rows = await self._unit.fetch(select(village_group).where(village_group.c.chat_id == chat_id))
        if not rows:
            return None
        village_code, bound_by = rows[0]["village_code"], rows[0]["bound_by"]
        officer = (await Staff(self._unit).load_actors([bound_by], self._now))[bound_by]
        if village_code in officer.villages:
            return village_code, officer
        await self.unbind(chat_id, by=None)
        return None

    async def unbind(self, chat_id: int, *, by: int | None) -> None:
        """End a binding, if there is one."""
        gone = delete(village_group).where(village_group.c.chat_id == chat_id).returning(village_group)
        for row in await self._unit.fetch(gone):
            self._note("group.unbind", by, chat_id, row["village_code"])

    async def leave(self, chat_id: int, contact_id: int) -> None:
        """Somebody went out of a group: when it is the one who bound it, the binding ends."""
        found = select(village_group.c.bound_by).where(village_group.c.chat_id == chat_id)
        if any(row["bound_by"] == contact_id for row in await self._unit.fetch(found)):
            await self.unbind(chat_id, by=contact_id)

    async def move(self, chat_id: int, to_chat_id: int) -> None:
        """A group became a supergroup: its binding follows to the new chat. Being told twice does no harm."""
        gone = delete(village_group).where(village_group.c.chat_id == chat_id).returning(village_group)
        moved = [{**row, "chat_id": to_chat_id} for row in await self._unit.fetch(gone)]
        await insert_or_leave(self._unit.connection, village_group, moved)

    def _note(self, act: str, actor: int | None, chat_id: int, village_code: str) -> None:
        self._unit.note(act, actor=actor, on=str(chat_id), scope=village_code, at=self._now)
