"""HTTP as Telegram speaks it, reduced to what a fast measurement needs: a Bot API that answers, and webhook lines."""

import asyncio
import json
from collections import deque
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

import httptools

Parameters = dict[str, Any]
Hear = Callable[[str, Parameters], object]
"""Told the method and parameters of each call; what it gives is the call's `result`, or bytes, a file as it is."""

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
GOOD = range(200, 300)


class ApiLine(asyncio.Protocol):
    """The server's end of one connection: every call is told and answered, `away_seconds` after it came."""

    def __init__(self, hear: Hear, away_seconds: float = 0.0) -> None:
        self._hear, self._away_seconds = hear, away_seconds
        self._transport: asyncio.Transport | None = None
        self._begin()

    def _begin(self) -> None:
        self._parser = httptools.HttpRequestParser(self)
        self._url, self._body = b"", b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101  a TCP server makes no other
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_url(self, url: bytes) -> None:
        self._url += url

    def on_body(self, body: bytes) -> None:
        self._body += body

    def on_message_complete(self) -> None:
        method, body = self._url.rpartition(b"/")[2].decode(), self._body
        self._url, self._body = b"", b""
        if self._away_seconds:
            asyncio.get_running_loop().call_later(self._away_seconds, self._answer, method, body)
        else:
            self._answer(method, body)

    def _answer(self, method: str, body: bytes) -> None:
        result = self._hear(method, parameters_in(body))
        written = result if isinstance(result, bytes) else json.dumps({"ok": True, "result": result}).encode()
        if self._transport:
            self._transport.write(ANSWER % (len(written), written))


def parameters_in(body: bytes) -> Parameters:
    """The parameters of a call, sent as JSON or as a form whose nested values are JSON; one with a file stays whole."""
    if not body:
        return {}
    if body.startswith(b"--"):
        return {"parts": body}
    if body.startswith(b"{"):
        parameters: Parameters = json.loads(body)
        return parameters
    return {key: _unwrapped(value) for key, value in parse_qsl(body.decode())}


def _unwrapped(value: str) -> object:
    return json.loads(value) if value.startswith("{") else value


class WebhookLine(asyncio.Protocol):
    """The client's end of one connection to a webhook: one update at a time."""

    def __init__(self, lines: "WebhookLines") -> None:
        self._lines = lines
        self._parser = httptools.HttpResponseParser(self)
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101  a TCP client makes no other
        self._transport = transport
        self._lines.are_free(self)

    def connection_lost(self, _why: Exception | None) -> None:
        self._transport = None

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_message_complete(self) -> None:
        self._lines.refused += self._parser.get_status_code() not in GOOD
        self._parser = httptools.HttpResponseParser(self)
        self._lines.are_free(self)

    def send(self, request: bytes) -> bool:
        """Whether it could be sent."""
        if self._transport is None or self._transport.is_closing():
            return False
        self._transport.write(request)
        return True


class WebhookLines:
    """Kept-alive connections to `POST /telegram` of one bot, as many as Telegram would open."""

    def __init__(self, port: int, secret: str, most: int = 100) -> None:
        self._port, self._most = port, most
        self._head = (
            f"POST /telegram HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
            f"X-Telegram-Bot-Api-Secret-Token: {secret}\r\nContent-Length: %d\r\n\r\n"
        ).encode()
        self._free: deque[WebhookLine] = deque()
        self._waiting: deque[bytes] = deque()
        self.refused = 0

    async def open(self) -> None:
        """Connect all lines."""
        loop = asyncio.get_running_loop()
        for _ in range(self._most):
            await loop.create_connection(lambda: WebhookLine(self), "127.0.0.1", self._port)

    def post(self, update: Parameters) -> None:
        """Bring one update as soon as a line is free."""
        body = json.dumps(update).encode()
        self._waiting.append(self._head % len(body) + body)
        self._pump()

    def are_free(self, line: WebhookLine) -> None:
        """A line has nothing to do."""
        self._free.append(line)
        self._pump()

    def _pump(self) -> None:
        while self._waiting and self._free:
            if self._free.popleft().send(self._waiting[0]):
                self._waiting.popleft()

    def close(self) -> None:
        """Send nothing more."""
        self._waiting.clear()
