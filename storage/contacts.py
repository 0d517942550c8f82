"""Contacts: the Telegram accounts that have written to us."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.sealing import Sealer
from storage.tables import contact, salt
from storage.transaction import Salt, Transaction

SEEN_AGAIN_AFTER = timedelta(hours=1)
"""A contact's `seen_at` moves at most this often: it need not cost a write for every message."""


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A contact as kept; `state` is `active`, `blocked` (they stopped us) or `deactivated` (Telegram says so).

    `erased_at` is when they last asked for everything of theirs to be erased.
    """

    id: int
    chat_id: int
    language: str
    state: str
    created_at: datetime
    seen_at: datetime
    salt: Salt
    erased_at: datetime | None = None


class Contacts(Transaction):
    """Who writes to us, and in which language they want to be answered."""

    def __init__(self, connection: AsyncConnection, sealer: Sealer) -> None:
        super().__init__(connection, sealer)
        self._contacts: dict[int, ContactRow] = {}
        self._new: set[int] = set()
        self._changed: set[int] = set()

    async def load_contacts(self, contact_ids: Iterable[int]) -> dict[int, ContactRow]:
        """Those of the contacts that are known, by id, as this unit knows them by now."""
        wanted = set(contact_ids)
        if unknown := wanted - self._contacts.keys():
            columns = (*contact.c, salt.c.secret)
            found = select(*columns).outerjoin(salt, salt.c.id == contact.c.salt_id)
            for row in await self.fetch(found.where(self.among(contact.c.id, unknown))):
                values = dict(row)
                kept = Salt(values.pop("salt_id"), values.pop("secret") or b"")
                self._contacts[row["id"]] = ContactRow(**values, salt=kept)
                if not kept.secret:
                    # Their salt was buried after a restore: what they say from now on needs a new one.
                    self._change_salt(row["id"], self.create_salt(row["seen_at"]))
        return {one: self._contacts[one] for one in wanted if one in self._contacts}

    def meet(self, contact_id: int, chat_id: int, *, language: str, now: datetime) -> ContactRow:
        """The contact, who has just written to us: new, back again, or as before; load them first.

        `language` is for a new contact; one that is known keeps their own.
        """
        known = self._contacts.get(contact_id)
        if known is None:
            met = ContactRow(contact_id, chat_id, language, "active", now, now, self.create_salt(now))
            self._contacts[contact_id] = met
            self._new.add(contact_id)
            return met
        is_fresh = now - known.seen_at < SEEN_AGAIN_AFTER
        if is_fresh and (known.state, known.chat_id) == ("active", chat_id):
            return known
        return self._change(replace(known, chat_id=chat_id, state="active", seen_at=now))

    def choose_language(self, contact_id: int, language: str) -> None:
        """From now on this contact is spoken to in `language`; load or meet them first."""
        self._change(replace(self._contacts[contact_id], language=language))

    async def set_contact_state(self, contact_ids: Iterable[int], state: str) -> None:
        """Note for many contacts at once that they blocked us, or are gone."""
        await self.connection.execute(
            update(contact).where(self.among(contact.c.id, contact_ids)).values(state=state)
        )

    def _mark_erased(self, contact_id: int, at: datetime) -> None:
        """Nothing that was sealed for this contact opens any more, and soon nothing tells that they were here."""
        self._change(replace(self._contacts[contact_id], salt=self.create_salt(at), seen_at=at, erased_at=at))

    def _change_salt(self, contact_id: int, new: Salt) -> None:
        """What this contact says from now on is sealed anew; what was sealed before is not for this salt."""
        self._change(replace(self._contacts[contact_id], salt=new))

    def _change(self, changed: ContactRow) -> ContactRow:
        self._contacts[changed.id] = changed
        if changed.id not in self._new:
            self._changed.add(changed.id)
        return changed

    async def _write_contacts(self) -> None:
        if self._new:
            await self.connection.execute(insert(contact), [self._row(one) for one in sorted(self._new)])
        if self._changed:
            changes = update(contact).where(contact.c.id == bindparam("contact_id"))
            rows = [{**self._row(one), "contact_id": one} for one in sorted(self._changed)]
            await self.connection.execute(changes, rows)
        self._new.clear()
        self._changed.clear()

    def _row(self, contact_id: int) -> dict[str, object]:
        kept = self._contacts[contact_id]
        names = ("id", "chat_id", "language", "state", "created_at", "seen_at", "erased_at")
        return {**{name: getattr(kept, name) for name in names}, "salt_id": kept.salt.id}
