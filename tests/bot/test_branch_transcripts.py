"""The branch's transcripts: played through the desk, with the files that are made and read between two words."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import JsonValue
from sqlalchemy import update

from bot.handing_over import HandingOver
from bot.posting import unpacked
from bot.taking_in import TakingIn
from conversations.facts import Place
from conversations.texts import LANGUAGES
from conversations.transcript import Line, Said, Shown, bare
from storage.handover import Handover
from storage.staff import Staff
from storage.tables import registration
from tests.bot.broadcasting import work
from tests.bot.files_waiting import entered
from tests.bot.office import BUDI, NOW, RATNA, SITI, Office, opened_office
from tests.bot.test_core_answer import Files, values
from tests.bot.test_officer_transcripts import brought_up_to_date
from tests.transcripts import script

FOLDER = script.FOLDER / "branch"
PATHS = sorted(FOLDER.glob("*/*/*.txt"))
ANSWERS: Mapping[str, bytes] = {
    "foto.png": b"\x89PNG\r\n\x1a\n" + b"\0" * 50,
    "keliru.csv": values(("SSR-TEST-01", "", "123"), ("SSR-TEST-02", "", "12345678902")),
    "balasan.csv": values(
        ("SSR-TEST-01", "", "12345678901", "9988776655", "31-12-2026"),
        ("SSR-TEST-02", "", "12345678902", "9988776656", "31-12-2026"),
    ),
}


@dataclass(slots=True)
class Desktop(Office):
    """An office whose files are made and read at once; everything that Ratna's chat shows is in `shown`."""

    shown: list[Line] = field(default_factory=list)
    is_gone: bool = False
    broadcasts: bool = False

    async def does(self, said: Said) -> list[Line]:
        """The line as it came out, then what was shown."""
        self.shown, self.is_gone = [], False
        if said.tapped:
            await self.taps(RATNA, said.tapped)
        elif said.gesture:
            name = said.gesture.removeprefix("document ")
            await self._message(RATNA, {"document": {"file_id": name, "file_name": name}})
        else:
            await self.says(RATNA, said.words)
        await HandingOver(self.database, self.place.regions).work(self.now)
        await TakingIn(self.database, Files(**ANSWERS)).work(self.now)
        await self._deliver(())
        if self.broadcasts:
            await work(self, 2)
        self.now += timedelta(seconds=5)
        return [Said(said.words, is_gone=self.is_gone), *self.shown]

    def _shown(self, chat_id: int, method: str, payload: dict[str, JsonValue]) -> None:
        Office._shown(self, chat_id, method, payload)
        if chat_id != RATNA:
            return
        self.is_gone |= method == "deleteMessage"
        if method in {"sendMessage", "sendDocument"}:
            payload, file = unpacked(payload)
            self.screens.setdefault(RATNA, []).append({"text": "", **payload})
            rows = [tuple(str(button["text"]) for button in row) for row in keyboard(payload)]
            text = bare(str(payload.get("text") or payload.get("caption") or ""))
            self.shown.append(Shown(text, tuple(rows), file[0] if file else ""))


def keyboard(payload: dict[str, JsonValue]) -> list[list[dict[str, JsonValue]]]:
    """The buttons under a message, row by row."""
    markup = payload.get("reply_markup")
    rows = markup.get("inline_keyboard") if isinstance(markup, dict) else None
    return rows or []  # type: ignore[return-value] # our own rendering


@asynccontextmanager
async def desktop(folder: str, language: str, tmp_path: Path, place: Place) -> AsyncIterator[Desktop]:
    """Four files wait, or are accepted, or were handed over, as the folder needs it."""
    async with opened_office("sqlite", tmp_path, place) as (opened, _):
        office = Desktop(opened.database, opened.place, broadcasts=folder == "broadcast")
        for number, by in ((1, SITI), (2, BUDI), (3, BUDI), (4, BUDI)):
            await entered(office, number, by=by, at=NOW - timedelta(days=3, hours=-number))
        async with office.database.unit() as unit:
            await unit.load_contacts([RATNA])
            unit.choose_language(RATNA, language)
            if folder != "review":
                await unit.connection.execute(update(registration).values(state="accepted"))
            if folder == "import":
                actor = (await Staff(unit).load_actors([RATNA], NOW))[RATNA]
                await Handover(unit, actor, NOW).make_batch()
        yield office


@pytest.mark.parametrize("path", PATHS, ids=lambda path: str(path.relative_to(FOLDER).with_suffix("")))
async def test_a_branch_s_transcript_plays_as_written(
    path: Path,
    tmp_path: Path,
    place: Place,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.handing_over.draw_password", lambda: "7k2f-qd4m-xw3h-9ptr")
    written = script.read(str(path.relative_to(script.FOLDER).with_suffix("")))
    language, folder = path.relative_to(FOLDER).parts[:2]
    async with desktop(folder, language, tmp_path, place) as office:
        lines = [line for move in written.moves for line in await office.does(move)]
    now = script.printed(written, lines)
    assert brought_up_to_date(path, now, request) == now


def test_every_language_has_the_same_transcripts() -> None:
    names = {
        language: {path.relative_to(FOLDER / language) for path in PATHS if language in path.parts}
        for language in LANGUAGES
    }
    assert all(each == names["id"] for each in names.values())
    assert names["id"]
