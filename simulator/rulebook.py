"""What Telegram refuses and where its patience ends: every limit and every error text, each with its section.

The sections are headings of https://core.telegram.org/bots/api. Where that page gives no words for a refusal,
the text is the one that the published Bot API server (tdlib/telegram-bot-api) answers.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limit:
    """The most (or the longest) that is accepted; `section` is a heading of the documentation."""

    most: int
    section: str


TEXT_UNITS = Limit(4096, "sendMessage")
CAPTION_UNITS = Limit(1024, "sendPhoto")
TAP_BYTES = Limit(64, "InlineKeyboardButton")
COPY_TEXT_UNITS = Limit(256, "CopyTextButton")
NOTICE_UNITS = Limit(200, "answerCallbackQuery")
BUTTONS_A_KEYBOARD = Limit(100, "InlineKeyboardMarkup")
BUTTONS_A_ROW = Limit(8, "InlineKeyboardMarkup")
KEYBOARD_BUTTONS = Limit(300, "ReplyKeyboardMarkup")
KEYBOARD_BUTTONS_A_ROW = Limit(12, "ReplyKeyboardMarkup")
PLACEHOLDER_UNITS = Limit(64, "ReplyKeyboardMarkup")
REQUESTED_PEOPLE = Limit(10, "KeyboardButtonRequestUsers")
COMMANDS = Limit(100, "setMyCommands")
COMMAND_LETTERS = Limit(32, "BotCommand")
COMMAND_DESCRIPTION = Limit(256, "BotCommand")
DESCRIPTION = Limit(512, "setMyDescription")
SHORT_DESCRIPTION = Limit(120, "setMyShortDescription")
UPDATES_A_POLL = Limit(100, "getUpdates")
POLL_SECONDS = Limit(50, "getUpdates")
WAITING_SECONDS = Limit(24 * 3600, "Getting updates")
TAP_WAITING_SECONDS = Limit(150, "CallbackQuery")
TAP_ANSWER_SECONDS = Limit(15, "answerCallbackQuery")
DELETE_SECONDS = Limit(48 * 3600, "deleteMessage")
DELETIONS_A_CALL = Limit(100, "deleteMessages")
WEBHOOK_CONNECTIONS = Limit(100, "setWebhook")
WEBHOOK_CONNECTIONS_UNSAID = Limit(40, "setWebhook")
SECRET_LETTERS = Limit(256, "setWebhook")
WEBHOOK_GONE_SECONDS = Limit(23 * 3600, "setWebhook")
UPLOAD_BYTES = Limit(50_000_000, "Sending files")
PHOTO_BYTES = Limit(10_000_000, "Sending files")
PHOTO_SIDES = Limit(10_000, "sendPhoto")
PHOTO_RATIO = Limit(20, "sendPhoto")
DOWNLOAD_BYTES = Limit(20_000_000, "getFile")
TYPING_SECONDS = Limit(5, "sendChatAction")
MESSAGES_A_SECOND = Limit(30, "Broadcasting to users (Bots FAQ)")
MESSAGES_A_SECOND_TO_ONE = Limit(1, "Broadcasting to users (Bots FAQ)")
MESSAGES_A_MINUTE_TO_A_GROUP = Limit(20, "Broadcasting to users (Bots FAQ)")

WEBHOOK_PORTS = (80, 88, 443, 8443)


@dataclass(frozen=True, slots=True)
class Refusal:
    """One answer with `ok: false`; `{}` in the text is filled in when it is raised."""

    code: int
    text: str
    section: str


class Refused(Exception):  # noqa: N818  a refusal is an answer here, not an accident
    """A call that Telegram answers with `ok: false`; nothing was executed."""

    def __init__(self, refusal: Refusal, *parts: object, **parameters: int) -> None:
        self.code = refusal.code
        self.description = refusal.text.format(*parts) if parts else refusal.text
        self.parameters = parameters
        super().__init__(self.description)


UNAUTHORIZED = Refusal(401, "Unauthorized", "Authorizing your bot")
NOT_FOUND = Refusal(404, "Not Found", "Authorizing your bot")
METHOD_NOT_FOUND = Refusal(404, "Not Found: method not found", "Making requests")
BODY_TOO_LARGE = Refusal(413, "Request Entity Too Large", "Sending files")
BODY_UNREADABLE = Refusal(400, "Bad Request: can't parse the request body", "Making requests")
NOT_UTF_8 = Refusal(400, "Bad Request: strings must be encoded in UTF-8", "Making requests")
FLOOD = Refusal(429, "Too Many Requests: retry after {}", "ResponseParameters")

POLLED_TWICE = Refusal(
    409,
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    "getUpdates",
)
POLL_UNDER_WEBHOOK = Refusal(
    409,
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    "getUpdates",
)
POLL_ENDED_BY_WEBHOOK = Refusal(409, "Conflict: terminated by setWebhook request", "setWebhook")
WEBHOOK_NOT_HTTPS = Refusal(
    400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook", "setWebhook"
)
WEBHOOK_PORT = Refusal(
    400, "Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443", "setWebhook"
)
SECRET_LETTERS_REFUSED = Refusal(400, "Bad Request: secret token contains unallowed characters", "setWebhook")
SECRET_TOO_LONG = Refusal(400, "Bad Request: secret token is too long", "setWebhook")

CHAT_EMPTY = Refusal(400, "Bad Request: chat_id is empty", "sendMessage")
CHAT_NOT_FOUND = Refusal(400, "Bad Request: chat not found", "sendMessage")
CHAT_MOVED = Refusal(400, "Bad Request: group chat was upgraded to a supergroup chat", "ResponseParameters")
BLOCKED = Refusal(403, "Forbidden: bot was blocked by the user", "Making requests")
NEVER_STARTED = Refusal(403, "Forbidden: bot can't initiate conversation with a user", "Making requests")
KICKED = Refusal(403, "Forbidden: bot was kicked from the group chat", "Making requests")
MEMBER_NOT_FOUND = Refusal(400, "Bad Request: member not found", "getChatMember")
PERSON_INVALID = Refusal(400, "Bad Request: invalid user_id specified", "getChatMember")

PARSE_MODE = Refusal(
    400, "Bad Request: unsupported parse_mode: this Telegram reads HTML only", "Formatting options"
)
ENTITIES = Refusal(400, "Bad Request: can't parse entities: {}", "HTML style")
TEXT_EMPTY = Refusal(400, "Bad Request: message text is empty", "sendMessage")
TEXT_TOO_LONG = Refusal(400, "Bad Request: message is too long", "sendMessage")
EDIT_TOO_LONG = Refusal(400, "Bad Request: MESSAGE_TOO_LONG", "editMessageText")
CAPTION_TOO_LONG = Refusal(400, "Bad Request: message caption is too long", "sendPhoto")
REPLY_NOT_FOUND = Refusal(400, "Bad Request: message to be replied not found", "ReplyParameters")
REPLY_UNREADABLE = Refusal(400, "Bad Request: can't parse reply parameters JSON object", "ReplyParameters")

MARKUP_UNREADABLE = Refusal(400, "Bad Request: can't parse reply keyboard markup JSON object", "sendMessage")
MARKUP_EXPECTED = Refusal(400, "Bad Request: object expected as reply markup", "sendMessage")
MARKUP_TOO_LONG = Refusal(400, "Bad Request: reply markup is too long", "InlineKeyboardMarkup")
ROWS_EXPECTED = Refusal(
    400, 'Bad Request: field "{}" of the reply markup must be an Array of Arrays', "ReplyKeyboardMarkup"
)
INLINE_UNREADABLE = Refusal(
    400, "Bad Request: can't parse inline keyboard button: {}", "InlineKeyboardButton"
)
BUTTON_UNREADABLE = Refusal(400, "Bad Request: can't parse keyboard button: {}", "KeyboardButton")
BUTTON_TAP = Refusal(400, "Bad Request: BUTTON_DATA_INVALID", "InlineKeyboardButton")
BUTTON_URL = Refusal(
    400, "Bad Request: inline keyboard button URL '{}' is invalid: Wrong HTTP URL", "InlineKeyboardButton"
)
BUTTON_COPY = Refusal(400, "Bad Request: BUTTON_COPY_TEXT_INVALID", "CopyTextButton")
BUTTON_STYLE = Refusal(400, "Bad Request: invalid button style specified", "InlineKeyboardButton")
BUTTON_ONLY_PRIVATE = Refusal(400, "Bad Request: {} can be requested in private chats only", "KeyboardButton")
PLACEHOLDER = Refusal(
    400, "Bad Request: input field placeholder must be of 1-64 characters", "ReplyKeyboardMarkup"
)

MESSAGE_UNSAID = Refusal(400, "Bad Request: message identifier is not specified", "editMessageText")
MESSAGES_UNSAID = Refusal(400, "Bad Request: message identifiers are not specified", "deleteMessages")
MESSAGES_TOO_MANY = Refusal(400, "Bad Request: too many message identifiers specified", "deleteMessages")
EDIT_NOT_FOUND = Refusal(400, "Bad Request: message to edit not found", "editMessageText")
EDIT_FORBIDDEN = Refusal(400, "Bad Request: message can't be edited", "Updating messages")
EDIT_NO_TEXT = Refusal(400, "Bad Request: there is no text in the message to edit", "editMessageText")
EDIT_NO_CAPTION = Refusal(
    400, "Bad Request: there is no caption in the message to edit", "editMessageCaption"
)
EDIT_UNCHANGED = Refusal(
    400,
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message",
    "Updating messages",
)
DELETE_NOT_FOUND = Refusal(400, "Bad Request: message to delete not found", "deleteMessage")
DELETE_FORBIDDEN = Refusal(400, "Bad Request: message can't be deleted", "deleteMessage")
DELETE_TOO_LATE = Refusal(400, "Bad Request: message can't be deleted for everyone", "deleteMessage")
FORWARD_NOT_FOUND = Refusal(400, "Bad Request: message to forward not found", "forwardMessage")
FORWARD_FORBIDDEN = Refusal(400, "Bad Request: message can't be forwarded", "forwardMessage")
COPY_NOT_FOUND = Refusal(400, "Bad Request: message to copy not found", "copyMessage")
COPY_FORBIDDEN = Refusal(400, "Bad Request: message can't be copied", "copyMessage")
REACT_NOT_FOUND = Refusal(400, "Bad Request: message to react not found", "setMessageReaction")
REACTION_INVALID = Refusal(400, "Bad Request: REACTION_INVALID", "ReactionTypeEmoji")

TAP_TOO_OLD = Refusal(
    400,
    "Bad Request: query is too old and response timeout expired or query ID is invalid",
    "answerCallbackQuery",
)
NOTICE_TOO_LONG = Refusal(400, "Bad Request: MESSAGE_TOO_LONG", "answerCallbackQuery")
ACTION_INVALID = Refusal(400, "Bad Request: wrong parameter action in request", "sendChatAction")

FILE_UNSAID = Refusal(400, "Bad Request: there is no {} in the request", "Sending files")
FILE_EMPTY = Refusal(400, "Bad Request: file must be non-empty", "Sending files")
FILE_UNKNOWN = Refusal(400, "Bad Request: wrong file identifier/HTTP URL specified", "Sending files")
FILE_KIND = Refusal(400, "Bad Request: can't use file of type {} as {}", "Sending files")
FILE_TOO_BIG = Refusal(400, "Bad Request: file is too big", "getFile")
GET_FILE_UNKNOWN = Refusal(400, "Bad Request: invalid file_id", "getFile")
PHOTO_TOO_BIG = Refusal(400, "Bad Request: file of size {} bytes is too big for a photo", "Sending files")
PHOTO_UNREADABLE = Refusal(400, "Bad Request: IMAGE_PROCESS_FAILED", "sendPhoto")
PHOTO_SHAPE = Refusal(400, "Bad Request: PHOTO_INVALID_DIMENSIONS", "sendPhoto")
PLACE_INVALID = Refusal(400, "Bad Request: wrong {} specified", "sendLocation")
CONTACT_NO_NUMBER = Refusal(400, "Bad Request: PHONE_NUMBER_INVALID", "sendContact")
CONTACT_NO_NAME = Refusal(400, "Bad Request: first name must be non-empty", "sendContact")

COMMANDS_UNREADABLE = Refusal(400, "Bad Request: can't parse commands JSON object", "setMyCommands")
COMMANDS_TOO_MANY = Refusal(400, "Bad Request: BOT_COMMANDS_TOO_MUCH", "setMyCommands")
COMMAND_INVALID = Refusal(400, "Bad Request: BOT_COMMAND_INVALID", "BotCommand")
COMMAND_DESCRIPTION_INVALID = Refusal(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID", "BotCommand")
SCOPE_UNREADABLE = Refusal(
    400, "Bad Request: can't parse BotCommandScope: unsupported type specified", "BotCommandScope"
)
LANGUAGE_INVALID = Refusal(400, "Bad Request: invalid language code specified", "setMyCommands")
DESCRIPTION_TOO_LONG = Refusal(400, "Bad Request: description is too long", "setMyDescription")
MENU_BUTTON_UNREADABLE = Refusal(
    400, "Bad Request: can't parse menu button: unsupported type specified", "MenuButton"
)
