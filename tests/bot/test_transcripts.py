"""Every transcript over HTTP: each line heard by the other of two replicas, and read off the person's screen."""

from collections.abc import AsyncIterator
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from bot.delivery import marks
from conversations.facts import Place
from conversations.transcript import Line, Said, Shown, written
from simulator.serving import serve
from simulator.telegram import Telegram
from tests.bot.doubles import TOKEN, until
from tests.bot.two_replicas import NAMES, StandingClock, TwoReplicas
from tests.databases import fresh_address
from tests.simulator.phone import Phone
from tests.simulator.pictures import PNG
from tests.transcripts.script import Script, language_of, name_of, paths, read

ON_POSTGRES = (
    "id/registration/plain",
    "id/registration/mistakes",
    "en/registration/plain",
    "id/deletion/erased",
)
PLACES = {
    "location": {"latitude": -6.9, "longitude": 106.9},
    "sticker": {"emoji": "👍"},
    "voice": {"duration": 3},
}
"""What the simulator wants to know of a gesture."""


class Screen:
    """What one person sees; `act` does a line of a transcript and tells what came of it."""

    def __init__(self, telegram: Telegram, phone: Phone, replicas: TwoReplicas) -> None:
        self._telegram, self._phone, self._replicas = telegram, phone, replicas

    async def act(self, said: Said) -> list[Line]:
        """The line as it came out, then what was shown."""
        replica = await self._replicas.next_one()
        calls, last = len(self._telegram.ledger.entries), self._last_id()
        done = await self._do(said)
        # A number of an update that was taken is not waiting any more; only then is there something to send.
        await until(lambda: done["update_id"] not in self._telegram.updates.waiting)
        await replica.settled()
        # Words that had to wait for the other replica's note go out with the next round.
        await until(lambda: self._last_id() > done.get("message_id", last) or bool(self._toast(calls)))
        chat = await self._phone.chat()
        kept = {message["message_id"]: message for message in chat["messages"]}
        is_gone = done.get("message_id", last) != last and done["message_id"] not in kept
        new = [one for number, one in kept.items() if number > last and one["from"]["is_bot"]]
        shown = [seen(message) for message in new]
        if chat["reply_keyboard"] and shown and not shown[-1].rows:
            shown[-1] = Shown(shown[-1].text, _labels(chat["reply_keyboard"]["keyboard"]), shown[-1].file)
        return [Said(said.words, is_gone=is_gone, toast=self._toast(calls)), *shown]

    def _last_id(self) -> int:
        return self._telegram.chats[self._phone.id].last_id

    def _toast(self, calls: int) -> str:
        answered = (one for one in self._telegram.ledger.since(calls) if one.method == "answerCallbackQuery")
        return next((str(one.params.get("text", "")) for one in answered if one.is_executed), "")

    async def _do(self, said: Said) -> Any:
        if said.tapped:
            return await self._tap(said.tapped)
        if said.gesture in {"photo", "document"}:
            return await self._phone.sends_file(said.gesture, PNG, f"{said.gesture}.png")
        if said.gesture:
            return await self._phone.acts(said.gesture, **PLACES.get(said.gesture, {}))
        return await self._phone.says(said.words)

    async def _tap(self, label: str) -> Any:
        keyboard = (await self._phone.chat())["reply_keyboard"] or {"keyboard": []}
        keys = [key for row in keyboard["keyboard"] for key in row if key["text"] == label]
        if not keys:
            return await self._phone.taps(label)
        return await (
            self._phone.shares_contact() if keys[0].get("request_contact") else self._phone.says(label)
        )


def seen(message: dict[str, Any]) -> Shown:
    """A message as it reads on the screen."""
    rows = _labels(message.get("reply_markup", {}).get("inline_keyboard", []))
    name = message.get("document", {}).get("file_name", "")
    return Shown(message.get("text") or message.get("caption") or "", rows, name)


def _labels(rows: list[list[dict[str, Any]]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(button["text"] for button in row) for row in rows)


async def played(script: Script, language: str, screen: Screen) -> list[Line]:
    before = read(f"{language}/{script.after}").moves if script.after else ()
    for move in before:
        await screen.act(move)
    return [line for move in script.moves for line in await screen.act(move)]


def cases() -> list[Any]:
    on_both = [
        (path, kind)
        for path in paths()
        for kind in ("sqlite", "postgres")
        if kind == "sqlite" or name_of(path) in ON_POSTGRES
    ]
    return [pytest.param(path, kind, id=f"{name_of(path)}-{kind}") for path, kind in on_both]


@pytest.fixture
async def telegram() -> Telegram:
    return Telegram(TOKEN, StandingClock(), webhook_pace=0.01)


@pytest.fixture
async def telegram_url(telegram: Telegram, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[str]:
    # Nobody answers within 50 ms, but a test does: the other replica must find the last line sent and noted.
    monkeypatch.setattr(marks, "FLUSH_SECONDS", 0.0)
    async with serve(telegram) as url:
        yield url


@pytest.mark.parametrize(("path", "kind"), cases())
async def test_a_transcript_plays_on_two_replicas_in_turn(
    path: Path, kind: str, telegram: Telegram, telegram_url: str, place: Place, tmp_path: Path
) -> None:
    script, language = read(name_of(path)), language_of(path)
    person = Phone(telegram_url, 5001, first_name="Siti", language_code=language, phone="+6281234567890")
    async with (
        fresh_address(kind, tmp_path) as address,
        TwoReplicas.living(telegram_url, address, place) as replicas,
        person as siti,
    ):
        lines = await played(script, language, Screen(telegram, siti, replicas))
    assert list(written(lines)) == list(written(script.lines))
    assert all(name == turn for name, turn in zip(replicas.hearings.names, cycle(NAMES), strict=False))
