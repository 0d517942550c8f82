"""The same calls to the simulator and, when a token is given, to Telegram itself: both must answer alike.

Set CONFORMANCE_TOKEN (a test bot's) and CONFORMANCE_CHAT (your own id, after sending /start to that bot) to run the
second half; it then writes the date into last_run.txt.
"""

import json
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.simulator.conftest import TOKEN
from tests.simulator.phone import Phone

Json = dict[str, Any]

LAST_RUN = Path(__file__).with_name("last_run.txt")
REAL_TOKEN, REAL_CHAT = os.environ.get("CONFORMANCE_TOKEN"), os.environ.get("CONFORMANCE_CHAT")
NO_TOKEN = (
    f"no CONFORMANCE_TOKEN and CONFORMANCE_CHAT; last run against Telegram: {LAST_RUN.read_text().strip()}"
)


@dataclass(frozen=True, slots=True)
class Ground:
    """A Bot API to call, and a private chat that is open there."""

    http: aiohttp.ClientSession
    address: str
    chat: int

    async def call(self, method: str, **params: object) -> Json:
        async with self.http.post(f"{self.address}/{method}", json=params) as response:
            answer: Json = await response.json()
            assert answer["ok"] is (response.status == 200)
            return answer

    async def sends(self, text: str, **more: object) -> int:
        answer = await self.call("sendMessage", chat_id=self.chat, text=text, **more)
        return int(answer["result"]["message_id"])


@pytest.fixture(params=["simulator", "telegram"])
async def ground(request: pytest.FixtureRequest, url: str) -> AsyncIterator[Ground]:
    async with aiohttp.ClientSession() as http:
        if request.param == "telegram":
            if not (REAL_TOKEN and REAL_CHAT):
                pytest.skip(NO_TOKEN)
            LAST_RUN.write_text(f"{datetime.now(UTC):%Y-%m-%d}\n")
            yield Ground(http, f"https://api.telegram.org/bot{REAL_TOKEN}", int(REAL_CHAT))
            return
        async with Phone(url, 5001) as siti:
            await siti.says("/start")
        yield Ground(http, f"{url}/bot{TOKEN}", 5001)


@dataclass(frozen=True, slots=True)
class Wrong:
    """A call that is refused, with what exactly; `{chat}` and `{sent}` are filled in."""

    method: str
    params: Json
    description: str
    code: int = 400


def _html(text: str, why: str) -> Wrong:
    params = {"chat_id": "{chat}", "text": text, "parse_mode": "HTML"}
    return Wrong("sendMessage", params, f"Bad Request: can't parse entities: {why}")


def _with_keyboard(button: Json, description: str) -> Wrong:
    markup = {"inline_keyboard": [[button]]}
    return Wrong("sendMessage", {"chat_id": "{chat}", "text": "a", "reply_markup": markup}, description)


NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as"
    " a current content and reply markup of the message"
)
WRONG = {
    "no chat": Wrong("sendMessage", {"text": "a"}, "Bad Request: chat_id is empty"),
    "unknown chat": Wrong("sendMessage", {"chat_id": 1, "text": "a"}, "Bad Request: chat not found"),
    "chat that is no number": Wrong(
        "sendMessage", {"chat_id": "x", "text": "a"}, "Bad Request: chat not found"
    ),
    "no text": Wrong("sendMessage", {"chat_id": "{chat}"}, "Bad Request: message text is empty"),
    "only spaces": Wrong(
        "sendMessage", {"chat_id": "{chat}", "text": " \n "}, "Bad Request: message text is empty"
    ),
    "text of 4097": Wrong(
        "sendMessage", {"chat_id": "{chat}", "text": "a" * 4097}, "Bad Request: message is too long"
    ),
    "unknown tag": _html("a<p>b</p>", 'Unsupported start tag "p" at byte offset 1'),
    "unknown tag after letters of two bytes": _html("éé<p>", 'Unsupported start tag "p" at byte offset 4'),
    "end without start": _html("a</b>", "Unexpected end tag at byte offset 1"),
    "crossed tags": _html(
        "<b><i>a</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'
    ),
    "start without end": _html("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
    "lonely bracket": _html("umur <", "Unclosed start tag at byte offset 5"),
    "smaller than": _html("umur < 65 dan", 'Unsupported start tag "" at byte offset 5'),
    "unclosed end": _html("<b>a</b", "Unclosed end tag at byte offset 4"),
    "span of another class": _html(
        '<span class="x">a</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'
    ),
    "tap of 65 bytes": _with_keyboard(
        {"text": "a", "callback_data": "a" * 65}, "Bad Request: BUTTON_DATA_INVALID"
    ),
    "button that does nothing": _with_keyboard(
        {"text": "a"},
        "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    "edit of nothing": Wrong(
        "editMessageText",
        {"chat_id": "{chat}", "message_id": 999_999_999, "text": "a"},
        "Bad Request: message to edit not found",
    ),
    "edit without change": Wrong(
        "editMessageText", {"chat_id": "{chat}", "message_id": "{sent}", "text": "halo"}, NOT_MODIFIED
    ),
    "edit to nothing": Wrong(
        "editMessageText",
        {"chat_id": "{chat}", "message_id": "{sent}", "text": ""},
        "Bad Request: message text is empty",
    ),
    "edit of 4097": Wrong(
        "editMessageText",
        {"chat_id": "{chat}", "message_id": "{sent}", "text": "a" * 4097},
        "Bad Request: MESSAGE_TOO_LONG",
    ),
    "caption of a text": Wrong(
        "editMessageCaption",
        {"chat_id": "{chat}", "message_id": "{sent}", "caption": "a"},
        "Bad Request: there is no caption in the message to edit",
    ),
    "edit without id": Wrong(
        "editMessageText",
        {"chat_id": "{chat}", "text": "a"},
        "Bad Request: message identifier is not specified",
    ),
    "deletion of nothing": Wrong(
        "deleteMessage",
        {"chat_id": "{chat}", "message_id": 999_999_999},
        "Bad Request: message to delete not found",
    ),
    "deletion of 101": Wrong(
        "deleteMessages",
        {"chat_id": "{chat}", "message_ids": list(range(1, 102))},
        "Bad Request: too many message identifiers specified",
    ),
    "copy of nothing": Wrong(
        "copyMessage",
        {"chat_id": "{chat}", "from_chat_id": "{chat}", "message_id": 999_999_999},
        "Bad Request: message to copy not found",
    ),
    "forward of nothing": Wrong(
        "forwardMessage",
        {"chat_id": "{chat}", "from_chat_id": "{chat}", "message_id": 999_999_999},
        "Bad Request: message to forward not found",
    ),
    "answer to nothing": Wrong(
        "answerCallbackQuery",
        {"callback_query_id": "1"},
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
    ),
    "reply to nothing": Wrong(
        "sendMessage",
        {"chat_id": "{chat}", "text": "a", "reply_parameters": {"message_id": 999_999_999}},
        "Bad Request: message to be replied not found",
    ),
    "unknown action": Wrong(
        "sendChatAction",
        {"chat_id": "{chat}", "action": "sleeping"},
        "Bad Request: wrong parameter action in request",
    ),
    "unknown file": Wrong("getFile", {"file_id": "x"}, "Bad Request: invalid file_id"),
    "photo that is not there": Wrong(
        "sendPhoto", {"chat_id": "{chat}"}, "Bad Request: there is no photo in the request"
    ),
    "command with capitals": Wrong(
        "setMyCommands",
        {"commands": [{"command": "Cek", "description": "a"}]},
        "Bad Request: BOT_COMMAND_INVALID",
    ),
    "unknown method": Wrong("sendNothing", {}, "Not Found: method not found", 404),
}
WORKS = {
    "4096 letters after parsing": {"text": f"<b>{'a' * 4096}</b>", "parse_mode": "HTML"},
    "tap of 64 bytes": {
        "text": "a",
        "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "é" * 32}]]},
    },
    "copy button": {
        "text": "a",
        "reply_markup": {"inline_keyboard": [[{"text": "a", "copy_text": {"text": "123"}}]]},
    },
    "coloured button": {
        "text": "a",
        "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "a", "style": "success"}]]},
    },
    "contact button": {
        "text": "a",
        "reply_markup": {"keyboard": [[{"text": "a", "request_contact": True}]], "one_time_keyboard": True},
    },
    "no keyboard any more": {"text": "a", "reply_markup": {"remove_keyboard": True}},
    "markup as text": {
        "text": "a",
        "reply_markup": '{"inline_keyboard":[[{"text":"a","callback_data":"b"}]]}',
    },
    "protected": {"text": "a", "protect_content": True},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
async def test_what_is_wrong_is_refused_in_the_same_words(ground: Ground, wrong: Wrong) -> None:
    sent = await ground.sends("halo") if "{sent}" in json.dumps(wrong.params) else 0
    params = json.loads(
        json.dumps(wrong.params).replace('"{chat}"', str(ground.chat)).replace('"{sent}"', str(sent))
    )
    answer = await ground.call(wrong.method, **params)
    assert (answer["error_code"], answer["description"]) == (wrong.code, wrong.description)
    assert await ground.sends("dan seterusnya")


@pytest.mark.parametrize("params", WORKS.values(), ids=WORKS)
async def test_what_is_right_is_done(ground: Ground, params: Json) -> None:
    answer = await ground.call("sendMessage", chat_id=ground.chat, **params)
    assert answer["ok"], answer


async def test_entities_are_counted_in_utf_16_units(ground: Ground) -> None:
    text = '👨‍🌾 <b>Bu Siti</b> &amp; <a href="https://example.org/a?b=1&amp;c=2">sini</a>, <code>/cek</code> /cek'
    answer = await ground.call("sendMessage", chat_id=ground.chat, text=text, parse_mode="HTML")
    assert answer["result"]["text"] == "👨‍🌾 Bu Siti & sini, /cek /cek"
    assert answer["result"]["entities"] == [
        {"offset": 6, "length": 7, "type": "bold"},
        {"offset": 16, "length": 4, "type": "text_link", "url": "https://example.org/a?b=1&c=2"},
        {"offset": 22, "length": 4, "type": "code"},
        {"offset": 27, "length": 4, "type": "bot_command"},
    ]


async def test_an_edit_without_keyboard_takes_the_keyboard_away(ground: Ground) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Ya", "callback_data": "yes"}]]}
    sent = await ground.sends("halo", reply_markup=keyboard)
    answer = await ground.call("editMessageText", chat_id=ground.chat, message_id=sent, text="halo")
    assert "reply_markup" not in answer["result"]
    assert answer["result"]["edit_date"] >= answer["result"]["date"]


async def test_a_message_with_a_reply_keyboard_cannot_be_edited(ground: Ground) -> None:
    sent = await ground.sends("halo", reply_markup={"keyboard": [["Ya"]]})
    answer = await ground.call("editMessageText", chat_id=ground.chat, message_id=sent, text="lain")
    assert answer["description"] == "Bad Request: message can't be edited"


async def test_a_deleted_message_is_gone(ground: Ground) -> None:
    sent = await ground.sends("halo")
    assert (await ground.call("deleteMessage", chat_id=ground.chat, message_id=sent))["result"] is True
    answer = await ground.call("deleteMessage", chat_id=ground.chat, message_id=sent)
    assert answer["description"] == "Bad Request: message to delete not found"


async def test_a_protected_message_is_marked_and_not_forwarded(ground: Ground) -> None:
    sent = await ground.call("sendMessage", chat_id=ground.chat, text="rahasia", protect_content=True)
    assert sent["result"]["has_protected_content"] is True
    answer = await ground.call(
        "forwardMessage",
        chat_id=ground.chat,
        from_chat_id=ground.chat,
        message_id=sent["result"]["message_id"],
    )
    assert answer["description"] == "Bad Request: message can't be forwarded"


async def test_menus_are_kept_by_scope_and_language(ground: Ground) -> None:
    scope = {"type": "chat", "chat_id": ground.chat}
    menu = [{"command": "cek", "description": "Apakah saya bisa ikut"}]
    assert (await ground.call("setMyCommands", commands=menu, scope=scope, language_code="id"))["ok"]
    assert (await ground.call("getMyCommands", scope=scope, language_code="id"))["result"] == menu
    assert (await ground.call("getMyCommands", scope=scope))["result"] == []
    assert (await ground.call("deleteMyCommands", scope=scope, language_code="id"))["ok"]
    assert (await ground.call("getMyCommands", scope=scope, language_code="id"))["result"] == []
