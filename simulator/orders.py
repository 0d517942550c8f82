"""What the control API may be told, one model a request."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from simulator.clock import Clock
from simulator.faults import FaultKind
from simulator.wire import Json, without_nothing


class _Order(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class InChat(_Order):
    """Something in a chat; the private one with the bot when none is named."""

    chat: int | None = None


class Text(InChat):
    text: str
    reply_to: int | None = None


class Tap(InChat):
    message_id: int
    data: str


class Contact(InChat):
    """Own contact card by default; else somebody's of the phone's address book."""

    own: bool = True
    phone_number: str = ""
    first_name: str = ""
    user_id: int | None = None

    def card(self) -> Json:
        return without_nothing(self.model_dump(include={"phone_number", "first_name", "user_id"}))


class Location(InChat):
    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)


class People(InChat):
    request_id: int
    user_ids: list[int]


class Sticker(InChat):
    emoji: str = "🙂"


class Voice(InChat):
    duration: int = 1


class Edit(InChat):
    message_id: int
    text: str


class NewPhone(_Order):
    id: int | None = None
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str = "id"
    phone: str = ""
    title: str = ""


class NewGroup(_Order):
    title: str
    members: list[int]


class Leaver(_Order):
    user_id: int


class RawUpdate(BaseModel):
    """An update without its number: one field named after its kind, holding anything at all."""

    model_config = ConfigDict(extra="allow", frozen=True)

    copies: int = 1

    def kind_and_content(self) -> tuple[str, object]:
        for kind, content in (self.model_extra or {}).items():
            if kind != "update_id":
                return kind, content
        raise ValueError("an update needs a field named after its kind")

    def chat_id(self) -> int:
        """The chat it seems to come from, 0 when it does not say."""
        found = _find_chat(self.model_extra)
        return found if isinstance(found, int) else 0


def _find_chat(content: Any) -> object:
    if not isinstance(content, dict):
        return None
    chat = content.get("chat")
    if isinstance(chat, dict):
        return chat.get("id")
    return next((found for part in content.values() if (found := _find_chat(part)) is not None), None)


class NewTime(_Order):
    """One of the three ways to move the clock; seconds throughout."""

    advance: float | None = None
    now: float | None = None
    reset: bool = False

    def move(self, clock: Clock) -> None:
        if self.reset:
            clock.reset()
        if self.now is not None:
            clock.set(self.now)
        if self.advance is not None:
            clock.advance(self.advance)


class NewFault(_Order):
    kind: FaultKind
    method: str = "*"
    chat: int | None = None
    times: int | None = Field(None, ge=1)
    seconds: float = 0.0
    retry_after: int = 1
    description: str = ""


class NewWebhook(_Order):
    url: str | None = None
    secret: str | None = None


class NewSettings(_Order):
    """`floods`: refuse with 429 what is sent too fast. `webhook_pace`: scale of the pauses between tries."""

    floods: bool = False
    webhook_pace: float = 1.0
