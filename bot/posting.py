"""The calls of the Bot API that carry out what a turn says."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import JsonValue

from bot.hearing import Envelope
from bot.rendering import Payload, deletion, rendered, tap_answer
from conversations.heard import Heard, Sort
from conversations.plain import holds_number_of_a_person
from conversations.says import Say, Spoken
from conversations.shorthand import is_shorthand

FILE = "file"
"""Under this name a file travels within the sealed row."""


@dataclass(frozen=True, slots=True)
class Post:
    """One call to be made; `is_prompt` when a second copy of it would do no harm."""

    method: str
    payload: Payload
    is_prompt: bool = True


def posted(spoken: Spoken, envelope: Envelope) -> Iterator[Post]:
    """The tap is answered first, then come the messages, and last the message with secrets goes."""
    if envelope.query_id:
        yield Post(*tap_answer(envelope.query_id, spoken.notice))
    for say in spoken.says:
        yield post_of(say, envelope.chat_id)
    if envelope.message_id and (spoken.forgets_heard or is_secret(envelope.heard)):
        yield Post(*deletion(envelope.chat_id, envelope.message_id))


def post_of(say: Say, chat_id: int) -> Post:
    """The call that sends one message."""
    method, payload = rendered(say, chat_id)
    if say.file is not None:
        payload[FILE] = {"name": say.file.name, "base64": base64.b64encode(say.file.content).decode()}
    return Post(method, payload)


def unpacked(payload: Payload) -> tuple[Payload, tuple[str, bytes] | None]:
    """A stored payload, and the file that was in it."""
    packed: JsonValue = payload.get(FILE)
    if not isinstance(packed, dict):
        return payload, None
    bare = {key: value for key, value in payload.items() if key != FILE}
    return bare, (str(packed["name"]), base64.b64decode(str(packed["base64"])))


def is_secret(heard: Heard) -> bool:
    """Whether it leaves the chat once it was read: a number of a person, a whole person, an exact place."""
    is_written = heard.sort not in {Sort.TAP, Sort.CONTACT}
    is_exact = bool(heard.rough_place)
    return is_written and (is_exact or holds_number_of_a_person(heard.text) or is_shorthand(heard.text))
