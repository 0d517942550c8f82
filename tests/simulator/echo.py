"""A little bot that answers with one of everything, through the Bot API only."""

import asyncio
import json
from typing import Any

import aiohttp

Json = dict[str, Any]

_TOKEN = "123456789:AAinvented-token-of-the-echo-bot-0001"

_BUTTONS = {
    "inline_keyboard": [
        [{"text": "Pilih", "callback_data": "notice"}, {"text": "Awas", "callback_data": "alert"}],
        [
            {"text": "Situs", "url": "https://contoh.example/"},
            {"text": "Salin", "copy_text": {"text": "SSR-1"}},
        ],
        [{"text": "Ganti", "callback_data": "edit"}, {"text": "Buang", "callback_data": "delete"}],
        [{"text": "Diam", "callback_data": "silent"}],
    ]
}
_ANSWERS = {
    "keyboard": [
        [{"text": "Nomor saya", "request_contact": True}, {"text": "Tempat saya", "request_location": True}],
        [{"text": "Teman saya", "request_users": {"request_id": 7, "max_quantity": 1}}, {"text": "Biasa"}],
    ],
    "resize_keyboard": True,
    "one_time_keyboard": True,
    "input_field_placeholder": "Pilih saja",
}
_RICH = "<b>tebal</b> <i>miring</i> <code>kode</code> <tg-spoiler>rahasia</tg-spoiler> 1 &lt; 2 ✅ /bantuan"


class EchoBot:
    """Polls one update after the other until its task is cancelled."""

    def __init__(self, base_url: str, http: aiohttp.ClientSession) -> None:
        self._methods = f"{base_url}/bot{_TOKEN}"
        self._http = http

    async def calls(self, method: str, **arguments: Any) -> Any:
        body = {
            key: json.dumps(value) if isinstance(value, dict | list) else value
            for key, value in arguments.items()
        }
        async with self._http.post(f"{self._methods}/{method}", json=body) as response:
            said = await response.json()
        assert said["ok"], (method, said)
        return said["result"]

    async def runs(self) -> None:
        commands = [
            {"command": "start", "description": "Mulai"},
            {"command": "bantuan", "description": "Bantuan"},
        ]
        await self.calls("setMyCommands", commands=commands)
        offset = 0
        while True:
            for update in await self.calls("getUpdates", offset=offset, timeout=20):
                offset = update["update_id"] + 1
                await self.hears(update)

    async def hears(self, update: Json) -> None:
        if "callback_query" in update:
            await self.is_tapped(update["callback_query"])
        elif "edited_message" in update:
            await self.says(update["edited_message"], f"Diubah: {update['edited_message']['text']}")
        elif "message" in update:
            await self.is_told(update["message"])

    async def says(self, to: Json, text: str, **more: Any) -> None:
        await self.calls("sendMessage", chat_id=to["chat"]["id"], text=text, **more)

    async def is_tapped(self, tap: Json) -> None:
        message, chosen = tap["message"], tap["data"]
        here = {"chat_id": message["chat"]["id"], "message_id": message["message_id"]}
        if chosen == "silent":
            return
        await asyncio.sleep(0.3)
        text = {"notice": "Sudah dipilih", "alert": "Harap hati-hati"}.get(chosen, "")
        await self.calls(
            "answerCallbackQuery", callback_query_id=tap["id"], text=text, show_alert=chosen == "alert"
        )
        if chosen == "edit":
            await self.calls("editMessageText", **here, text="Sudah diganti")
        if chosen == "delete":
            await self.calls("deleteMessage", **here)

    async def is_told(self, message: Json) -> None:
        chat = {"chat_id": message["chat"]["id"]}
        if "photo" in message:
            await self.calls(
                "sendPhoto", **chat, photo=message["photo"][-1]["file_id"], caption="Foto kembali"
            )
        elif "document" in message:
            await self.calls(
                "sendDocument", **chat, document=message["document"]["file_id"], caption="Berkas kembali"
            )
        else:
            await self.answers(message, message.get("text", ""))

    async def answers(self, message: Json, text: str) -> None:
        special: dict[str, Json] = {
            "/start": {"text": "Pilih salah satu", "reply_markup": _BUTTONS},
            "tombol": {"text": "Ini tombol jawaban", "reply_markup": _ANSWERS},
            "indah": {"text": _RICH, "parse_mode": "HTML"},
            "rahasia": {"text": "Jangan disebar", "protect_content": True},
            "lepas": {"text": "Tombol dilepas", "reply_markup": {"remove_keyboard": True}},
        }
        if text == "tunggu":
            await self.calls("sendChatAction", chat_id=message["chat"]["id"], action="typing")
            await asyncio.sleep(0.6)
        for n in range(40 if text == "banyak" else 0):
            await self.says(message, f"Pesan ke-{n}")
        await self.says(message, **special.get(text, {"text": f"Terima: {text or _kind(message)}"}))


def _kind(message: Json) -> str:
    """What a message without text brought, in one line."""
    if contact := message.get("contact"):
        return f"kontak {contact['phone_number']} {contact.get('user_id', 'tanpa akun')}"
    if place := message.get("location"):
        return f"lokasi {place['latitude']:.2f} {place['longitude']:.2f}"
    if shared := message.get("users_shared"):
        return f"orang {shared['users'][0]['user_id']}"
    return next(kind for kind in ("voice", "sticker") if kind in message)
