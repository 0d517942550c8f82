"""Events as a stream that a browser keeps open (server-sent events)."""

import json
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from simulator import views
from simulator.events import Event
from simulator.telegram import Telegram

_BEAT_SECONDS = 5.0


def _written(event: Event) -> str:
    return f"id: {event.n}\nevent: {event.kind}\ndata: {json.dumps(views.event(event))}\n\n"


async def _lines(telegram: Telegram, phones: frozenset[int], after: int | None) -> AsyncIterator[str]:
    """Missed events, then new ones; whether the bot is there is said at first and when it changes."""
    told: bool | None = None
    async for event in telegram.events.listen(phones, after, _BEAT_SECONDS):
        yield _written(event) if event else ": quiet\n\n"
        if event and event.kind == "status":
            told = bool(event.what["bot_seen"])
        elif telegram.is_bot_seen is not told:
            told = telegram.is_bot_seen
            yield f"event: status\ndata: {json.dumps({'bot_seen': told})}\n\n"


async def events(request: Request) -> Response:
    """GET /sim/events?phone=1&phone=2; `Last-Event-ID` brings back what was missed."""
    last = request.headers.get("last-event-id", "")
    phones = frozenset(int(each) for each in request.query_params.getlist("phone"))
    lines = _lines(request.app.state.telegram, phones, int(last) if last.isdigit() else None)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(lines, media_type="text/event-stream", headers=headers)
