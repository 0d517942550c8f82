"""A group from Telegram's side: raw updates in, counts out, and the binding follows what happens to the group."""

from pathlib import Path

from pydantic import JsonValue

from conversations.facts import Place
from tests.bot.office import BUDI, SITI, opened_office

GROUP, SUPERGROUP = -4_000_000_001, -1_002_000_000_001


async def test_a_group_is_bound_asks_moves_and_loses_its_officer(tmp_path: Path, place: Place) -> None:
    async with opened_office("sqlite", tmp_path, place) as (office, _):

        async def hears(who: int, chat: int, **content: JsonValue) -> list[JsonValue]:
            office.updates += 1
            kind = "group" if chat == GROUP else "supergroup"
            message = {
                "message_id": office.updates,
                "date": int(office.now.timestamp()),
                "from": {"id": who, "is_bot": False, "first_name": "Orang"},
                "chat": {"id": chat, "type": kind, "title": "Desa"},
                **content,
            }
            rows = await office.desk.work([{"update_id": office.updates, "message": message}])
            assert {row.chat_id for row in rows} <= {chat}
            return [row.payload["text"] for row in rows]

        assert "sekarang bisa" in str(await hears(BUDI, GROUP, text="/ringkasan@sasar_contoh_bot hubungkan"))
        assert "dari 100" in str(await hears(SITI, GROUP, text="/ringkasan"))
        assert await hears(SITI, GROUP, text="selamat pagi") == []
        assert "obrolan pribadi" in str(await hears(BUDI, GROUP, text="/tugas"))
        assert await hears(BUDI, GROUP, migrate_to_chat_id=SUPERGROUP) == []
        assert "dari 100" in str(await hears(SITI, SUPERGROUP, text="/ringkasan"))
        gone: JsonValue = {"id": BUDI, "is_bot": False, "first_name": "Orang"}
        assert await hears(BUDI, SUPERGROUP, left_chat_member=gone) == []
        assert "obrolan pribadi" in str(await hears(SITI, SUPERGROUP, text="/ringkasan"))
