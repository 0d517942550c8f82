"""The Bot API over HTTP: reads a call, lets it fail when that is ordered, executes it, keeps the ledger."""

import asyncio
import inspect
from collections.abc import Coroutine
from dataclasses import dataclass

from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from simulator import rulebook as rules
from simulator.bodies import Parameters, read_body
from simulator.calls import Call
from simulator.faults import Fault, FaultKind
from simulator.ledger import Entry
from simulator.methods import METHODS, Method
from simulator.rulebook import Refused
from simulator.telegram import Telegram
from simulator.wire import Json, encode

_NOT_EXECUTED = frozenset(
    {FaultKind.FLOOD, FaultKind.BROKEN, FaultKind.GATEWAY, FaultKind.FORBIDDEN, FaultKind.BAD_REQUEST}
)
_JSON = b"application/json"
_OK = 200


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back over the line: `cut` None for all of it, else how many bytes before the line breaks."""

    status: int
    body: bytes
    kind: bytes = _JSON
    cut: int | None = None


class BotApi:
    """The application behind `/bot{token}/{method}`."""

    def __init__(self, telegram: Telegram) -> None:
        self.telegram = telegram

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path_params"]
        try:
            name, method = self._find(path["token"], path["method"])
            params, uploads = await read_body(Request(scope, receive))
        except Refused as refused:
            await answer(scope, receive, send, refusal(refused))
            return
        call = Call(name, params, uploads)
        work = self._answer(call, method)
        reply = await (_unless_gone(receive, work) if name == "getUpdates" else work)
        await answer(scope, receive, send, reply)

    def _find(self, token: str, name: str) -> tuple[str, Method]:
        if not self.telegram.admits(token):
            raise Refused(rules.UNAUTHORIZED)
        try:
            return METHODS[name.lower()]
        except KeyError:
            raise Refused(rules.METHOD_NOT_FOUND) from None

    async def _answer(self, call: Call, method: Method) -> Reply:
        telegram = self.telegram
        telegram.see_bot()
        chat_id = call.find_chat_id()
        fault = telegram.faults.take(call.method, chat_id)
        if fault is None and call.method == "getUpdates":
            return (await self._execute(call, method))[0]
        entry = telegram.ledger.open(telegram.clock.now(), call.method, chat_id, _without_files(call))
        reply = await (self._fail(fault, call, method, entry) if fault else self._run(call, method, entry))
        entry.status = 0 if reply.cut == 0 else reply.status
        return reply

    async def _run(self, call: Call, method: Method, entry: Entry) -> Reply:
        reply, result = await self._execute(call, method)
        entry.is_executed = reply.status == _OK
        if isinstance(result, dict):
            entry.message_id = result.get("message_id")
        return reply

    async def _execute(self, call: Call, method: Method) -> tuple[Reply, object]:
        try:
            result = method(self.telegram, call)
            if inspect.isawaitable(result):
                result = await result
        except Refused as refused:
            return refusal(refused), None
        except UnicodeEncodeError:
            return refusal(Refused(rules.NOT_UTF_8)), None
        return Reply(_OK, encode({"ok": True, "result": result})), result

    async def _fail(self, fault: Fault, call: Call, method: Method, entry: Entry) -> Reply:
        """The call under an ordered fault; see `FaultKind`."""
        await asyncio.sleep(fault.seconds)
        if fault.kind is FaultKind.DROP_BEFORE:
            return Reply(0, b"", cut=0)
        if fault.kind in _NOT_EXECUTED:
            return _ordered(fault)
        return cut_short(await self._run(call, method, entry), fault)


async def _unless_gone(receive: Receive, work: Coroutine[None, None, Reply]) -> Reply:
    """The reply of a poll, which ends when its caller hangs up: nothing counts as delivered to nobody."""
    poll, gone = asyncio.ensure_future(work), asyncio.ensure_future(_hung_up(receive))
    try:
        await asyncio.wait({poll, gone}, return_when=asyncio.FIRST_COMPLETED)
        return poll.result() if poll.done() else Reply(_OK, b"")
    finally:
        poll.cancel()
        gone.cancel()


async def _hung_up(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def cut_short(reply: Reply, fault: Fault) -> Reply:
    """The reply as far as the fault lets it through."""
    if fault.kind is FaultKind.DROP_AFTER:
        return Reply(reply.status, reply.body, reply.kind, cut=0)
    if fault.kind is FaultKind.TRUNCATE:
        return Reply(reply.status, reply.body, reply.kind, cut=len(reply.body) // 2)
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


def refusal(refused: Refused) -> Reply:
    told: Json = {"ok": False, "error_code": refused.code, "description": refused.description}
    if refused.parameters:
        told["parameters"] = refused.parameters
    return Reply(refused.code, encode(told))


def _without_files(call: Call) -> Parameters:
    return {name: value for name, value in call.params.items() if name not in call.uploads}


def _cut(scope: Scope) -> None:
    """Break the connection; only servers that let an application do so can obey such a fault."""
    line = scope.get("extensions", {}).get("line")
    if line is None:
        raise RuntimeError("this server cannot cut a line: use simulator.serving")
    line["cut"]()


async def answer(scope: Scope, receive: Receive, send: Send, reply: Reply) -> None:
    """Send the reply, or cut the line where it says so."""
    if reply.cut != 0:
        headers = [(b"content-type", reply.kind), (b"content-length", str(len(reply.body)).encode())]
        await send({"type": "http.response.start", "status": reply.status, "headers": headers})
        whole = reply.cut is None
        await send({"type": "http.response.body", "body": reply.body[: reply.cut], "more_body": not whole})
    if reply.cut is not None:
        _cut(scope)
        await _hung_up(receive)
