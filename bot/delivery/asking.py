"""When Telegram refuses to delete a message (over 48 h old), the person is asked to do it."""

from dataclasses import replace

from pydantic import JsonValue

from bot.outgoing import Outgoing
from conversations.texts import LANGUAGES, load


def asked_to_delete(row: Outgoing) -> Outgoing:
    """The deletion turned into a message under the one in question, in both languages: the row knows none."""
    words = "\n".join(load(language).fill("menu.cannot_delete") for language in LANGUAGES)
    below: JsonValue = {"message_id": row.payload.get("message_id"), "allow_sending_without_reply": True}
    payload: dict[str, JsonValue] = {
        "chat_id": row.chat_id,
        "text": words,
        "parse_mode": "HTML",
        "reply_parameters": below,
    }
    return replace(row, method="sendMessage", payload=payload)
