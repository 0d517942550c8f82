"""One person's phone in a test: says, taps, shares and sees, through the simulator's control API."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Self

import aiohttp

Json = dict[str, Any]


class Phone:
    """The phone of account `id` at the simulator `base_url`; an async context manager.

    `sees` reads on from what was seen last, so that every message is met once and in order.
    """

    def __init__(self, base_url: str, id: int, *, first_name: str = "Siti", **more: Any) -> None:  # noqa: A002
        self.base_url = base_url
        self.id = id
        self._account = {"id": id, "first_name": first_name, **more}
        self._http = aiohttp.ClientSession(base_url)
        self._heard: asyncio.Queue[tuple[str, Json]] = asyncio.Queue()
        self._listening: asyncio.Task[None] | None = None
        self._is_open = asyncio.Event()

    async def __aenter__(self) -> Self:
        await self._post("/sim/phones", self._account)
        self._listening = asyncio.create_task(self._listen())
        await asyncio.wait_for(self._is_open.wait(), 5)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._listening:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)
        await self._http.close()

    async def says(self, text: str, **more: Any) -> Json:
        return await self._act("text", {"text": text} | more)

    async def taps(self, label: str) -> Json:
        """Tap the newest inline button of this label; returns the ids of the update and the query."""
        for message in reversed(await self.messages()):
            rows = message.get("reply_markup", {}).get("inline_keyboard", [])
            for button in (button for row in rows for button in row):
                if button["text"] == label:
                    tapped = {"message_id": message["message_id"], "data": button["callback_data"]}
                    return await self._act("tap", tapped)
        raise AssertionError(f"no button {label!r} on this phone")

    async def shares_contact(self, **more: Any) -> Json:
        return await self._act("contact", more)

    async def sends_photo(self, content: bytes, caption: str = "") -> Json:
        return await self.sends_file("photo", content, "foto.jpg", caption)

    async def sends_file(self, kind: str, content: bytes, name: str, caption: str = "") -> Json:
        form = aiohttp.FormData({"caption": caption})
        form.add_field("file", content, filename=name)
        async with self._http.post(f"/sim/phones/{self.id}/{kind}", data=form) as response:
            return await _read(response)

    async def acts(self, verb: str, **more: Any) -> Json:
        """Any other act of the control API: block, unblock, edit, location, sticker, voice, read."""
        return await self._act(verb, more)

    async def sees(self, pattern: str, timeout: float = 20.0) -> Json:  # noqa: ASYNC109  the sum over many events
        """The next message, edit or answer to a tap whose text matches; raises after `timeout` seconds."""
        passed: list[str] = []
        try:
            async with asyncio.timeout(timeout):
                while True:
                    _, what = await self._heard.get()
                    text = what.get("text") or what.get("caption") or ""
                    if re.search(pattern, text, re.DOTALL):
                        return what
                    passed.append(text)
        except TimeoutError:
            raise AssertionError(f"{pattern!r} was not seen; seen instead: {passed}") from None

    async def sees_event(self, kind: str, timeout: float = 20.0) -> Json:  # noqa: ASYNC109  same
        """The next event of a kind (delete, reply_keyboard, typing, ...)."""
        async with asyncio.timeout(timeout):
            while True:
                happened, what = await self._heard.get()
                if happened == kind:
                    return what

    async def messages(self) -> list[Json]:
        return list((await self.chat())["messages"])

    async def chat(self) -> Json:
        """The private chat: messages, reply_keyboard, commands, bot, typing."""
        async with self._http.get(f"/sim/phones/{self.id}/messages") as response:
            return await _read(response)

    async def _act(self, verb: str, order: Json) -> Json:
        return await self._post(f"/sim/phones/{self.id}/{verb}", order)

    async def _post(self, path: str, order: Json) -> Json:
        async with self._http.post(path, json=order) as response:
            return await _read(response)

    async def _listen(self) -> None:
        async with self._stream() as lines:
            kind = ""
            async for line in lines:
                if line.startswith("event: "):
                    kind = line.removeprefix("event: ")
                elif line.startswith("data: "):
                    self._hear(kind, json.loads(line.removeprefix("data: ")))

    def _hear(self, kind: str, what: Json) -> None:
        """Own words are not news."""
        if kind != "message" or what["from"]["id"] != self.id:
            self._heard.put_nowait((kind, what))

    @asynccontextmanager
    async def _stream(self) -> AsyncIterator[AsyncIterator[str]]:
        url, forever = f"/sim/events?phone={self.id}", aiohttp.ClientTimeout(total=None)
        async with self._http.get(url, timeout=forever) as response:
            yield self._lines(response)

    async def _lines(self, response: aiohttp.ClientResponse) -> AsyncIterator[str]:
        async for line in response.content:
            self._is_open.set()
            yield line.decode().strip()


async def _read(response: aiohttp.ClientResponse) -> Json:
    said: Json = await response.json()
    if response.status >= 400:
        raise AssertionError(f"{response.status}: {said}")
    return said
