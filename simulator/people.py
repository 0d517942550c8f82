"""Who and where: phones (accounts of people), the bot's own account, and chats with the messages in them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from simulator.wire import Json, without_nothing


@dataclass(frozen=True, slots=True)
class Phone:
    """One person's account. `title` says on the page whose phone it is; `phone` is the number."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str = "id"
    phone: str = ""
    title: str = ""

    def as_sender(self) -> Json:
        """The person as the Bot API's `User`."""
        return without_nothing(
            {
                "id": self.id,
                "is_bot": False,
                "first_name": self.first_name,
                "last_name": self.last_name,
                "username": self.username,
                "language_code": self.language_code,
            }
        )

    def as_chat(self) -> Json:
        """The private chat with the bot, as the Bot API's `Chat`."""
        return without_nothing(
            {
                "id": self.id,
                "type": "private",
                "first_name": self.first_name,
                "last_name": self.last_name,
                "username": self.username,
            }
        )


@dataclass(frozen=True, slots=True)
class BotAccount:
    """The bot as Telegram knows it."""

    id: int
    first_name: str = "Sasar"
    username: str = "sasar_latihan_bot"

    def as_sender(self) -> Json:
        return {"id": self.id, "is_bot": True, "first_name": self.first_name, "username": self.username}


@dataclass(slots=True)
class Kept:
    """A message as it lies in a chat: what the bot sees of it, and what only Telegram remembers."""

    message: Json
    has_reply_keyboard: bool = False
    reactions: list[Json] = field(default_factory=list)


@dataclass(slots=True)
class Chat:
    """A private chat (id of its person) or a group (negative id).

    `keyboard` is the reply keyboard that the person sees now; `typing_until` and dates are Unix seconds.
    """

    shown: Json
    members: set[int]
    is_started: bool = False
    is_blocked: bool = False
    moved_to: int | None = None
    last_id: int = 0
    kept: dict[int, Kept] = field(default_factory=dict)
    keyboard: Json | None = None
    typing_until: float = 0.0
    unread: dict[int, int] = field(default_factory=dict)

    @property
    def id(self) -> int:
        return int(self.shown["id"])

    @property
    def is_private(self) -> bool:
        return bool(self.shown["type"] == "private")

    def next_id(self) -> int:
        self.last_id += 1
        return self.last_id

    def messages(self) -> Iterator[Json]:
        """Everything that still lies here, oldest first."""
        return (kept.message for kept in self.kept.values())
