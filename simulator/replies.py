"""What goes back over the line: whole, as a refusal, or spoilt by an ordered fault."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from starlette.types import Receive, Scope, Send

from simulator.faults import Fault, FaultKind
from simulator.rulebook import Refused
from simulator.wire import Json, encode

OK = 200
_JSON = b"application/json"
_NOT_EXECUTED = frozenset(
    {FaultKind.FLOOD, FaultKind.BROKEN, FaultKind.GATEWAY, FaultKind.FORBIDDEN, FaultKind.BAD_REQUEST}
)


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP answer: `cut` None for all of it, else how many bytes before the line breaks."""

    status: int
    body: bytes
    kind: bytes = _JSON
    cut: int | None = None


def result(value: object) -> Reply:
    """What a method that worked answers."""
    return Reply(OK, encode({"ok": True, "result": value}))


def refusal(refused: Refused) -> Reply:
    told: Json = {"ok": False, "error_code": refused.code, "description": refused.description}
    if refused.parameters:
        told["parameters"] = refused.parameters
    return Reply(refused.code, encode(told))


async def spoilt(fault: Fault, run: Callable[[], Awaitable[Reply]]) -> Reply:
    """The reply of `run` under an ordered fault; `FaultKind` says which of them execute it at all."""
    await asyncio.sleep(fault.seconds)
    if fault.kind is FaultKind.DROP_BEFORE:
        return Reply(0, b"", cut=0)
    if fault.kind in _NOT_EXECUTED:
        return _ordered(fault)
    reply = await run()
    if fault.kind is FaultKind.DROP_AFTER:
        return replace(reply, cut=0)
    if fault.kind is FaultKind.TRUNCATE:
        return replace(reply, cut=len(reply.body) // 2)
    return reply


def _ordered(fault: Fault) -> Reply:
    """The refusal that a fault asks for; a bad gateway answers in HTML, as the machines before Telegram do."""
    code = int(fault.kind)
    if fault.kind is FaultKind.GATEWAY:
        page = f"<html><head><title>502 {fault.words()}</title></head></html>"
        return Reply(code, page.encode(), b"text/html")
    told: Json = {"ok": False, "error_code": code, "description": fault.words()}
    if fault.kind is FaultKind.FLOOD:
        told["parameters"] = {"retry_after": fault.retry_after}
    return Reply(code, encode(told))


async def answer(scope: Scope, receive: Receive, send: Send, reply: Reply) -> None:
    """Send the reply, or cut the line where it says so."""
    if reply.cut != 0:
        headers = [(b"content-type", reply.kind), (b"content-length", str(len(reply.body)).encode())]
        await send({"type": "http.response.start", "status": reply.status, "headers": headers})
        whole = reply.cut is None
        await send({"type": "http.response.body", "body": reply.body[: reply.cut], "more_body": not whole})
    if reply.cut is not None:
        _cut(scope)
        await hung_up(receive)


def _cut(scope: Scope) -> None:
    """Break the connection; only servers that let an application do so can obey such a fault."""
    line = scope.get("extensions", {}).get("line")
    if line is None:
        raise RuntimeError("this server cannot cut a line: use simulator.serving")
    line["cut"]()


async def hung_up(receive: Receive) -> None:
    """Wait until the caller's connection is gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
