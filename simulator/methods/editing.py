"""Methods that change or take back what was said, and the one that answers a tapped button."""

from simulator import rulebook as rules
from simulator.calls import Call
from simulator.keyboards import read_markup
from simulator.methods.content import read_caption, read_text
from simulator.people import Chat, Kept
from simulator.rulebook import Refused
from simulator.telegram import Telegram
from simulator.wire import Json


def _editable(telegram: Telegram, call: Call) -> tuple[Chat, Kept]:
    """The bot's own message that the call names. Source: "Updating messages"."""
    chat = telegram.get_open_chat(call.chat_id())
    if not call.integer("message_id"):
        raise Refused(rules.MESSAGE_UNSAID)
    kept = chat.kept.get(call.integer("message_id"))
    if kept is None:
        raise Refused(rules.EDIT_NOT_FOUND)
    if kept.message["from"]["id"] != telegram.bot.id or kept.has_reply_keyboard:
        raise Refused(rules.EDIT_FORBIDDEN)
    return chat, kept


def _edited(telegram: Telegram, call: Call, *, old: tuple[str, ...], new: Json) -> Json:
    """Replace the fields `old` of a message by `new`; a keyboard that is not given again is taken away."""
    chat, kept = _editable(telegram, call)
    inline = read_markup(call, is_private=chat.is_private).inline
    rest = {name: part for name, part in kept.message.items() if name not in {*old, "reply_markup"}}
    message = rest | new | ({"reply_markup": inline} if inline else {})
    if message == kept.message:
        raise Refused(rules.EDIT_UNCHANGED)
    message["edit_date"] = telegram.now()
    telegram.replace(chat, message)
    return message


def edit_message_text(telegram: Telegram, call: Call) -> Json:
    _, kept = _editable(telegram, call)
    content = read_text(call, "text", rules.TEXT_UNITS, rules.EDIT_TOO_LONG)
    if not content:
        raise Refused(rules.TEXT_EMPTY)
    if "text" not in kept.message:
        raise Refused(rules.EDIT_NO_TEXT)
    return _edited(telegram, call, old=("text", "entities"), new=content)


def edit_message_caption(telegram: Telegram, call: Call) -> Json:
    _, kept = _editable(telegram, call)
    if not {"photo", "document", "voice"} & kept.message.keys():
        raise Refused(rules.EDIT_NO_CAPTION)
    return _edited(telegram, call, old=("caption", "caption_entities"), new=read_caption(call))


def edit_message_reply_markup(telegram: Telegram, call: Call) -> Json:
    return _edited(telegram, call, old=(), new={})


def delete_message(telegram: Telegram, call: Call) -> bool:
    chat = telegram.get_open_chat(call.chat_id())
    if not call.integer("message_id"):
        raise Refused(rules.MESSAGE_UNSAID)
    kept = chat.kept.get(call.integer("message_id"))
    if kept is None:
        raise Refused(rules.DELETE_NOT_FOUND)
    _delete(telegram, chat, kept)
    return True


def _delete(telegram: Telegram, chat: Chat, kept: Kept) -> None:
    is_own = kept.message["from"]["id"] == telegram.bot.id
    if not is_own and not chat.is_private:
        raise Refused(rules.DELETE_FORBIDDEN)
    if telegram.clock.now() - kept.message["date"] > rules.DELETE_SECONDS.most:
        raise Refused(rules.DELETE_TOO_LATE)
    telegram.remove(chat, kept.message["message_id"])


def delete_messages(telegram: Telegram, call: Call) -> bool:
    """Those that are not there are passed over; one that may not go stops the call."""
    chat = telegram.get_open_chat(call.chat_id())
    ids = call.find_json("message_ids", rules.MESSAGES_UNSAID)
    if not isinstance(ids, list) or not ids:
        raise Refused(rules.MESSAGES_UNSAID)
    if len(ids) > rules.DELETIONS_A_CALL.most:
        raise Refused(rules.MESSAGES_TOO_MANY)
    for message_id in (each for each in ids if isinstance(each, int)):
        if kept := chat.kept.get(message_id):
            _delete(telegram, chat, kept)
    return True


def answer_callback_query(telegram: Telegram, call: Call) -> bool:
    """Answers in time only: 15 s after the tap was handed over or, not yet handed over, while it waits."""
    tap = telegram.taps.get(call.text("callback_query_id"))
    if tap is None or telegram.is_too_late(tap):
        raise Refused(rules.TAP_TOO_OLD)
    if len(call.text("text")) > rules.NOTICE_UNITS.most:
        raise Refused(rules.NOTICE_TOO_LONG)
    answer = {
        "phone": tap.phone,
        "callback_query_id": call.text("callback_query_id"),
        "text": call.text("text"),
        "show_alert": call.is_true("show_alert"),
    }
    telegram.events.tell(tap.phone, "callback_answer", answer)
    return True


METHODS = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "answerCallbackQuery": answer_callback_query,
}
