"""Who is erased is gone with their Telegram number, as soon as nothing needs it; who is still here stays."""

from datetime import timedelta

import pytest
from sqlalchemy import BigInteger, insert, select

from conversations.conversation import Conversation
from conversations.facts import Needs
from conversations.outcomes import Erasure, HandOver
from storage import tables
from storage.database import Database
from storage.lookups import NIKS_AN_HOUR
from storage.parting import CHATS, DELETED_WITH, EMPTIED_WITH, HELD_BY
from storage.tables import contact, metadata
from storage.updates import Poison
from tests.storage.people import LATER, NOW, SITI, VILLAGE, form, meet, register

TWO_DAYS = timedelta(days=2)
OF_STAFF = {
    "assignment.given_by", "batch.made_by", "broadcast.approved_by", "core_answer.brought_by", "door.made_by",
    "exported.recalled_by", "handover.from_contact", "handover.given_by", "handover.to_contact", "hold.reviewer",
    "invitation.given_by", "invitation.used_by", "likeness.resolved_by", "payer.made_by", "post.given_by",
    "proposal.proposed_by", "sheet.asked_by", "slip.issued_by", "slip.used_by", "target.set_by", "thread.answered_by",
    "village_key.made_by",
    "village_group.bound_by", "visit.officer_id",
}  # fmt: skip
"""Only who holds or held a post stands here, and `post` holds them."""
GOES_OTHERWISE = {
    "audit.actor",  # five years: the proof of who did what
    "contact.chat_id",  # the row itself
    "invitation.for_contact",  # a month after the invitation
    "question.contact_id",  # with what was said in its thread
    "remark.contact_id",
    "said_paid.said_by",  # with the registration
    "village_group.chat_id",  # of a group
}
NO_CONTACT = {"message_id", "update_id"}


def test_of_every_number_of_a_contact_it_is_decided_how_it_goes() -> None:
    known = {str(column) for column in (*HELD_BY, *DELETED_WITH, *EMPTIED_WITH, *CHATS)}
    numbers = {
        str(column)
        for table in metadata.sorted_tables
        for column in table.columns
        if (
            isinstance(column.type, BigInteger)
            or any(key.column is contact.c.id for key in column.foreign_keys)
        )
        and (not column.primary_key or column.name in {"contact_id", "chat_id"})
        and column.name not in NO_CONTACT
    }
    assert numbers == known | OF_STAFF | GOES_OTHERWISE


async def erase(database: Database, contact_id: int = SITI) -> None:
    async with database.unit() as unit:
        await meet(unit, contact_id)
        await unit.keep(contact_id, Erasure(), update_id=9, now=LATER)


async def rows_with_the_number(database: Database, number: int) -> set[str]:
    """The columns in which a Telegram number stands."""
    async with database.reading() as unit:
        return {
            str(column)
            for table in metadata.sorted_tables
            for column in table.columns
            if isinstance(column.type, BigInteger) and column.name not in NO_CONTACT
            if await unit.fetch(select(column).where(column == number).limit(1))
        }


async def leave_traces(database: Database) -> None:
    """Let one worker stand wherever a worker can stand."""
    async with database.unit() as unit:
        await register(unit)
        await unit.keep(SITI, HandOver(topic="claim", question="Bagaimana?"), update_id=1, now=NOW)
        await unit.quarantine(Poison(6, SITI, b"{}", "ValueError", "REF"), NOW)
        unit.say(SITI, "1", "sendMessage", {"text": "Halo"}, now=NOW, owner="me", lease_until=LATER)
        await unit.load_facts({SITI: Needs(frozenset(["3273014190000009"]))}, now=NOW)
        await unit.flush()
        [case] = await unit.fetch(select(tables.registration))
        [asked] = await unit.fetch(select(tables.question))
        rows = (
            (tables.unwanted, {"contact_id": SITI, "at": NOW}),
            (tables.fading, {"key": "1", "chat_id": SITI, "gone_at": NOW}),
            (tables.guess, {"contact_id": SITI, "what": "slip", "hour": 1, "count": 2}),
            (tables.said_paid, {"registration_id": case["id"], "said_by": SITI, "said_at": NOW, "until_at": NOW}),
            (tables.thread, {"question_id": asked["id"], "level": "branch", "village_code": VILLAGE, "branch_id": "",
                             "told": 1, "tell_at": NOW}),
            (tables.remark, {"id": "r", "question_id": asked["id"], "contact_id": SITI, "is_answer": False,
                             "salt_id": asked["salt_id"], "at": NOW}),
            (tables.reminder, {"key": "k", "registration_id": case["id"], "village_code": VILLAGE, "code": "due",
                               "number": 1, "payer_id": "", "due_on": NOW.date(), "way": "own", "contact_id": SITI,
                               "given_at": NOW}),
            (tables.first_promise, {"nik_index": b"1" * 32, "registration_id": case["id"], "first_at": NOW}),
        )  # fmt: skip
        for table, row in rows:
            await unit.connection.execute(insert(table), [row])


async def test_two_days_after_an_erasure_the_telegram_number_stands_in_the_register_of_acts_alone(
    database: Database,
) -> None:
    await leave_traces(database)
    before = await rows_with_the_number(database, SITI)
    assert {"contact.id", "reminder.contact_id", "quarantine.contact_id", "said_paid.said_by"} <= before
    await erase(database)
    at_once = await rows_with_the_number(database, SITI)
    assert not at_once & {
        "reminder.contact_id",
        "quarantine.contact_id",
        "said_paid.said_by",
        "registration.contact_id",
    }
    async with database.unit() as unit:
        assert not await unit.fetch(select(tables.first_promise))
        assert "erased contacts" not in await unit.sweep(LATER + timedelta(hours=20))
    async with database.unit() as unit:
        assert (await unit.sweep(LATER + TWO_DAYS))["erased contacts"] == 1
    assert await rows_with_the_number(database, SITI) == {"audit.actor"}
    async with database.unit() as unit:
        await register(unit, SITI, form(2))
    async with database.reading() as unit:
        assert [case.reference for case in (await unit.load_cases([SITI]))[SITI]] == ["SR-000002"]


@pytest.mark.parametrize(
    "tie", ["registered another", "talks again", "is being answered", "has just written"]
)
async def test_an_erased_contact_stays_for_as_long_as_something_needs_them(
    database: Database, tie: str
) -> None:
    async with database.unit() as unit:
        await register(unit)
        if tie == "registered another":
            aloud = form().consent.model_copy(update={"channel": "read_aloud"})
            await register(unit, SITI, form(2, consent=aloud))
    await erase(database)
    async with database.unit() as unit:
        await meet(unit, SITI)
        if tie == "talks again":
            unit.save_conversation(SITI, Conversation("c", "check", "1"), revision=0, now=LATER)
        elif tie == "is being answered":
            unit.say(SITI, "2", "sendMessage", {"text": "Sudah dihapus."}, now=LATER)
        elif tie == "has just written":
            unit.meet(SITI, SITI, language="id", now=NOW + TWO_DAYS)
        await unit.flush()
        assert "erased contacts" not in await unit.sweep(LATER + TWO_DAYS)
        assert SITI in await unit.load_contacts([SITI])


async def test_who_was_never_erased_is_let_be(database: Database) -> None:
    async with database.unit() as unit:
        await meet(unit, SITI)
        await unit.flush()
        await unit.sweep(NOW + timedelta(days=1000))
        assert SITI in await unit.load_contacts([SITI])


async def test_erasing_oneself_is_no_way_to_ask_after_more_niks(database: Database) -> None:
    niks = [f"327301419000{number:04}" for number in range(NIKS_AN_HOUR + 1)]
    async with database.unit() as unit:
        await meet(unit, SITI)
        for nik in niks[:-1]:
            assert not (await unit.load_facts({SITI: Needs(frozenset([nik]))}, now=LATER))[SITI].is_over_limit
        asked = unit.sealer.index("nik", niks[0])
    await erase(database)
    async with database.unit() as unit:
        kept = await unit.fetch(select(tables.nik_lookup.c.nik_index))
        assert len(kept) == NIKS_AN_HOUR
        assert asked not in [row["nik_index"] for row in kept]
        assert (await unit.load_facts({SITI: Needs(frozenset([niks[-1]]))}, now=LATER))[SITI].is_over_limit


async def test_an_erased_question_waits_for_nobody(database: Database) -> None:
    await leave_traces(database)
    await erase(database)
    async with database.reading() as unit:
        [asked] = await unit.fetch(select(tables.question.c.state, tables.question.c.body))
        [told] = await unit.fetch(select(tables.thread.c.tell_at))
    assert (asked["state"], asked["body"], told["tell_at"]) == ("closed", None, None)


async def test_the_name_of_a_past_post_goes_a_year_after_it(database: Database) -> None:
    async with database.unit() as unit:
        await meet(unit, SITI)
        await unit.flush()
        kept = (await unit.load_contacts([SITI]))[SITI].salt
        for name, valid_to in (("past", NOW), ("present", None)):
            row = {"id": name, "contact_id": SITI, "role": "officer", "pillar": "", "given_by": 1, "valid_from": NOW,
                   "valid_to": valid_to, "full_name": b"sealed", "salt_id": kept.id}  # fmt: skip
            await unit.connection.execute(insert(tables.post), [row])
        assert await unit.sweep(NOW + timedelta(days=365)) == {}
        assert await unit.sweep(NOW + timedelta(days=366)) == {"names of past posts": 1}
        named = tables.post.c.full_name.is_not(None)
        assert [row["id"] for row in await unit.fetch(select(tables.post.c.id).where(named))] == ["present"]
