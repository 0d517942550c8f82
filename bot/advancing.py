"""A message that says how far something is: written once, then edited as it goes on."""

from datetime import datetime

from bot.posting import post_of
from conversations.says import Say
from storage.contacts import ContactRow
from storage.fading import find_message
from storage.unit import Unit

STEPS = 5
"""Progress is told at every fifth part: each telling is a call of the Bot API."""


async def say_how_far(unit: Unit, contact: ContactRow, key: str, said: Say, done: int, now: datetime) -> None:
    """Write the message under this key of the outbox, or edit it once it was sent.

    What an earlier life told of the same work is not told again.
    """
    post, told = post_of(said, contact.chat_id), f"{key}:{done}" if done else key
    if await unit.outbox_ids([told]):
        return
    if not done:
        unit.say(contact.chat_id, told, post.method, post.payload, now=now)
    elif message_id := await find_message(unit, key):
        edit = {**post.payload, "message_id": message_id}
        unit.say(contact.chat_id, told, "editMessageText", edit, now=now)


class Steps:
    """When to say how far it is, of so many; a few at a time are not worth a word."""

    def __init__(self, count: int, at_least: int) -> None:
        self._count, self._step = count, max(at_least, count // STEPS)
        self._next = 0

    def is_due(self, done: int) -> bool:
        """Whether this place is to be told; each step once, and never the end."""
        if self._count <= self._step or not self._next <= done < self._count:
            return False
        self._next = done + self._step
        return True
