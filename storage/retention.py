"""How long things are kept, in one table, and the sweep that holds to it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    Column,
    ColumnElement,
    CursorResult,
    Delete,
    Table,
    Update,
    and_,
    delete,
    select,
    true,
    update,
)

from storage.parting import Partings
from storage.tables import (
    audit,
    audit_link,
    broadcast,
    consent,
    conversation,
    guess,
    invitation,
    nik_lookup,
    outbox,
    person,
    post,
    quarantine,
    question,
    registration,
    remark,
    seen_update,
    slip,
    tried_update,
)

DAY = timedelta(days=1)
FIVE_YEARS = timedelta(days=5 * 366)
AT_ONCE = 1000
"""So many people or drafts go in one unit: it must not hold the writers up for long."""

PEOPLE = {"rejected": 90 * DAY, "withdrawn": 90 * DAY, "accepted": 365 * DAY}
"""State of a registration to how long its person stays readable; the row stays behind as a count."""

DRAFTS = 14 * DAY
ACTS = FIVE_YEARS
CONSENTS = FIVE_YEARS
LOOKUPS = DAY


@dataclass(frozen=True, slots=True)
class Keeping:
    """What goes `after` a time counted from `since`; `only` says which rows, `empties` which columns of them."""

    name: str
    table: Table
    since: Column[datetime]
    after: timedelta
    only: ColumnElement[bool] = true()  # noqa: RUF009 - an expression, and nobody changes it
    empties: tuple[str, ...] = ("body",)

    def is_over(self, now: datetime) -> ColumnElement[bool]:
        return and_(self.since < now - self.after, self.only)

    def emptied(self, now: datetime) -> Update:
        """Empty the columns of what is over and was not emptied before."""
        is_full = self.table.c[self.empties[0]].is_not(None)
        return update(self.table).where(self.is_over(now), is_full).values(dict.fromkeys(self.empties))


WORDS = (
    Keeping("words", outbox, outbox.c.created_at, 2 * DAY, outbox.c.state.in_(("failed", "uncertain"))),
    Keeping("quarantine", quarantine, quarantine.c.at, 30 * DAY, empties=("body", "contact_id")),
    Keeping("questions", question, question.c.at, 90 * DAY, question.c.state == "closed"),
    Keeping("remarks", remark, remark.c.at, 90 * DAY),
    Keeping("broadcasts", broadcast, broadcast.c.created_at, 365 * DAY, broadcast.c.ended_at.is_not(None)),
    Keeping("names of past posts", post, post.c.valid_to, 365 * DAY, empties=("full_name",)),
    Keeping(
        "names in invitations",
        invitation,
        invitation.c.expires_at,
        30 * DAY,
        empties=("full_name", "phone_index", "for_contact"),
    ),
    Keeping("forms without consent", slip, slip.c.issued_at, DRAFTS),
)
"""Emptied: the row still tells that there was something."""

ROWS = (
    Keeping("outbox", outbox, outbox.c.created_at, 30 * DAY, outbox.c.state.not_in(("queued", "sending"))),
    Keeping("seen updates", seen_update, seen_update.c.at, 30 * DAY),
    Keeping("tried updates", tried_update, tried_update.c.at, 30 * DAY),
)
"""Deleted."""


class Retention(Partings):
    """The end of what is no longer needed."""

    async def sweep(self, now: datetime) -> dict[str, int]:
        """Do away with what is over its time; returns how many of each kind went. Run it daily, until it is empty."""
        # First of all, as it holds chats: whoever else holds one may be after the people that go next.
        went = {"erased contacts": await self.part_with_erased(now)}
        for state in PEOPLE:
            went[f"{state} people"] = await self._empty_people_of(state, now)
        went["drafts"] = await self._delete_drafts(now)
        for keeping in WORDS:
            went[keeping.name] = await self._count(keeping.emptied(now))
        for keeping in ROWS:
            went[keeping.name] = await self._count(delete(keeping.table).where(keeping.is_over(now)))
        went["consents"] = await self._delete_consents(now)
        hour = int((now - LOOKUPS).timestamp()) // 3600
        for table, name in ((nik_lookup, "look-ups"), (guess, "guesses")):
            went[name] = await self._count(delete(table).where(table.c.hour < hour))
        went["acts"] = await self._delete_acts(now)
        return {name: count for name, count in went.items() if count}

    async def _empty_people_of(self, state: str, now: datetime) -> int:
        """Accepted ones keep their state and paid month: only who it was goes."""
        is_over = and_(registration.c.state == state, registration.c.stage_at < now - PEOPLE[state])
        found = select(person.c.id).join(registration).where(is_over, person.c.body.is_not(None))
        people = [row["id"] for row in await self.fetch(found.limit(AT_ONCE))]
        if people:
            await self.empty_people(people)
        return len(people)

    async def _delete_drafts(self, now: datetime) -> int:
        found = select(conversation.c.id).where(conversation.c.touched_at < now - DRAFTS).limit(AT_ONCE)
        over = delete(conversation).where(conversation.c.id.in_(found))
        gone = await self.fetch(over.returning(conversation.c.subject, conversation.c.salt_id))
        await self.drop_salts(row["salt_id"] for row in gone if row["subject"])
        return len(gone)

    async def _delete_consents(self, now: datetime) -> int:
        over = delete(consent).where(consent.c.given_at < now - CONSENTS)
        gone = await self.fetch(over.returning(consent.c.salt_id))
        await self.drop_salts(row["salt_id"] for row in gone)
        return len(gone)

    async def _delete_acts(self, now: datetime) -> int:
        """Whole months of the register, as a chain has no use for half a one."""
        first_kept = f"{now - ACTS:%Y-%m}"
        linked = select(audit_link.c.audit_id).where(audit_link.c.month < first_kept)
        acts = [row["audit_id"] for row in await self.fetch(linked.limit(AT_ONCE))]
        if acts:
            await self.connection.execute(delete(audit_link).where(self.among(audit_link.c.audit_id, acts)))
            await self.connection.execute(delete(audit).where(self.among(audit.c.id, acts)))
        return len(acts)

    async def _count(self, statement: Delete | Update) -> int:
        done = await self.connection.execute(statement)
        return done.rowcount if isinstance(done, CursorResult) else 0
