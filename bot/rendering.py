"""One message as data becomes the parameters of a Bot API call."""

from pydantic import JsonValue

from conversations.says import Button, Rows, Say

Payload = dict[str, JsonValue]
CAPTION_LIMIT = 1024
"""Letters under a picture or file (Bot API, sendDocument)."""
PERSON: JsonValue = {"request_id": 1, "user_is_bot": False, "max_quantity": 1}
"""One human being (Bot API, KeyboardButtonRequestUsers)."""


def rendered(say: Say, chat_id: int) -> tuple[str, Payload]:
    """The method and parameters that send this to a chat; a file's bytes travel beside them."""
    markup = _markup(say)
    payload: Payload = {"chat_id": chat_id, "parse_mode": "HTML"}
    if markup is not None:
        payload["reply_markup"] = markup
    if say.file is not None:
        return ("sendPhoto" if say.file.is_picture else "sendDocument"), {
            **payload,
            "caption": say.html[:CAPTION_LIMIT],
        }
    payload |= {"text": say.html, "link_preview_options": {"is_disabled": True}}
    if say.is_private:
        payload["protect_content"] = True
    return "sendMessage", payload


def _markup(say: Say) -> JsonValue | None:
    if say.shares_contact or say.picks_person:
        return _asking_keyboard(say)
    if say.rows:
        return {"inline_keyboard": _inline(say.rows)}
    return {"remove_keyboard": True} if say.drops_keyboard else None


def _asking_keyboard(say: Say) -> JsonValue:
    others: list[JsonValue] = [[{"text": button.label} for button in row] for row in say.rows]
    share: JsonValue = [{"text": say.shares_contact, "request_contact": True}]
    pick: JsonValue = [{"text": say.picks_person, "request_users": PERSON}]
    asks = share if say.shares_contact else pick
    return {"keyboard": [asks, *others], "resize_keyboard": True, "one_time_keyboard": True}


def _inline(rows: Rows) -> list[JsonValue]:
    return [[_button(button) for button in row] for row in rows]


def _button(button: Button) -> JsonValue:
    parts: dict[str, JsonValue] = {"text": button.label}
    if button.style:
        parts["style"] = button.style.value
    if button.copies:
        return {**parts, "copy_text": {"text": button.copies}}
    if button.url:
        return {**parts, "url": button.url}
    return {**parts, "callback_data": button.tap}


def deletion(chat_id: int, message_id: int) -> tuple[str, Payload]:
    """Take a message out of the chat."""
    return "deleteMessage", {"chat_id": chat_id, "message_id": message_id}


def tap_answer(query_id: str, notice: str) -> tuple[str, Payload]:
    """Stop the waiting sign on a tapped button, with a short notice or none."""
    return "answerCallbackQuery", {
        "callback_query_id": query_id,
        **({"text": notice[:200]} if notice else {}),
    }
