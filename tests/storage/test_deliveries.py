"""Rows of the outbox are sent by one owner, in the order of their chat, and nothing is quietly lost."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import event

from storage.database import Database
from storage.deliveries import Delivery, Mark
from storage.outbox import Lane
from storage.unit import Unit
from tests.databases import fresh_database
from tests.storage.people import LATER, NOW, SITI, meet

MINUTE = timedelta(minutes=1)
BUDI = 4_002


async def say(database: Database, key: str, chat_id: int = SITI, **more: object) -> None:
    async with database.unit() as unit:
        await meet(unit, chat_id)
        unit.say(chat_id, key, "sendMessage", {"text": key}, now=NOW, **more)  # type: ignore[arg-type]


async def claim(
    database: Database, owner: str = "a", *, lane: Lane = "live", now: datetime = NOW, limit: int = 9
) -> list[Delivery]:
    async with database.unit() as unit:
        return list(await unit.claim(owner, lane=lane, limit=limit, now=now, lease_until=now + MINUTE))


async def mark(database: Database, *marks: Mark, owner: str = "a") -> None:
    async with database.unit() as unit:
        await unit.mark(marks, owner=owner, now=NOW)


async def test_a_row_is_claimed_once_and_carries_its_words(database: Database) -> None:
    await say(database, "1")
    [row] = await claim(database)
    assert (row.key, row.chat_id, row.contact_id, row.payload, row.tries) == (
        "1",
        SITI,
        SITI,
        {"text": "1"},
        1,
    )
    assert await claim(database, "b") == []
    await mark(database, Mark(row.id, "sent", message_id=7))
    async with database.reading() as unit:
        assert await unit.count_outbox() == {("live", "sent"): 1}


async def test_two_owners_at_once_share_rows_and_never_a_row(database: Database) -> None:
    async with database.unit() as unit:
        for chat_id in range(1, 41):
            unit.say(chat_id, f"{chat_id}", "sendMessage", {}, now=NOW)
    claims = await asyncio.gather(*(claim(database, owner, limit=10) for owner in "abcd"))
    assert sorted(row.chat_id for rows in claims for row in rows) == list(range(1, 41))


async def test_a_later_message_waits_for_the_earlier_one_of_another_owner(database: Database) -> None:
    await say(database, "first")
    [first] = await claim(database, "a")
    await say(database, "second")
    await say(database, "elsewhere", BUDI)
    assert [row.key for row in await claim(database, "b")] == ["elsewhere"]
    await mark(database, Mark(first.id, "sent"))
    assert [row.key for row in await claim(database, "b")] == ["second"]


async def test_order_within_a_chat_holds_across_lanes(database: Database) -> None:
    await say(database, "bulk", lane="bulk")
    await say(database, "live")
    assert await claim(database) == []
    [row] = await claim(database, lane="bulk")
    await mark(database, Mark(row.id, "sent"))
    assert [row.key for row in await claim(database)] == ["live"]


async def test_a_row_for_tomorrow_holds_nobody_up_and_one_that_failed_once_does(database: Database) -> None:
    await say(database, "tomorrow", not_before=NOW + 60 * MINUTE)
    await say(database, "now")
    [row] = await claim(database)
    assert row.key == "now"
    await mark(database, Mark(row.id, "queued", not_before=NOW + MINUTE))
    await say(database, "next")
    assert await claim(database) == []
    assert [row.key for row in await claim(database, now=NOW + MINUTE)] == ["now", "next"]


async def test_a_chat_with_unsent_words_of_others_is_known(database: Database) -> None:
    await say(database, "1", owner="a", lease_until=LATER)
    await say(database, "2", BUDI, not_before=LATER + MINUTE)
    async with database.reading() as unit:
        assert await unit.unsent_chats([SITI, BUDI], owner="b", now=NOW) == {SITI}
        assert await unit.unsent_chats([SITI, BUDI], owner="a", now=NOW) == set()


async def test_what_a_dead_owner_held_is_sent_once_more_when_live_and_uncertain_when_bulk(
    database: Database,
) -> None:
    await say(database, "live")
    await say(database, "bulk", BUDI, lane="bulk")
    await claim(database, "dead")
    await claim(database, "dead", lane="bulk")
    for owner, now, expected in (("a", NOW, []), ("a", LATER, ["live"]), ("b", LATER + 2 * MINUTE, [])):
        async with database.unit() as unit:
            rows = await unit.take_over(owner, now=now, lease_until=now + MINUTE)
            assert [(row.key, row.is_doubtful) for row in rows] == [(key, True) for key in expected]
    async with database.reading() as unit:
        assert await unit.count_outbox() == {("live", "uncertain"): 1, ("bulk", "uncertain"): 1}


async def test_a_lease_that_is_renewed_is_not_taken_over_but_a_new_start_finds_its_own_rows(
    database: Database,
) -> None:
    await say(database, "1")
    await claim(database, "only")
    async with database.unit() as unit:
        await unit.renew("only", lease_until=LATER + MINUTE)
        assert await unit.take_over("b", now=LATER, lease_until=LATER) == ()
        [row] = await unit.take_over("only", now=LATER, lease_until=LATER + MINUTE, also_own=True)
    assert row.key == "1"


async def test_a_mark_of_somebody_who_lost_the_row_is_not_written(database: Database) -> None:
    await say(database, "1")
    [row] = await claim(database, "slow")
    async with database.unit() as unit:
        await unit.take_over("quick", now=LATER, lease_until=LATER + MINUTE)
    await mark(database, Mark(row.id, "failed", error="late"), owner="slow")
    await mark(database, Mark(row.id, "sent", message_id=5), owner="quick")
    async with database.reading() as unit:
        assert await unit.count_outbox() == {("live", "sent"): 1}


async def test_words_to_a_group_without_a_contact_are_sealed_by_the_house(database: Database) -> None:
    async with database.unit() as unit:
        unit.say(-100_5, "g", "sendMessage", {"text": "Rekap"}, now=NOW)
    [row] = await claim(database)
    assert (row.contact_id, row.payload) == (None, {"text": "Rekap"})


async def test_looking_for_rows_to_send_does_not_read_those_that_were_sent(tmp_path: Path) -> None:
    async with fresh_database("sqlite", tmp_path) as database, database.unit() as unit:
        seen = statements_of(database)
        await unit.unsent_chats([SITI], owner="a", now=NOW)
        await unit.claim("a", lane="live", limit=5, now=NOW, lease_until=LATER)
        await unit.take_over("a", now=NOW, lease_until=LATER)
        plans = [await plan_of(unit, *one) for one in seen[:3]]
    assert "ix_outbox_unsent" in plans[0]
    assert "ix_outbox_queued" in plans[1]
    assert "ix_outbox_unsent" in plans[1]
    assert "ix_outbox_sending" in plans[2]


def statements_of(database: Database) -> list[tuple[str, tuple[object, ...]]]:
    """Statements with their parameters, as they go out from now on."""
    seen: list[tuple[str, tuple[object, ...]]] = []

    @event.listens_for(database._writing.sync_engine, "before_cursor_execute")
    def note(
        _connection: object, _cursor: object, statement: str, parameters: tuple[object, ...], *_: object
    ) -> None:
        if "outbox" in statement:
            seen.append((statement, parameters))

    return seen


async def plan_of(unit: Unit, statement: str, parameters: tuple[object, ...]) -> str:
    rows = await unit.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
    return " ".join(str(row) for row in rows)


async def test_many_rows_are_marked_at_once(database: Database) -> None:
    async with database.unit() as unit:
        for number in range(3):
            unit.say(
                7,
                f"many:{number}",
                "sendMessage",
                {"chat_id": 7, "text": "halo"},
                now=NOW,
                owner="one",
                lease_until=LATER,
            )
    async with database.unit() as unit:
        ids = await unit.outbox_ids(f"many:{number}" for number in range(3))
        marks = [
            Mark(ids["many:0"], "sent", message_id=5),
            Mark(ids["many:1"], "failed", error="gone"),
            Mark(ids["many:2"], "sent"),
        ]
        await unit.mark(marks, owner="one", now=NOW)
    async with database.reading() as unit:
        assert await unit.count_outbox() == {("live", "sent"): 2, ("live", "failed"): 1}
