"""Calls as no library makes them: Telegram answers every one, with `ok` true or false, and goes on."""

import asyncio
import json

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.acts import say_text, tap
from simulator.botapi import BotApi
from simulator.calls import Call, Upload
from simulator.methods import METHODS
from simulator.people import Phone
from simulator.telegram import Telegram
from tests.simulator.conftest import TOKEN
from tests.simulator.pictures import PNG

_VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False),
    st.sampled_from(
        [5001, "5001", 1, "1", "HTML", "<b>a</b>", "<b>a", "[]", "{}", "[1]", "[[", "attach://f", "\ud800"]
    ),
    st.text(max_size=8),
    st.lists(
        st.one_of(st.integers(), st.none(), st.dictionaries(st.sampled_from(["text", "command"]), st.text()))
    ),
    st.dictionaries(
        st.sampled_from(["type", "message_id", "inline_keyboard", "keyboard"]), st.lists(st.lists(st.none()))
    ),
    st.just({"inline_keyboard": [[{"text": "a", "callback_data": 7}]]}),
    st.just({"keyboard": [[{"text": "a", "request_users": {"request_id": 1, "max_quantity": "x"}}]]}),
    st.just({"inline_keyboard": [[{"text": "a", "callback_data": "a", "style": []}]]}),
    st.just({"inline_keyboard": [[{"text": "a", "url": "http://["}]]}),
    st.just({"message_id": [1]}),
)
_NAMES = [
    "chat_id",
    "from_chat_id",
    "message_id",
    "message_ids",
    "text",
    "caption",
    "parse_mode",
    "reply_markup",
    "reply_parameters",
    "entities",
    "photo",
    "document",
    "latitude",
    "longitude",
    "phone_number",
    "first_name",
    "commands",
    "scope",
    "language_code",
    "menu_button",
    "file_id",
    "action",
    "callback_query_id",
    "show_alert",
    "reaction",
    "offset",
    "limit",
    "allowed_updates",
    "url",
    "secret_token",
    "max_connections",
    "user_id",
]


def _telegram() -> Telegram:
    telegram = Telegram(TOKEN)
    siti = telegram.add_phone(Phone(5001, "Siti"))
    chat = telegram.chats[siti.id]
    say_text(telegram, siti, chat, "/start")
    telegram.say(chat, {"text": "halo"})
    tap(telegram, siti, chat, 2, "x")
    return telegram


@given(
    st.sampled_from(sorted(METHODS.keys() - {"setwebhook"})),
    st.dictionaries(st.sampled_from(_NAMES), _VALUES, max_size=6),
)
def test_no_call_breaks_telegram(name: str, params: dict[str, object]) -> None:
    method_name, method = METHODS[name]
    call = Call(method_name, {"chat_id": 5001} | params, {"f": Upload("f.png", PNG)})
    reply, _ = asyncio.run(BotApi(_telegram())._execute(call, method))
    assert json.loads(reply.body)["ok"] is (reply.status == 200)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b"{"),
        ("application/json", b"[1]"),
        ("application/json", b'{"chat_id": 5001, "text": "\\ud800"}'),
        ("application/x-www-form-urlencoded", b"text=\xff"),
        ("multipart/form-data; boundary=x", b"nonsense"),
        ("multipart/form-data", b"nonsense"),
    ],
)
async def test_a_body_that_cannot_be_read_is_refused_in_json(url: str, kind: str, body: bytes) -> None:
    address = f"{url}/bot{TOKEN}/sendMessage"
    async with aiohttp.ClientSession() as http:
        async with http.post(address, data=body, headers={"Content-Type": kind}) as response:
            assert response.status == 400
            assert (await response.json())["ok"] is False
        async with http.post(address.replace("sendMessage", "getMe"), data=b"") as response:
            assert (await response.json())["ok"] is True


@pytest.mark.parametrize("dress", ["query", "form", "json", "multipart"])
async def test_a_call_may_come_in_any_dress(url: str, dress: str) -> None:
    params = {"chat_id": "5001", "text": "<b>halo</b>", "parse_mode": "HTML"}
    async with aiohttp.ClientSession() as http:
        await http.post(f"{url}/sim/phones", json={"id": 5001, "first_name": "Siti"})
        await http.post(f"{url}/sim/phones/5001/text", json={"text": "/start"})
        address = f"{url}/bot{TOKEN}/SENDMESSAGE"
        multipart = aiohttp.FormData(params, default_to_multipart=True)
        calling = {
            "query": lambda: http.get(address, params=params),
            "form": lambda: http.post(address, data=params),
            "json": lambda: http.post(address, json=params),
            "multipart": lambda: http.post(address, data=multipart),
        }
        async with calling[dress]() as response:
            assert (await response.json())["result"]["entities"] == [
                {"type": "bold", "offset": 0, "length": 4}
            ]
