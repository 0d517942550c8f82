"""Keyboards under messages: checks what a bot asks for and gives back what Telegram keeps of it."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from simulator import rulebook as rules
from simulator.calls import Call
from simulator.rulebook import Refused
from simulator.wire import Json, units

_STYLES = ("primary", "success", "danger")
_INLINE_KINDS = ("callback_data", "url", "copy_text")
_REQUESTS = {"request_contact": "phone number", "request_location": "location", "request_users": "users"}
_REPLY_FIELDS = (
    "is_persistent",
    "resize_keyboard",
    "one_time_keyboard",
    "input_field_placeholder",
    "selective",
)


@dataclass(frozen=True, slots=True)
class Markup:
    """What a message does to the keyboards: `inline` stays under it, `reply` replaces the person's keyboard.

    All three empty means the message leaves the person's keyboard alone.
    """

    inline: Json | None = None
    reply: Json | None = None
    removes: bool = False


def read_markup(call: Call, *, is_private: bool) -> Markup:
    """The `reply_markup` of a call. Sources: "InlineKeyboardMarkup", "ReplyKeyboardMarkup" and their buttons."""
    given = call.find_json("reply_markup", rules.MARKUP_UNREADABLE)
    if given is None:
        return Markup()
    if not isinstance(given, dict):
        raise Refused(rules.MARKUP_EXPECTED)
    if "inline_keyboard" in given:
        return Markup(inline=_inline(given))
    if "keyboard" in given:
        return Markup(reply=_reply(given, is_private=is_private))
    return Markup(removes=bool(given.get("remove_keyboard")))


def _rows(given: Json, name: str) -> list[list[object]]:
    rows = given[name]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise Refused(rules.ROWS_EXPECTED, name)
    return [row for row in rows if row]


def _inline(given: Json) -> Json | None:
    rows = _rows(given, "inline_keyboard")
    if (
        sum(map(len, rows)) > rules.BUTTONS_A_KEYBOARD.most
        or max(map(len, rows), default=0) > rules.BUTTONS_A_ROW.most
    ):
        raise Refused(rules.MARKUP_TOO_LONG)
    kept = [[_inline_button(button) for button in row] for row in rows]
    return {"inline_keyboard": kept} if kept else None


def _inline_button(button: object) -> Json:
    if not isinstance(button, dict):
        raise Refused(rules.INLINE_UNREADABLE, "InlineKeyboardButton must be an Object")
    kinds = [kind for kind in _INLINE_KINDS if button.get(kind) is not None]
    if not kinds:
        raise Refused(rules.INLINE_UNREADABLE, "Text buttons are unallowed in the inline keyboard")
    if len(kinds) > 1:
        raise Refused(rules.INLINE_UNREADABLE, "Exactly one optional field must be used")
    _INLINE_CHECKS[kinds[0]](button[kinds[0]])
    return {"text": _label(button), kinds[0]: button[kinds[0]], **_style(button)}


def _label(button: Json) -> str:
    label = button.get("text")
    if not isinstance(label, str) or not label.strip():
        raise Refused(rules.BUTTON_UNREADABLE, 'Field "text" must be a non-empty String')
    return label


def _style(button: Json) -> Json:
    style = button.get("style")
    if style is None or style == "":
        return {}
    if style not in _STYLES:
        raise Refused(rules.BUTTON_STYLE)
    return {"style": style}


def _check_tap(tap: object) -> None:
    if not isinstance(tap, str) or not 1 <= len(tap.encode()) <= rules.TAP_BYTES.most:
        raise Refused(rules.BUTTON_TAP)


def _check_url(url: object) -> None:
    parts = urlsplit(str(url))
    if parts.scheme not in {"http", "https", "tg"} or not parts.netloc:
        raise Refused(rules.BUTTON_URL, url)


def _check_copy(copy: object) -> None:
    text = copy.get("text") if isinstance(copy, dict) else None
    if not isinstance(text, str) or not 1 <= units(text) <= rules.COPY_TEXT_UNITS.most:
        raise Refused(rules.BUTTON_COPY)


_INLINE_CHECKS = {"callback_data": _check_tap, "url": _check_url, "copy_text": _check_copy}


def _reply(given: Json, *, is_private: bool) -> Json:
    rows = _rows(given, "keyboard")
    if (
        not rows
        or sum(map(len, rows)) > rules.KEYBOARD_BUTTONS.most
        or max(map(len, rows)) > rules.KEYBOARD_BUTTONS_A_ROW.most
    ):
        raise Refused(rules.MARKUP_TOO_LONG)
    if units(str(given.get("input_field_placeholder") or "")) > rules.PLACEHOLDER_UNITS.most:
        raise Refused(rules.PLACEHOLDER)
    kept = [[_reply_button(button, is_private=is_private) for button in row] for row in rows]
    return {"keyboard": kept} | {name: given[name] for name in _REPLY_FIELDS if given.get(name)}


def _reply_button(button: object, *, is_private: bool) -> Json:
    if isinstance(button, str):
        button = {"text": button}
    if not isinstance(button, dict):
        raise Refused(rules.BUTTON_UNREADABLE, "KeyboardButton must be a String or an Object")
    asked = [name for name in _REQUESTS if button.get(name)]
    if asked and not is_private:
        raise Refused(rules.BUTTON_ONLY_PRIVATE, _REQUESTS[asked[0]])
    if len(asked) > 1:
        raise Refused(rules.BUTTON_UNREADABLE, "only one optional field may be used")
    if "request_users" in asked:
        _check_request(button["request_users"])
    return {"text": _label(button), **{name: button[name] for name in asked}, **_style(button)}


def _check_request(request: object) -> None:
    if not isinstance(request, dict) or not isinstance(request.get("request_id"), int):
        raise Refused(rules.BUTTON_UNREADABLE, 'Field "request_id" must be of type Number')
    most = request.get("max_quantity", 1)
    if not isinstance(most, int) or not 1 <= most <= rules.REQUESTED_PEOPLE.most:
        raise Refused(rules.BUTTON_UNREADABLE, 'Field "max_quantity" is out of range')
