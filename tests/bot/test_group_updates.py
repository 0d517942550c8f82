"""A group from Telegram's side: raw updates in, counts out, and the binding follows what happens to the group."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from pydantic import JsonValue

from bot.delivery.marks import Mark, Sent
from bot.delivery.stored import StoredOutbox
from bot.hearing import ALLOWED_UPDATES, open_update
from conversations.facts import Place
from tests.bot.office import BUDI, NOW, RATNA, SITI, VILLAGE, Office, opened_office
from tests.databases import KINDS

GROUP, SUPERGROUP = -4_000_000_001, -1_002_000_000_001
NOBODY_SHOWN: JsonValue = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
"""As whom an administrator speaks who is not shown (Bot API, Message: from)."""


class OfficeClock:
    """It is always the same morning."""

    def now(self) -> datetime:
        return NOW


@dataclass(slots=True)
class Groups:
    """Brings updates of groups to a desk, and gives what was answered."""

    office: Office

    async def says(self, who: int, text: str, chat: int = GROUP) -> str:
        return await self.tells({"text": text, "from": person(who)}, chat)

    async def tells(self, content: dict[str, JsonValue], chat: int = GROUP) -> str:
        """A message, or what Telegram says within the group itself."""
        self.office.updates += 1
        number, moment = self.office.updates, int(self.office.now.timestamp())
        message: dict[str, JsonValue] = {"message_id": number, "date": moment, "chat": group(chat), **content}
        return await self.brings({"message": message})

    async def changes(self, kind: str, who: JsonValue, status: str, chat: int = GROUP) -> str:
        """`my_chat_member` or `chat_member`: who was put into which state."""
        change: dict[str, JsonValue] = {"chat": group(chat), "from": person(RATNA), "date": 1}
        return await self.brings({kind: {**change, "new_chat_member": {"user": who, "status": status}}})

    async def brings(self, update: dict[str, JsonValue]) -> str:
        self.office.updates += 1
        rows = await self.office.desk.work([{"update_id": self.office.updates, **update}])
        return "\n".join(str(row.payload.get("text", row.method)) for row in rows)

    async def is_bound(self, chat: int = GROUP) -> bool:
        return "dari 100" in await self.says(SITI, "/ringkasan", chat)

    async def bind(self) -> None:
        assert "sekarang bisa" in await self.says(BUDI, "/ringkasan@sasar_contoh_bot hubungkan")
        assert await self.is_bound()


def person(who: int) -> JsonValue:
    return {"id": who, "is_bot": False, "first_name": "Orang"}


def group(chat: int) -> JsonValue:
    return {"id": chat, "type": "group" if chat == GROUP else "supergroup", "title": "Desa"}


@pytest.fixture(params=KINDS)
async def groups(request: pytest.FixtureRequest, tmp_path: Path, place: Place) -> AsyncIterator[Groups]:
    async with opened_office(request.param, tmp_path, place) as (office, _):
        yield Groups(office)


async def test_a_group_is_bound_asks_and_is_sent_to_the_private_chat_for_people(groups: Groups) -> None:
    await groups.bind()
    assert await groups.says(SITI, "selamat pagi") == ""
    assert "obrolan pribadi" in await groups.says(BUDI, "/tugas")
    assert "obrolan pribadi" in await groups.says(BUDI, f"/ringkasan {VILLAGE} protected")
    card = await groups.says(SITI, "NIK saya 3201015708850001")
    assert "obrolan pribadi" in card
    assert "deleteMessage" in card
    assert await groups.is_bound()


@pytest.mark.parametrize("teller", [person(BUDI), person(RATNA), NOBODY_SHOWN])
async def test_the_officer_going_out_ends_the_binding_whoever_tells_it(
    groups: Groups, teller: JsonValue
) -> None:
    await groups.bind()
    assert await groups.tells({"from": teller, "left_chat_member": person(SITI)}) == ""
    assert await groups.is_bound()
    assert await groups.tells({"from": teller, "left_chat_member": person(BUDI)}) == ""
    assert not await groups.is_bound()
    await groups.bind()


async def test_a_large_group_tells_its_administrators_alone_who_went(groups: Groups) -> None:
    await groups.bind()
    for who, status in ((BUDI, "member"), (SITI, "left"), (BUDI, "administrator")):
        assert await groups.changes("chat_member", person(who), status) == ""
    assert await groups.is_bound()
    assert await groups.changes("chat_member", person(BUDI), "kicked") == ""
    assert not await groups.is_bound()


async def test_the_bot_put_out_of_a_group_is_bound_no_more_when_it_comes_back(groups: Groups) -> None:
    await groups.bind()
    bot: JsonValue = {"id": 1, "is_bot": True, "first_name": "Sasar"}
    assert await groups.changes("my_chat_member", bot, "kicked") == ""
    assert await groups.changes("my_chat_member", bot, "member") == ""
    assert not await groups.is_bound()
    # Whoever put the bot out of a group has not blocked it.
    assert "Pelajaran" in (await groups.office.says(BUDI, "/panduan"))[0]


@pytest.mark.parametrize("teller", [person(BUDI), NOBODY_SHOWN])
@pytest.mark.parametrize("first", ["old", "new"])
async def test_both_ends_tell_that_a_group_became_a_supergroup(
    groups: Groups, teller: JsonValue, first: str
) -> None:
    await groups.bind()
    told: list[tuple[dict[str, JsonValue], int]] = [
        ({"from": teller, "migrate_to_chat_id": SUPERGROUP}, GROUP),
        ({"from": teller, "migrate_from_chat_id": GROUP}, SUPERGROUP),
    ]
    for content, chat in told if first == "old" else reversed(told):
        assert await groups.tells(content, chat) == ""
        assert await groups.is_bound(SUPERGROUP)
    assert not await groups.is_bound(GROUP)


async def test_a_refusal_that_names_the_supergroup_moves_the_binding(groups: Groups) -> None:
    await groups.bind()
    rows = StoredOutbox(groups.office.database, "one", OfficeClock(), is_only_one=True)
    for _ in range(2):
        await rows.write([Mark(1, Sent.SENT, moved=(GROUP, SUPERGROUP))])
    assert await groups.is_bound(SUPERGROUP)
    assert not await groups.is_bound(GROUP)


def test_what_is_heard_is_what_telegram_is_asked_for() -> None:
    assert set(ALLOWED_UPDATES) >= {"message", "callback_query", "my_chat_member", "chat_member"}
    assert open_update({"update_id": 1, "chat_member": {}}) is None
    assert open_update({"update_id": 1, "my_chat_member": {}}) is None
