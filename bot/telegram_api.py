"""The fast way to the Bot API: JSON in and out over connections that stay open; the token stays in here."""

import json
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import cache
from types import TracebackType
from typing import Self
from urllib.request import getproxies, proxy_bypass

import aiohttp
from pydantic import JsonValue
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from yarl import URL

SEND_SECONDS = 60.0  # a shorter wait turns slow answers into doubt, and doubt into copies
CONNECT_SECONDS = 10.0
CONNECTIONS = 256
BEFORE_LEAVING = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL)
FILE_FIELDS = {"sendPhoto": "photo", "sendDocument": "document", "sendSticker": "sticker"}
ERRORS: dict[int, type[BadRequest | InvalidToken | Forbidden | EndPointNotFound | Conflict]] = {
    400: BadRequest,
    401: InvalidToken,
    403: Forbidden,
    404: EndPointNotFound,
    409: Conflict,
}

Payload = dict[str, JsonValue]
NamedFile = tuple[str, bytes]


class NotSent(NetworkError):  # noqa: N818 - it names what happened
    """The request never left this machine."""


class Unanswered(NetworkError):  # noqa: N818 - it names what happened
    """The request left, and no answer tells whether Telegram carried it out."""


class Flooded(RetryAfter):
    """Too many requests: nothing was carried out, and `seconds` must pass before the next."""

    def __init__(self, seconds: float) -> None:
        # Not RetryAfter's own: that warns of the type its attribute will have one day.
        TelegramError.__init__(self, f"Flood control, {seconds} s")
        self._retry_after = timedelta(seconds=seconds)
        self.seconds = seconds


class Fate(StrEnum):
    """What became of a call that raised."""

    NOT_SENT = "not_sent"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"


def fate_of(error: TelegramError) -> Fate:
    """Judge a failed call: an answer is a refusal, no connection means not sent, the rest is doubt."""
    if isinstance(error, NotSent | RetryAfter | InvalidToken | Conflict):
        return Fate.NOT_SENT
    if isinstance(error, BadRequest | Forbidden | ChatMigrated | EndPointNotFound):
        return Fate.REFUSED
    return Fate.UNCERTAIN


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer, read whole."""

    status: int
    body: bytes


@cache
def _patience(read_seconds: float | None) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=None, connect=CONNECT_SECONDS, sock_read=read_seconds)


class Wire:
    """One pool of kept-alive connections; failures come out as `NotSent` or `Unanswered`, with no address."""

    def __init__(self, *, connections: int = CONNECTIONS) -> None:
        self._connections = connections
        # Read once: aiohttp's own `trust_env` looks into files in a thread at every request.
        self._proxies = getproxies()
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def open(self) -> aiohttp.ClientSession:
        """Open the pool, or give the open one."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections, ttl_dns_cache=60),
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        return self._session

    async def close(self) -> None:
        """Close every connection; calling it twice is harmless."""
        session, self._session = self._session, None
        if session:
            await session.close()

    async def send(
        self,
        url: URL,
        content: bytes | aiohttp.FormData | None,
        *,
        method: str = "POST",
        content_type: str | None = "application/json",
        read_seconds: float | None = SEND_SECONDS,
    ) -> Answer:
        """Send one request and read its whole answer; `read_seconds` is the longest silence."""
        problem: TelegramError
        headers = {"Content-Type": content_type} if content_type else None
        try:
            async with self.open().request(
                method,
                url,
                data=content,
                headers=headers,
                timeout=_patience(read_seconds),
                allow_redirects=False,
                proxy=self._proxy(url),
            ) as answer:
                return Answer(answer.status, await answer.read())
        except BEFORE_LEAVING as error:
            problem = NotSent(type(error).__name__)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            problem = Unanswered(type(error).__name__)
        # Raised out here so that no chained exception carries the address, and with it the token.
        raise problem

    def _proxy(self, url: URL) -> str | None:
        if not self._proxies or proxy_bypass(url.host or ""):
            return None
        return self._proxies.get(url.scheme)


class TelegramApi:
    """Bot API methods by name; `base_url` as in `BOT_API_URL`."""

    def __init__(self, token: str, base_url: str, wire: Wire) -> None:
        self._root = f"{base_url}/bot{token}/"
        self._files = f"{base_url}/file/bot{token}/"
        self._urls: dict[str, URL] = {}
        self.wire = wire

    def __repr__(self) -> str:
        return "TelegramApi()"

    async def call(
        self,
        method: str,
        payload: Payload,
        file: NamedFile | None = None,
        *,
        read_seconds: float = SEND_SECONDS,
    ) -> JsonValue:
        """Call `method` and give its `result`; raises what `telegram.error` has, `NotSent` or `Unanswered`."""
        url = self._urls.get(method)
        if url is None:
            url = self._urls[method] = URL(self._root + method, encoded=True)
        if file is None:
            content: bytes | aiohttp.FormData = json.dumps(payload).encode()
            answer = await self.wire.send(url, content, read_seconds=read_seconds)
        else:
            form = _form(method, payload, file)
            answer = await self.wire.send(url, form, content_type=None, read_seconds=read_seconds)
        return result_of(answer)

    async def fetch(self, file_id: str, *, most_bytes: int) -> bytes:
        """A file that somebody sent, by Telegram's name of it (Bot API, getFile); ValueError when it is larger."""
        told = await self.call("getFile", {"file_id": file_id})
        told = told if isinstance(told, dict) else {}
        size, path = told.get("file_size"), told.get("file_path")
        if not isinstance(path, str) or (isinstance(size, int) and size > most_bytes):
            raise ValueError("larger than is taken")
        answer = await self.wire.send(URL(self._files + path, encoded=True), None, method="GET")
        if answer.status != 200:  # noqa: PLR2004 - "OK"
            raise _error(answer.status, {})
        if len(answer.body) > most_bytes:
            raise ValueError("larger than is taken")
        return answer.body


def result_of(answer: Answer) -> JsonValue:
    """The `result` of an answer of the Bot API, or its error raised."""
    try:
        said = json.loads(answer.body)
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise Unanswered(f"HTTP {answer.status} without JSON")
    if said.get("ok") is True and "result" in said:
        result: JsonValue = said["result"]
        return result
    raise _error(answer.status, said)


def _error(status: int, said: Payload) -> TelegramError:
    """Bot API, "Making requests": a description, `retry_after` or `migrate_to_chat_id` among parameters."""
    parameters = said.get("parameters")
    parameters = parameters if isinstance(parameters, dict) else {}
    if isinstance(chat_id := parameters.get("migrate_to_chat_id"), int):
        return ChatMigrated(chat_id)
    if status == 429:  # noqa: PLR2004 - "Too Many Requests"
        seconds = parameters.get("retry_after")
        return Flooded(float(seconds) if isinstance(seconds, int | float) else 1.0)
    return ERRORS.get(status, Unanswered)(str(said.get("description") or f"HTTP {status}"))


def _form(method: str, payload: Payload, file: NamedFile) -> aiohttp.FormData:
    form = aiohttp.FormData()
    for key, value in payload.items():
        form.add_field(key, value if isinstance(value, str) else json.dumps(value))
    name, content = file
    form.add_field(FILE_FIELDS.get(method, "document"), content, filename=name)
    return form
