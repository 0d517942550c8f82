"""Text with entities as HTML that is safe to put into a page."""

from html import escape
from itertools import pairwise

from simulator.wire import Json

_TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "expandable_blockquote": "blockquote",
    "spoiler": "tg-spoiler",
}
_SCHEMES = ("http://", "https://", "tg://", "mailto:")


def as_html(text: str, entities: list[Json]) -> str:
    """`text` escaped, its entities as tags; line ends stay as they are. Offsets count UTF-16 units."""
    if not entities:
        return escape(text)
    wide = text.encode("utf-16-le")
    spans = [(entity["offset"], entity["offset"] + entity["length"], entity) for entity in entities]
    cuts = sorted({0, len(wide) // 2, *(start for start, _, _ in spans), *(stop for _, stop, _ in spans)})
    pieces = []
    for start, stop in pairwise(cuts):
        piece = wide[start * 2 : stop * 2].decode("utf-16-le", "replace")
        inside = [entity for first, last, entity in spans if first <= start and stop <= last]
        pieces.append(_dressed(piece, inside))
    return "".join(pieces)


def _dressed(piece: str, entities: list[Json]) -> str:
    """One run of letters that all have the same entities, the outermost first."""
    html = escape(piece)
    for entity in reversed(entities):
        html = _tagged(html, piece, entity)
    return html


def _tagged(html: str, piece: str, entity: Json) -> str:
    kind = entity["type"]
    if tag := _TAGS.get(kind):
        return f"<{tag}>{html}</{tag}>"
    address = {"text_link": entity.get("url", ""), "url": piece, "email": f"mailto:{piece}"}.get(kind, "")
    if address.startswith(_SCHEMES):
        return f'<a href="{escape(address)}" rel="noopener">{html}</a>'
    return html
