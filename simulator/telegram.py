"""The whole state of this Telegram: who is there, what was said, what the bot has yet to hear."""

import time
from dataclasses import dataclass

from simulator import rulebook as rules
from simulator.clock import Clock
from simulator.entities import with_found
from simulator.events import Events
from simulator.faults import Faults
from simulator.files import Files
from simulator.flood import Flood
from simulator.keyboards import Markup
from simulator.ledger import Ledger
from simulator.people import BotAccount, Chat, Kept, Phone
from simulator.profile import Profile
from simulator.rendering import as_html
from simulator.rulebook import Refused
from simulator.updates import Updates
from simulator.webhook import Webhook
from simulator.wire import Json

_BOT_ID = 7_000_000_001
_SEEN_SECONDS = 15.0


@dataclass(slots=True)
class Tap:
    """A tapped button, and the update that told the bot of it."""

    phone: int
    update_id: int


class Telegram:
    """One bot and everybody who talks to it, in memory.

    With `token` None every well-formed token is the bot's. `floods` switches the limits on sending on;
    `webhook_pace` scales the pauses between webhook tries (1.0 is as long as the real ones).
    """

    def __init__(
        self,
        token: str | None = None,
        clock: Clock | None = None,
        *,
        floods: bool = False,
        webhook_pace: float = 1.0,
    ) -> None:
        self.token = token
        self.clock = clock or Clock()
        self.floods = floods
        self.bot = BotAccount(int(token.partition(":")[0]) if token else _BOT_ID)
        self.updates = Updates(self.clock)
        self.webhook = Webhook(self.updates, webhook_pace)
        self.events = Events()
        self.seen_at = float("-inf")
        self._begin()

    def _begin(self) -> None:
        self.phones: dict[int, Phone] = {}
        self.chats: dict[int, Chat] = {}
        self.taps: dict[str, Tap] = {}
        self.faults = Faults()
        self.ledger = Ledger()
        self.files = Files()
        self.profile = Profile()
        self.flood = Flood(self.clock, is_on=self.floods)

    def reset(self) -> None:
        """Forget everybody and everything; ids of updates and events go on rising."""
        self.webhook.stop()
        self.updates.clear()
        self.clock.reset()
        self._begin()

    def admits(self, token: str) -> bool:
        """Whether this is the bot's token; raises 404 for one that no bot could have."""
        number, colon, secret = token.partition(":")
        if not (number.isdigit() and colon and secret):
            raise Refused(rules.NOT_FOUND)
        return self.token is None or token == self.token

    @property
    def is_bot_seen(self) -> bool:
        """Whether the bot is there: it polls, was called a moment ago, or is reached by webhook."""
        return (
            self.updates.is_polled
            or bool(self.webhook.url)
            or time.monotonic() - self.seen_at < _SEEN_SECONDS
        )

    def see_bot(self) -> None:
        """The bot has just called."""
        was_seen, self.seen_at = self.is_bot_seen, time.monotonic()
        if not was_seen:
            self.events.tell(None, "status", {"bot_seen": True})

    def now(self) -> int:
        """The date of a message of this moment, in Unix seconds."""
        return int(self.clock.now())

    def get_phone(self, phone_id: int) -> Phone:
        try:
            return self.phones[phone_id]
        except KeyError:
            raise Refused(rules.PERSON_INVALID) from None

    def get_chat(self, chat_id: int) -> Chat:
        """A chat that exists for Telegram, whether or not the bot may write there."""
        try:
            return self.chats[chat_id]
        except KeyError:
            raise Refused(rules.CHAT_NOT_FOUND) from None

    def get_known_chat(self, chat_id: int) -> Chat:
        """A chat that exists for the bot: somebody wrote to it from there, or it shares a group with them."""
        chat = self.get_chat(chat_id)
        if chat.moved_to is not None:
            raise Refused(rules.CHAT_MOVED, migrate_to_chat_id=chat.moved_to)
        if not chat.is_started and not self._shares_group(chat):
            raise Refused(rules.CHAT_NOT_FOUND)
        return chat

    def get_open_chat(self, chat_id: int) -> Chat:
        """A chat that the bot may write to; raises 400 and 403 as Telegram does."""
        chat = self.get_known_chat(chat_id)
        if not chat.is_started:
            raise Refused(rules.NEVER_STARTED)
        if chat.is_blocked:
            raise Refused(rules.BLOCKED if chat.is_private else rules.KICKED)
        return chat

    def _shares_group(self, chat: Chat) -> bool:
        return chat.is_private and any(
            chat.id in group.members for group in self.chats.values() if not group.is_private
        )

    def add_phone(self, phone: Phone) -> Phone:
        """Give somebody an account; one who is there already stays as they are."""
        if phone.id not in self.phones:
            self.phones[phone.id] = phone
            self.chats[phone.id] = Chat(phone.as_chat(), {phone.id})
        return self.phones[phone.id]

    def remember_start(self, phone_id: int) -> None:
        """Somebody wrote to the bot in an earlier life of this Telegram: it may write to them."""
        self.get_chat(phone_id).is_started = True

    def post(self, chat: Chat, content: Json, *, sender: Json, markup: Markup | None = None) -> Json:
        """Put a message into a chat and show it to its people; returns it as the Bot API's `Message`."""
        message: Json = {
            "message_id": chat.next_id(),
            "from": sender,
            "chat": chat.shown,
            "date": self.now(),
        } | content
        if markup and markup.inline:
            message["reply_markup"] = markup.inline
        chat.kept[message["message_id"]] = Kept(message, has_reply_keyboard=bool(markup and markup.reply))
        self._count_unread(chat, sender["id"])
        self.show(chat, "message", message)
        if markup and (markup.reply or markup.removes):
            self.set_keyboard(chat, markup.reply)
        return message

    def say(self, chat: Chat, content: Json, markup: Markup | None = None) -> Json:
        """The bot's own message; it ends the typing."""
        chat.typing_until = 0.0
        return self.post(chat, content, sender=self.bot.as_sender(), markup=markup)

    def replace(self, chat: Chat, message: Json) -> None:
        """Put a new version in the place of an old message. Versions are never changed in place."""
        chat.kept[message["message_id"]].message = message
        self.show(chat, "edit", message)

    def remove(self, chat: Chat, message_id: int) -> None:
        del chat.kept[message_id]
        for phone in chat.members:
            self.events.tell(phone, "delete", {"phone": phone, "chat": chat.id, "message_id": message_id})

    def show(self, chat: Chat, kind: str, message: Json) -> None:
        for phone in chat.members:
            self.events.tell(phone, kind, message)

    def set_keyboard(self, chat: Chat, keyboard: Json | None) -> None:
        chat.keyboard = keyboard
        for phone in chat.members:
            what = {"phone": phone, "chat": chat.id, "keyboard": keyboard}
            self.events.tell(phone, "reply_keyboard", what)

    def _count_unread(self, chat: Chat, sender_id: int) -> None:
        for phone in chat.members:
            if phone != sender_id:
                chat.unread[phone] = chat.unread.get(phone, 0) + 1

    def is_too_late(self, tap: Tap) -> bool:
        """Whether the bot heard of a tap too long ago to answer it."""
        delivered_at = self.updates.delivered.get(tap.update_id, self.clock.now())
        return self.clock.now() - delivered_at > rules.TAP_ANSWER_SECONDS.most

    def send_updates_to(self, url: str, secret: str | None) -> None:
        """Deliver to this address from now on, whatever the bot chose; an empty one ends delivery."""
        if not url:
            self.webhook.stop()
        elif self.webhook.url and secret in {None, self.webhook.secret}:
            self.webhook.redirect(url)
        else:
            self.updates.conflict(Refused(rules.POLL_ENDED_BY_WEBHOOK))
            self.webhook.start(url, secret or "", self.webhook.connections)

    async def close(self) -> None:
        """Let go of the network: event streams end, a waiting poll is answered, delivery stops."""
        self.events.end()
        self.updates.wake()
        await self.webhook.close()


def formatted(text: str, entities: list[Json], name: str = "text") -> Json:
    """Text with its entities, under the names that a message has for them (`text` or `caption`)."""
    found = with_found(text, entities)
    names = {"text": "entities", "caption": "caption_entities"}
    return ({name: text} if text else {}) | ({names[name]: found} if found else {})


def shown(message: Json) -> Json:
    """A message for the page: the Bot API's `Message` and its text as safe HTML."""
    if "text" in message:
        return message | {"html": as_html(message["text"], message.get("entities", []))}
    return message | {"html": as_html(message.get("caption", ""), message.get("caption_entities", []))}
