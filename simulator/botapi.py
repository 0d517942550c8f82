"""The Bot API over HTTP: reads a call, lets it fail when that is ordered, executes it, keeps the ledger."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Coroutine

from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from simulator import rulebook as rules
from simulator.bodies import Parameters, read_body
from simulator.calls import Call
from simulator.ledger import Entry
from simulator.methods import METHODS, Method
from simulator.replies import OK, Reply, answer, hung_up, refusal, result, spoilt
from simulator.rulebook import Refused
from simulator.telegram import Telegram


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
        work = self._answer(Call(name, params, uploads), method)
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
        """The reply, noted in the ledger; polls without trouble are too many to note."""
        telegram = self.telegram
        telegram.see_bot()
        chat_id = call.find_chat_id()
        fault = telegram.faults.take(call.method, chat_id)
        if fault is None and call.method == "getUpdates":
            return (await self._execute(call, method))[0]
        entry = telegram.ledger.open(telegram.clock.now(), call.method, chat_id, _without_files(call))
        run = self._run(call, method, entry)
        reply = await (spoilt(fault, run) if fault else run())
        entry.status = 0 if reply.cut == 0 else reply.status
        return reply

    def _run(self, call: Call, method: Method, entry: Entry) -> Callable[[], Awaitable[Reply]]:
        async def run() -> Reply:
            reply, value = await self._execute(call, method)
            entry.is_executed = reply.status == OK
            if isinstance(value, dict):
                entry.message_id = value.get("message_id")
            return reply

        return run

    async def _execute(self, call: Call, method: Method) -> tuple[Reply, object]:
        try:
            value = method(self.telegram, call)
            if inspect.isawaitable(value):
                value = await value
        except Refused as refused:
            return refusal(refused), None
        except UnicodeEncodeError:
            return refusal(Refused(rules.NOT_UTF_8)), None
        return result(value), value


async def _unless_gone(receive: Receive, work: Coroutine[None, None, Reply]) -> Reply:
    """The reply of a poll, which ends when its caller hangs up: nothing counts as delivered to nobody."""
    poll, gone = asyncio.ensure_future(work), asyncio.ensure_future(hung_up(receive))
    try:
        await asyncio.wait({poll, gone}, return_when=asyncio.FIRST_COMPLETED)
        return poll.result() if poll.done() else Reply(OK, b"")
    finally:
        poll.cancel()
        gone.cancel()


def _without_files(call: Call) -> Parameters:
    return {name: value for name, value in call.params.items() if name not in call.uploads}
