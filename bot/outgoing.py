"""One call to the Bot API that a committed transaction has promised."""

import html
import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple, Self

from pydantic import JsonValue

TAG = re.compile(r"</?(?:b|i|u|s|a|code|pre|blockquote|tg-spoiler|tg-emoji)(?: [^<>]*)?>")


class Lane(StrEnum):
    """`live` answers somebody who waits and is never paced; `bulk` takes what is left of Telegram's limit."""

    LIVE = "live"
    BULK = "bulk"


class Recipient(NamedTuple):
    """Whose row in the ledger of a broadcast it is."""

    broadcast_id: str
    contact_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A row of the outbox, or of a ledger: a Bot API method with its payload, held by this replica under a lease.

    `contact_id` is whom a refusal is about, `is_prompt` says that a second copy is harmless, `tries` counts
    attempts that surely did not go out, `doubts` those of which nobody knows. `moved_from` is the group for which it
    was meant before Telegram said that this is a supergroup now. With a `recipient` it is theirs in the ledger of a
    broadcast, and `row_id` is 0.
    """

    row_id: int
    chat_id: int
    method: str
    payload: dict[str, JsonValue]
    file: tuple[str, bytes] | None = None
    lane: Lane = Lane.LIVE
    contact_id: int | None = None
    is_prompt: bool = False
    tries: int = 0
    doubts: int = 0
    moved_from: int = 0
    recipient: Recipient | None = None

    def again(self) -> Self:
        """The same row after an attempt that surely did not go out."""
        return replace(self, tries=self.tries + 1)

    def in_doubt(self) -> Self:
        """The same row after an attempt of which nobody knows."""
        return replace(self, doubts=self.doubts + 1)

    def to_chat(self, chat_id: int) -> Self:
        """The same row, addressed to the chat that took over from a group that became a supergroup."""
        moved_from = self.moved_from or self.chat_id
        payload = {**self.payload, "chat_id": chat_id}
        return replace(self, chat_id=chat_id, moved_from=moved_from, payload=payload)

    def in_plain_text(self) -> Self:
        """The same row without formatting, for words whose tags Telegram could not read."""
        plain = {key: value for key, value in self.payload.items() if key != "parse_mode"}
        for key in ("text", "caption"):
            if isinstance(written := plain.get(key), str):
                plain[key] = html.unescape(TAG.sub("", written))
        return replace(self, payload=plain)
