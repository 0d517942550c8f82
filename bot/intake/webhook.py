"""`POST /telegram`: an update is answered with 200 once it is committed, and not before."""

import hmac
import json
from collections.abc import Awaitable, Callable

from starlette.types import Message, Receive, Scope, Send

from bot.crash import reach
from bot.intake.gate import Gate, JsonObject, StoreDown

LIMIT_BYTES = 1_000_000  # the Bot API server keeps updates of 512 KiB at most
SECRET_HEADER = b"x-telegram-bot-api-secret-token"

Quarantine = Callable[[bytes], Awaitable[None]]


class TooLarge(Exception):  # noqa: N818 - it names what happened
    """The body is longer than any update of Telegram's."""


class Webhook:
    """An ASGI endpoint without a framework in the way; `quarantine` stores a body that is no update."""

    def __init__(self, gate: Gate, *, secret: str, quarantine: Quarantine) -> None:
        self._gate = gate
        self._secret = secret.encode()
        self._quarantine = quarantine

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        status = await self._status(scope, receive)
        await send(STARTS[status])
        await send({"type": "http.response.body", "body": b""})

    async def _status(self, scope: Scope, receive: Receive) -> int:
        if scope["method"] != "POST":
            return 405
        if not self._is_telegram(scope):
            return 401
        try:
            body = await _read(receive)
            await self._store(body)
        except TooLarge:
            return 413
        except StoreDown:
            return 503
        reach("ack")
        return 200

    def _is_telegram(self, scope: Scope) -> bool:
        given = next((value for name, value in scope["headers"] if name == SECRET_HEADER), b"")
        return bool(self._secret) and hmac.compare_digest(given, self._secret)

    async def _store(self, body: bytes) -> None:
        update = _update_in(body)
        reach("got")
        if update is None:
            # A refusal would only make Telegram bring it again, and hold back the chat's later messages.
            await self._quarantine(body)
        else:
            await self._gate.take((update,))


async def _read(receive: Receive) -> bytes:
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        part: bytes = message.get("body", b"")
        size += len(part)
        if size > LIMIT_BYTES:
            raise TooLarge
        parts.append(part)
        if not message.get("more_body"):
            return parts[0] if len(parts) == 1 else b"".join(parts)


def _update_in(body: bytes) -> JsonObject | None:
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return None
    is_update = isinstance(update, dict) and type(update.get("update_id")) is int
    return update if is_update else None


def _start(status: int, *headers: tuple[bytes, bytes]) -> Message:
    return {"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0"), *headers]}


STARTS = {
    200: _start(200),
    401: _start(401),
    405: _start(405, (b"allow", b"POST")),
    413: _start(413, (b"connection", b"close")),
    503: _start(503, (b"retry-after", b"1")),
}
