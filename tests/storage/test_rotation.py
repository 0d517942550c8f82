"""A new master key takes over everything that the old one sealed."""

import pytest
from sqlalchemy import LargeBinary

from conversations.conversation import Conversation
from conversations.outcomes import HandOver
from storage.database import Database
from storage.rotation import SEALED, reseal, retire_old_keys
from storage.tables import metadata
from storage.updates import Poison
from tests.databases import KEYS
from tests.storage.people import LATER, NOW, SITI, form, register

NOT_SEALED = {"salt.secret", "invitation.token_hash", "link.token_hash", "village_key.access_hash"}


def test_every_sealed_column_is_moved() -> None:
    binary = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, LargeBinary) and not column.name.endswith("_index")
    }
    assert {one.bound_as for one in SEALED} == binary - NOT_SEALED


async def test_after_rotation_everything_opens_with_the_new_key_alone(address: str) -> None:
    database = await Database.open(address, KEYS, kind="live")
    async with database.unit() as unit:
        for number in range(3):
            await register(unit, SITI, form(number))
        unit.save_conversation(SITI, Conversation("c", "check", "1"), revision=0, now=NOW)
        unit.say(SITI, "1", "sendMessage", {"text": "Halo"}, now=NOW)
        await unit.keep(SITI, HandOver(topic="claim", question="Bagaimana?"), update_id=1, now=NOW)
        await unit.quarantine(Poison(6, SITI, b"{}", "ValueError", "REF"), NOW)
    await database.close()

    rotated = KEYS.rotated()
    database = await Database.open(address, rotated, kind="live")
    async with database.unit() as unit:
        assert await reseal(unit, limit=2) == 10
        with pytest.raises(ValueError, match="yet"):
            await retire_old_keys(unit, rotated)
    async with database.unit() as unit:
        assert await reseal(unit, limit=2) == 0
        alone = await retire_old_keys(unit, rotated)
    await database.close()

    database = await Database.open(address, alone, kind="live")
    async with database.unit() as unit:
        assert len((await unit.load_cases([SITI]))[SITI]) == 3
        assert len((await unit.load_conversations([SITI]))[SITI]) == 1
        assert [one.question for one in await unit.open_questions(limit=1)] == ["Bagaimana?"]
        rows = await unit.claim("me", lane="live", limit=1, now=LATER, lease_until=LATER)
        assert [row.payload for row in rows] == [{"text": "Halo"}]
    await database.close()
