"""Methods that only look: who the bot is, a chat, a member, a file; and the one that leaves a group."""

from simulator import rulebook as rules
from simulator.calls import Call
from simulator.rulebook import Refused
from simulator.telegram import Telegram
from simulator.wire import Json

_ABILITIES = {
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
    "can_connect_to_business": False,
    "has_main_web_app": False,
}
_REACTIONS_A_MESSAGE = 11
_GIFTS = {
    "unlimited_gifts": True,
    "limited_gifts": True,
    "unique_gifts": True,
    "premium_subscription": True,
    "gifts_from_channels": True,
}


def get_me(telegram: Telegram, _call: Call) -> Json:
    return telegram.bot.as_sender() | _ABILITIES


def get_chat(telegram: Telegram, call: Call) -> Json:
    chat = telegram.get_known_chat(call.chat_id())
    return chat.shown | {
        "accent_color_id": chat.id % 7,
        "max_reaction_count": _REACTIONS_A_MESSAGE,
        "accepted_gift_types": _GIFTS,
    }


def get_chat_member(telegram: Telegram, call: Call) -> Json:
    chat = telegram.get_known_chat(call.chat_id())
    person = call.integer("user_id")
    if person == telegram.bot.id:
        return {"status": "member", "user": telegram.bot.as_sender()}
    if person <= 0:
        raise Refused(rules.PERSON_INVALID)
    phone = telegram.phones.get(person)
    if phone is None:
        raise Refused(rules.MEMBER_NOT_FOUND)
    return {"status": "member" if person in chat.members else "left", "user": phone.as_sender()}


def get_file(telegram: Telegram, call: Call) -> Json:
    stored = telegram.files.find(call.text("file_id"))
    if stored is None:
        raise Refused(rules.GET_FILE_UNKNOWN)
    if len(stored.content) > rules.DOWNLOAD_BYTES.most:
        raise Refused(rules.FILE_TOO_BIG)
    return stored.as_file()


def leave_chat(telegram: Telegram, call: Call) -> bool:
    chat = telegram.get_open_chat(call.chat_id())
    chat.is_blocked = True
    return True


METHODS = {
    "getMe": get_me,
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getFile": get_file,
    "leaveChat": leave_chat,
}
