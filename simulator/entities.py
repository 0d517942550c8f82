"""Formatted text: reads Telegram's HTML into plain text with entities, and finds links and commands by itself."""

import re
from dataclasses import dataclass
from html import unescape

from simulator.rulebook import ENTITIES, Refused
from simulator.wire import Json, units

_KINDS = {
    "b": "bold", "strong": "bold",
    "i": "italic", "em": "italic",
    "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "span": "spoiler", "tg-spoiler": "spoiler",
    "code": "code", "pre": "pre", "a": "text_link",
    "blockquote": "blockquote", "tg-emoji": "custom_emoji",
}  # fmt: skip
_NAME = re.compile(r"</?([^\s>]*)")
_ATTRIBUTE = re.compile(r"""\s+([^\s=>/"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([\w.-]+)(?=[\s>])))?""")
_END = re.compile(r"\s*>")
_REFERENCE = re.compile(r"&(?:(?:lt|gt|amp|quot)(?![A-Za-z])|#\d{1,7}|#x[0-9a-fA-F]{1,6});?")
_MARK = re.compile(r"[<&]")
_PERSON = re.compile(r"tg://user\?id=(\d+)")
_FOUND = re.compile(
    r"(?P<url>https?://[^\s<>\"]*[^\s<>\".,;:!?)])"
    r"|(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?<![\w/@])(?P<mention>@[A-Za-z]\w{3,31})"
    r"|(?<![\w/<>])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@[A-Za-z]\w{3,31})?)\b"
    r"|(?<!\w)(?P<hashtag>#\w*[^\W\d]\w*)"
)


@dataclass(frozen=True, slots=True)
class _Open:
    """A tag that waits for its end: where its text starts, in UTF-16 units, and what it said."""

    name: str
    offset: int
    said: dict[str, str]


class _Reading:
    """One reading of one text, from its first letter to its last."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.plain: list[str] = []
        self.length = 0
        self.open: list[_Open] = []
        self.entities: list[Json] = []

    def run(self) -> tuple[str, list[Json]]:
        at = 0
        while mark := _MARK.search(self.source, at):
            self._text(self.source[at : mark.start()])
            at = self._reference(mark.start()) if mark.group() == "&" else self._tag(mark.start())
        self._text(self.source[at:])
        if self.open:
            raise Refused(ENTITIES, f'Can\'t find end tag corresponding to start tag "{self.open[-1].name}"')
        return "".join(self.plain), self.entities

    def _text(self, text: str) -> None:
        self.plain.append(text)
        self.length += units(text)

    def _reference(self, at: int) -> int:
        found = _REFERENCE.match(self.source, at)
        self._text(unescape(found.group()) if found else "&")
        return found.end() if found else at + 1

    def _tag(self, at: int) -> int:
        return self._close(at) if self.source.startswith("</", at) else self._start(at)

    def _start(self, at: int) -> int:
        name, after = self._name(at)
        if after == len(self.source):
            raise self._refused("Unclosed start tag", at)
        if name not in _KINDS:
            raise self._refused(f'Unsupported start tag "{name}"', at)
        said: dict[str, str] = {}
        while found := _ATTRIBUTE.match(self.source, after):
            said[found[1].lower()] = unescape(next((value for value in found.groups()[1:] if value), ""))
            after = found.end()
        end = _END.match(self.source, after)
        if not end:
            raise self._unfinished(name, at, after)
        if name == "span" and said.get("class") != "tg-spoiler":
            raise self._refused('Tag "span" must have class "tg-spoiler"', at)
        self.open.append(_Open(name, self.length, said))
        return end.end()

    def _close(self, at: int) -> int:
        if not self.open:
            raise self._refused("Unexpected end tag", at)
        name, after = self._name(at)
        end = _END.match(self.source, after)
        if not end:
            raise self._refused("Unclosed end tag", at)
        opened = self.open.pop()
        if name and name != opened.name:
            raise self._refused("Unmatched end tag", at, f', expected "</{opened.name}>", found "</{name}>"')
        self._keep(opened)
        return end.end()

    def _keep(self, opened: _Open) -> None:
        if self.length == opened.offset:
            return
        entity = {"type": _KINDS[opened.name], "offset": opened.offset, "length": self.length - opened.offset}
        inside = self._inside(opened) if opened.name == "a" else ""
        if _completed(entity, opened, inside) and not self._is_language_of_pre(opened, entity):
            self.entities.append(entity)

    def _inside(self, opened: _Open) -> str:
        return "".join(self.plain).encode("utf-16-le")[opened.offset * 2 :].decode("utf-16-le")

    def _is_language_of_pre(self, opened: _Open, entity: Json) -> bool:
        """`<pre><code class="language-x">` is one entity with a language, not two."""
        language = opened.said.get("class", "")
        outer = self.open[-1] if self.open else None
        if opened.name != "code" or not language.startswith("language-") or outer is None:
            return False
        if outer.name == "pre" and outer.offset == entity["offset"]:
            outer.said["language"] = language.removeprefix("language-")
            return True
        return False

    def _name(self, at: int) -> tuple[str, int]:
        found = _NAME.match(self.source, at)
        assert found is not None  # noqa: S101  the mark at `at` is a "<"
        return found[1].lower(), found.end()

    def _unfinished(self, name: str, at: int, after: int) -> Refused:
        if ">" not in self.source[after:]:
            return self._refused(f'Unclosed start tag "{name}"', at)
        return self._refused(f'Empty attribute name in the tag "{name}"', at)

    def _refused(self, why: str, at: int, more: str = "") -> Refused:
        return Refused(ENTITIES, f"{why} at byte offset {len(self.source[:at].encode())}{more}")


def _completed(entity: Json, opened: _Open, inside: str) -> bool:
    """Add what an entity of its kind must say; false when Telegram would drop it."""
    if opened.name == "a":
        return _linked(entity, opened.said.get("href") or inside)
    if opened.name == "tg-emoji":
        entity["custom_emoji_id"] = opened.said.get("emoji-id", "")
        return bool(entity["custom_emoji_id"])
    if opened.name == "blockquote" and "expandable" in opened.said:
        entity["type"] = "expandable_blockquote"
    if opened.said.get("language"):
        entity["language"] = opened.said["language"]
    return True


def _linked(entity: Json, url: str) -> bool:
    if person := _PERSON.fullmatch(url):
        entity |= {"type": "text_mention", "user": {"id": int(person[1]), "is_bot": False, "first_name": ""}}
        return True
    if not re.match(r"(?:https?|tg|ton)://", url):
        url = f"http://{url}"
    entity["url"] = url
    return "." in url or url.startswith(("tg:", "ton:"))


def read_html(source: str) -> tuple[str, list[Json]]:
    """Plain text and entities of `source` in Telegram's HTML; raises `Refused` in Telegram's words.

    Offsets and lengths are UTF-16 code units. Source: "HTML style" and "MessageEntity".
    """
    if "<" not in source and "&" not in source:
        return source, []
    return _Reading(source).run()


def trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Without the white space around it, which Telegram does not send; entities move along."""
    if not text or (not text[0].isspace() and not text[-1].isspace()):
        return text, entities
    lead = units(text) - units(text.lstrip())
    text = text.strip()
    end = units(text)
    kept = []
    for entity in entities:
        start = max(entity["offset"] - lead, 0)
        stop = min(entity["offset"] - lead + entity["length"], end)
        if stop > start:
            kept.append(entity | {"offset": start, "length": stop - start})
    return text, kept


def with_found(text: str, entities: list[Json]) -> list[Json]:
    """The entities and those that Telegram finds by itself (links, commands, mentions), in its order."""
    taken = [(entity["offset"], entity["offset"] + entity["length"]) for entity in entities]
    found = [] if not re.search(r"[/@#]", text) else list(_found(text))
    free = [
        entity
        for entity in found
        if not any(
            start < entity["offset"] + entity["length"] and entity["offset"] < stop for start, stop in taken
        )
    ]
    return sorted([*entities, *free], key=lambda entity: (entity["offset"], -entity["length"]))


def _found(text: str) -> list[Json]:
    return [
        {"type": str(match.lastgroup), "offset": units(text[: match.start()]), "length": units(match.group())}
        for match in _FOUND.finditer(text)
    ]
