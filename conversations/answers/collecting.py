"""A file that is fetched on a page: what the chat says of it, and the words of the page."""

from dataclasses import dataclass
from datetime import datetime

from conversations.answers.batches import CHECKSUM_SHOWN
from conversations.answers.pins import clock
from conversations.says import Button, Say, column
from conversations.texts import load


@dataclass(frozen=True, slots=True)
class PageWords:
    """What stands on the page, each ready for HTML; without `button` there is nothing to type."""

    language: str
    title: str
    lines: tuple[str, ...]
    problem: str = ""
    button: str = ""


def ready(number: int, count: int, checksum: str, url: str, language: str) -> Say:
    """The file waits behind this address."""
    texts = load(language)
    values: dict[str, str | int] = {"number": number, "count": texts.number(count)}
    html = texts.fill("collect.ready", **values, checksum=checksum[:CHECKSUM_SHOWN])
    return Say(html, column(Button(texts.fill("collect.button.open"), url=url)), is_private=True)


def fetched(number: int, password: str, language: str) -> Say:
    """It was fetched: now its password."""
    return Say(load(language).fill("collect.password", number=number, password=password), is_private=True)


def asks(number: int, language: str, problem: str = "") -> PageWords:
    """Ask for the PIN, perhaps again."""
    texts = load(language)
    return PageWords(
        language,
        texts.fill("collect.title", number=number),
        (texts.fill("collect.ask"), texts.fill("collect.once")),
        problem,
        texts.fill("collect.button.take"),
    )


def wrong(language: str) -> str:
    """The PIN did not fit."""
    return load(language).fill("collect.wrong")


def locked(until_at: datetime, language: str) -> str:
    """Too many did not fit."""
    return load(language).fill("collect.locked", time=clock(until_at, language))


def gone(language: str = "id") -> PageWords:
    """Nothing waits here, whatever the reason."""
    texts = load(language)
    return PageWords(
        language, texts.fill("collect.gone_title"), tuple(texts.fill("collect.gone").split("\n"))
    )
