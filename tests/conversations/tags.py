"""What Telegram would refuse in a text with tags (Bot API, HTML style)."""

import re
from html.parser import HTMLParser

TAGS = {"b", "i", "u", "s", "code", "pre", "a", "blockquote", "tg-spoiler"}
MARKS = re.compile(r"</?[a-z-]+(?: [a-z]+=\"[^\"]*\")?>|&(?:lt|gt|amp|quot|#\d+);")


class Tags(HTMLParser):
    """Notes what is open, and what cannot be."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.open: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.open.append(tag)
        if tag not in TAGS:
            self.faults.append(f"<{tag}>")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}>")


def complaints(text: str) -> list[str]:
    """Tags that are unknown or unbalanced, and signs that are not escaped; empty when Telegram takes it."""
    tags = Tags()
    tags.feed(text)
    tags.close()
    loose = set("<>&") & set(MARKS.sub("", text))
    return [*tags.faults, *(f"<{tag}> stays open" for tag in tags.open), *sorted(loose)]
