"""The call that sends a broadcast to one recipient, just as the preview shows it."""

from bot.posting import Post
from bot.rendering import Payload, rendered
from conversations.broadcast import filled
from conversations.heard import opening
from conversations.ledger import Body
from conversations.says import Button, Rows, Say, column
from conversations.texts import load


def letter_of(
    body: Body,
    broadcast_id: str,
    chat_id: int,
    name: str,
    language: str,
    *,
    wants_word: bool,
    is_paid: bool = False,
) -> Post:
    """One call: `name` takes the place of the name, `is_paid` lets Telegram go beyond the free rate for Stars."""
    texts = load(language)
    html = filled(body.html, name or texts.fill("broadcast.nobody_name"))
    say = Say(html, buttons_of(body, broadcast_id, language, wants_word=wants_word))
    _, payload = rendered(say, chat_id)
    method, content = _content(body, payload)
    if is_paid:
        content["allow_paid_broadcast"] = True
    return Post(method, content)


def buttons_of(body: Body, broadcast_id: str, language: str, *, wants_word: bool) -> Rows:
    """The author's links, the word that it was read, and the way to answer."""
    texts = load(language)
    links = column(*(Button(link.label, url=link.url) for link in body.links))
    word = Button(texts.fill("broadcast.button.word"), opening("dibaca", broadcast_id))
    reply = Button(texts.fill("broadcast.button.reply"), opening("balas", broadcast_id))
    return (*links, (word, reply) if wants_word else (reply,))


def _content(body: Body, payload: Payload) -> tuple[str, Payload]:
    """Files go by Telegram's own name of them, with the words as their caption."""
    for method, field, file_id in (
        ("sendPhoto", "photo", body.photo),
        ("sendDocument", "document", body.document),
    ):
        if file_id:
            bare = {
                key: value for key, value in payload.items() if key not in {"text", "link_preview_options"}
            }
            return method, {**bare, field: file_id, "caption": payload["text"]}
    return "sendMessage", payload
