"""What must leave a chat leaves it: once, also when it was sent late or we died in between, and never in vain."""

from datetime import datetime, timedelta

import pytest

from storage.database import Database
from storage.deliveries import Mark
from storage.fading import FORGOTTEN_AFTER, let_fade, take_faded
from tests.storage.people import NOW

CHAT, KEY, GONE_AT = 5003, "sheet:1:password", NOW + timedelta(minutes=10)


async def said(database: Database) -> None:
    async with database.unit() as unit:
        await unit.load_contacts([CHAT])
        unit.meet(CHAT, CHAT, language="id", now=NOW)
        unit.say(CHAT, KEY, "sendMessage", {"chat_id": CHAT, "text": "rahasia"}, now=NOW)
        await let_fade(unit, KEY, CHAT, GONE_AT)


async def sent(database: Database, at: datetime) -> None:
    async with database.unit() as unit:
        (row,) = await unit.claim("t", lane="live", limit=9, now=at, lease_until=at + timedelta(minutes=1))
        await unit.mark([Mark(row.id, "sent", message_id=44)], owner="t", now=at)


async def faded(database: Database, at: datetime) -> tuple[tuple[str, int, int], ...]:
    async with database.unit() as unit:
        return await take_faded(unit, at)


async def test_a_message_is_given_when_its_time_has_come_and_once(database: Database) -> None:
    await said(database)
    await sent(database, NOW)
    assert await faded(database, GONE_AT - timedelta(seconds=1)) == ()
    assert await faded(database, GONE_AT) == ((KEY, CHAT, 44),)
    assert await faded(database, GONE_AT) == ()


async def test_a_message_that_is_sent_late_is_taken_back_as_soon_as_it_is_there(database: Database) -> None:
    await said(database)
    late = GONE_AT + timedelta(hours=5)
    assert await faded(database, late) == ()
    await sent(database, late)
    assert await faded(database, late) == ((KEY, CHAT, 44),)


async def dying(database: Database) -> None:
    async with database.unit() as unit:
        assert await take_faded(unit, GONE_AT)
        raise KeyboardInterrupt


async def test_a_death_before_the_commit_forgets_nothing(database: Database) -> None:
    await said(database)
    await sent(database, NOW)
    with pytest.raises(KeyboardInterrupt):
        await dying(database)
    assert await faded(database, GONE_AT) == ((KEY, CHAT, 44),)


async def test_what_was_not_sent_in_two_days_is_never_sent(database: Database) -> None:
    await said(database)
    over = GONE_AT + FORGOTTEN_AFTER + timedelta(seconds=1)
    assert await faded(database, over) == ()
    async with database.unit() as unit:
        assert await unit.claim("t", lane="live", limit=9, now=over, lease_until=over) == ()
