"""The control API under /sim: everything that people, time and bad luck do to this Telegram."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from simulator import acts, groups, views
from simulator import orders as ask
from simulator.calls import Upload
from simulator.faults import Fault
from simulator.people import Chat, Phone
from simulator.rulebook import Refused
from simulator.streams import events
from simulator.telegram import Telegram

Order = TypeVar("Order", bound=BaseModel)
Endpoint = Callable[[Request], Awaitable[Response]]

_FIRST_PHONE = 5_000_000_001


def telegram_of(request: Request) -> Telegram:
    telegram = request.app.state.telegram
    assert isinstance(telegram, Telegram)  # noqa: S101  build() put it there
    return telegram


def _phone_of(request: Request) -> Phone:
    return telegram_of(request).get_phone(int(request.path_params["id"]))


async def _read(request: Request, kind: type[Order]) -> Order:
    return kind.model_validate_json(await request.body() or b"{}")


def _act(kind: type[Order], perform: Callable[[Telegram, Phone, Chat, Order], object]) -> Endpoint:
    """An endpoint that reads an order for a phone in a chat and performs it."""

    async def endpoint(request: Request) -> Response:
        telegram, phone = telegram_of(request), _phone_of(request)
        order = await _read(request, kind)
        chat = acts.find_chat(telegram, phone, getattr(order, "chat", None))
        return JSONResponse(perform(telegram, phone, chat, order))

    return endpoint


def _contact(telegram: Telegram, phone: Phone, chat: Chat, order: ask.Contact) -> object:
    card = acts.own_card(phone) if order.own else order.card()
    return acts.say(telegram, phone, chat, {"contact": card})


def _location(telegram: Telegram, phone: Phone, chat: Chat, order: ask.Location) -> object:
    place = {"latitude": order.latitude, "longitude": order.longitude}
    return acts.say(telegram, phone, chat, {"location": place})


def _read_chat(_telegram: Telegram, phone: Phone, chat: Chat, _order: ask.InChat) -> object:
    chat.unread[phone.id] = 0
    return {}


_ACTS: dict[str, Endpoint] = {
    "text": _act(ask.Text, lambda t, p, c, o: acts.say_text(t, p, c, o.text, o.reply_to)),
    "press": _act(ask.Text, lambda t, p, c, o: acts.say_text(t, p, c, o.text)),
    "tap": _act(ask.Tap, lambda t, p, c, o: acts.tap(t, p, c, o.message_id, o.data)),
    "contact": _act(ask.Contact, _contact),
    "location": _act(ask.Location, _location),
    "users_shared": _act(ask.People, lambda t, p, c, o: acts.share_people(t, p, c, o.request_id, o.user_ids)),
    "sticker": _act(ask.Sticker, lambda t, p, c, o: acts.send_sticker(t, p, c, o.emoji)),
    "voice": _act(ask.Voice, lambda t, p, c, o: acts.send_voice(t, p, c, o.duration)),
    "edit": _act(ask.Edit, lambda t, p, c, o: acts.edit_text(t, p, c, o.message_id, o.text)),
    "block": _act(ask.InChat, lambda t, p, _c, _o: acts.set_blocked(t, p, is_blocked=True)),
    "unblock": _act(ask.InChat, lambda t, p, _c, _o: acts.set_blocked(t, p, is_blocked=False)),
    "read": _act(ask.InChat, _read_chat),
}


def _send_file(kind: str) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        telegram, phone = telegram_of(request), _phone_of(request)
        async with request.form(max_part_size=2**26) as form:
            part, chat_id = form.get("file"), form.get("chat")
            if not isinstance(part, UploadFile):
                return JSONResponse({"error": "a part named file is missing"}, 400)
            upload = Upload(part.filename or "", await part.read(), part.content_type or "")
            chat = acts.find_chat(telegram, phone, int(str(chat_id)) if chat_id else None)
            caption = str(form.get("caption") or "")
        return JSONResponse(acts.send_file(telegram, phone, chat, kind, upload, caption))

    return endpoint


async def phones(request: Request) -> Response:
    return JSONResponse([views.phone(phone) for phone in telegram_of(request).phones.values()])


async def add_phone(request: Request) -> Response:
    telegram, order = telegram_of(request), await _read(request, ask.NewPhone)
    phone_id = order.id or _FIRST_PHONE + len(telegram.phones)
    number = order.phone or f"+62812{phone_id % 100_000_000:08d}"
    wanted = order.model_dump() | {"id": phone_id, "phone": number}
    return JSONResponse(views.phone(telegram.add_phone(Phone(**wanted))))


async def chats(request: Request) -> Response:
    return JSONResponse(views.chats(telegram_of(request), _phone_of(request)))


async def messages(request: Request) -> Response:
    chat = request.query_params.get("chat")
    seen = views.messages(telegram_of(request), _phone_of(request), int(chat) if chat else None)
    return JSONResponse(seen)


async def open_group(request: Request) -> Response:
    order = await _read(request, ask.NewGroup)
    return JSONResponse(groups.open_group(telegram_of(request), order.title, order.members))


async def upgrade_group(request: Request) -> Response:
    return JSONResponse(groups.upgrade(telegram_of(request), int(request.path_params["id"])))


async def leave_group(request: Request) -> Response:
    order = await _read(request, ask.Leaver)
    chat_id = int(request.path_params["id"])
    return JSONResponse(groups.leave(telegram_of(request), chat_id, order.user_id))


async def inject(request: Request) -> Response:
    """A raw update of any content, for hostile tests."""
    order = await _read(request, ask.RawUpdate)
    kind, content = order.kind_and_content()
    lane = ("chat", order.chat_id())
    update_id = telegram_of(request).updates.push(kind, content, lane, copies=order.copies)
    return JSONResponse({"update_id": update_id})


async def clock(request: Request) -> Response:
    return JSONResponse(views.clock(telegram_of(request)))


async def move_clock(request: Request) -> Response:
    telegram, order = telegram_of(request), await _read(request, ask.NewTime)
    order.move(telegram.clock)
    telegram.events.tell(None, "clock", views.clock(telegram))
    return JSONResponse(views.clock(telegram))


async def add_fault(request: Request) -> Response:
    order = await _read(request, ask.NewFault)
    telegram_of(request).faults.add(Fault(**order.model_dump()))
    return JSONResponse({})


async def clear_faults(request: Request) -> Response:
    telegram_of(request).faults.orders.clear()
    return JSONResponse({})


async def ledger(request: Request) -> Response:
    since = int(request.query_params.get("since", 0))
    return JSONResponse({"calls": [entry.as_json() for entry in telegram_of(request).ledger.since(since)]})


async def updates(request: Request) -> Response:
    queue = telegram_of(request).updates
    return JSONResponse(
        {
            "pending": [waiting.update for waiting in queue.ready()],
            "confirmed_offset": queue.confirmed_offset,
            "delivered": list(queue.delivered),
            "expired": list(queue.expired),
        }
    )


async def set_webhook(request: Request) -> Response:
    telegram, order = telegram_of(request), await _read(request, ask.NewWebhook)
    telegram.send_updates_to(order.url or "", order.secret)
    return JSONResponse(telegram.webhook.as_json())


async def settings(request: Request) -> Response:
    telegram, order = telegram_of(request), await _read(request, ask.NewSettings)
    telegram.flood.is_on = telegram.floods = order.floods
    telegram.webhook.pace = order.webhook_pace
    return JSONResponse(order.model_dump())


async def reset(request: Request) -> Response:
    telegram_of(request).reset()
    return JSONResponse({})


async def file(request: Request) -> Response:
    stored = telegram_of(request).files.find(request.path_params["file_id"])
    if stored is None:
        return JSONResponse({"error": "no such file"}, 404)
    return Response(stored.content, media_type="image/jpeg" if stored.kind == "photo" else stored.mime_type)


async def refused(_request: Request, why: Exception) -> Response:
    """An act that cannot be: in Telegram's words where it has some."""
    code = why.code if isinstance(why, Refused) else 400
    words = why.description if isinstance(why, Refused) else str(why)
    return JSONResponse({"error": words}, code)


REFUSALS: tuple[type[Exception], ...] = (Refused, ValidationError, ValueError)

ROUTES = [
    Route("/sim/phones", phones, methods=["GET"]),
    Route("/sim/phones", add_phone, methods=["POST"]),
    Route("/sim/phones/{id:int}/chats", chats, methods=["GET"]),
    Route("/sim/phones/{id:int}/messages", messages, methods=["GET"]),
    *(Route(f"/sim/phones/{{id:int}}/{name}", act, methods=["POST"]) for name, act in _ACTS.items()),
    *(
        Route(f"/sim/phones/{{id:int}}/{kind}", _send_file(kind), methods=["POST"])
        for kind in ("photo", "document")
    ),
    Route("/sim/groups", open_group, methods=["POST"]),
    Route("/sim/groups/{id}/upgrade", upgrade_group, methods=["POST"]),
    Route("/sim/groups/{id}/leave", leave_group, methods=["POST"]),
    Route("/sim/update", inject, methods=["POST"]),
    Route("/sim/events", events, methods=["GET"]),
    Route("/sim/clock", clock, methods=["GET"]),
    Route("/sim/clock", move_clock, methods=["POST"]),
    Route("/sim/faults", add_fault, methods=["POST"]),
    Route("/sim/faults", clear_faults, methods=["DELETE"]),
    Route("/sim/ledger", ledger, methods=["GET"]),
    Route("/sim/updates", updates, methods=["GET"]),
    Route("/sim/webhook", set_webhook, methods=["POST"]),
    Route("/sim/settings", settings, methods=["POST"]),
    Route("/sim/reset", reset, methods=["POST"]),
    Route("/sim/files/{file_id}", file, methods=["GET"]),
]
