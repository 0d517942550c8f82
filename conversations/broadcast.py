"""What may be broadcast: formatting of the allow-list, links that show where they lead, one placeholder."""

import html
import re
import tomllib
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass

from conversations.heard import Entity
from conversations.kinds.kind import Problem
from conversations.ledger import Body, Link
from conversations.plain import holds_number_of_a_person
from conversations.reminding.hours import ZONES, is_quiet, provinces_in

TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "tg-spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "expandable_blockquote": "blockquote",
}
"""Telegram's entities (Bot API, MessageEntity) that may be broadcast; of the others the bare text stays."""

NAME = "[nama]"
"""Stands for the name of the recipient, in every language."""
LONGEST, LONGEST_CAPTION = 3500, 900
"""Letters; Telegram takes 4096 and 1024, and a name must still fit in."""
LONGEST_LABEL, MOST_LINKS = 40, 4
PLACEHOLDER = re.compile(r"\[[a-z_]{2,20}\](?!\()")
ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:id|com|org|net|me|info)\b", re.IGNORECASE
)
TAG = re.compile(r"<[^<>]*>")
BUTTON = re.compile(r"\[(?P<label>[^\[\]\n]+)\]\((?P<url>[^()\s]+)\)")
ANY_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}")


@dataclass(frozen=True)
class Care:
    """The house rules of `broadcast.toml`; the share is of refusals among the first people."""

    alone_up_to: int
    canary_people: int
    canary_share: float
    canary_from: int
    escalate_after_hours: int


CARE = TypeAdapter(Care).validate_python(
    tomllib.loads(Path(__file__).with_name("broadcast.toml").read_text("utf-8"))
)


def to_html(text: str, entities: Iterable[Entity]) -> str:
    """The text with its formatting as Telegram's HTML; offsets count UTF-16 units, as Telegram's do."""
    units = text.encode("utf-16-le")
    marks = [one for one in entities if one.kind in TAGS or one.url]
    length = len(units) // 2
    cuts = sorted({0, length, *(min(cut, length) for one in marks for cut in (one.offset, one.end))})
    open_now: list[Entity] = []
    written: list[str] = []
    for start, end in pairwise(cuts):
        wanted = sorted(
            (one for one in marks if one.offset <= start and end <= one.end),
            key=lambda one: (one.offset, -one.end),
        )
        kept = _shared(open_now, wanted)
        written += [f"</{_tag(one)}>" for one in reversed(open_now[kept:])]
        written += [_opening(one) for one in wanted[kept:]]
        written.append(html.escape(units[2 * start : 2 * end].decode("utf-16-le", "replace"), quote=False))
        open_now = wanted
    return "".join((*written, *(f"</{_tag(one)}>" for one in reversed(open_now))))


def _shared(before: Sequence[Entity], after: Sequence[Entity]) -> int:
    """How many of the open marks may stay open."""
    return next(
        (place for place, one in enumerate(before) if [one] != [*after[place : place + 1]]), len(before)
    )


def _tag(one: Entity) -> str:
    return "a" if one.url else TAGS[one.kind]


def _opening(one: Entity) -> str:
    if one.url:
        return f'<a href="{html.escape(one.url)}">'
    return "<blockquote expandable>" if one.kind == "expandable_blockquote" else f"<{TAGS[one.kind]}>"


def bare(written: str) -> str:
    """The text of HTML as it is read."""
    return html.unescape(TAG.sub("", written))


def split_buttons(text: str) -> tuple[str, tuple[Link, ...]]:
    """The text without the buttons in its last lines, `[Label](https://...)`, and those buttons."""
    lines = text.split("\n")
    links: list[Link] = []
    while lines and (found := tuple(BUTTON.finditer(lines[-1]))) and not BUTTON.sub("", lines[-1]).strip():
        links = [*(Link(one["label"].strip(), one["url"]) for one in found), *links]
        lines.pop()
    return ("\n".join(lines).rstrip(), tuple(links)) if links else (text, ())


def find_problem(body: Body, entities: Iterable[Entity]) -> Problem | None:
    """Why this cannot be broadcast; None when it can."""
    text = bare(body.html)
    limit = LONGEST_CAPTION if body.photo or body.document else LONGEST
    if len(text) > limit:
        return Problem("too_long", {"limit": str(limit)})
    if not (text or body.photo or body.document):
        return Problem("not_text")
    if holds_number_of_a_person(text):
        return Problem("holds_number")
    if strange := next((found for found in PLACEHOLDER.findall(text) if found != NAME), None):
        return Problem("strange_placeholder", {"placeholder": strange})
    return _wrong_link(text, body, entities)


def _wrong_link(text: str, body: Body, entities: Iterable[Entity]) -> Problem | None:
    if len(body.links) > MOST_LINKS or any(len(link.label) > LONGEST_LABEL for link in body.links):
        return Problem("too_many_buttons", {"count": str(MOST_LINKS), "limit": str(LONGEST_LABEL)})
    shown = [(units_of(text, one), one.url) for one in entities if one.url]
    addresses = (*ANY_ADDRESS.findall(text), *(url for _, url in shown), *(link.url for link in body.links))
    if wrong := next((url for url in addresses if not is_open_address(url)), None):
        return Problem("bad_link", {"link": wrong[:60]})
    labelled = (*shown, *((link.label, link.url) for link in body.links))
    hidden = next((url for label, url in labelled if not _is_honest(label, url)), None)
    return Problem("hidden_link", {"link": hidden[:60]}) if hidden else None


def units_of(text: str, one: Entity) -> str:
    """The letters under an entity."""
    return text.encode("utf-16-le")[2 * one.offset : 2 * one.end].decode("utf-16-le", "replace")


def is_open_address(url: str) -> bool:
    """Whether it is https to a plain name: no login, no port, no number, no letters that look like others."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    is_plain = bool(HOST.fullmatch(host)) and "xn--" not in host
    return parts.scheme == "https" and is_plain and port is None and "@" not in parts.netloc


def _is_honest(label: str, url: str) -> bool:
    """Whether a label that looks like an address names the place where the link leads."""
    named = (_host_in(found) for found in ADDRESS.findall(label))
    leads_to = _without_www(urlsplit(url).hostname or "")
    return all(leads_to == host for host in named)


def _host_in(address: str) -> str:
    whole = address if "://" in address else f"https://{address}"
    try:
        return _without_www(urlsplit(whole).hostname or "")
    except ValueError:
        return ""


def _without_www(host: str) -> str:
    return host.lower().removeprefix("www.")


def filled(written: str, name: str) -> str:
    """The HTML for one recipient."""
    return written.replace(NAME, html.escape(name, quote=False))


def quiet_provinces(at: datetime) -> frozenset[str]:
    """The provinces, as two digits, where nothing unasked may arrive at this moment."""
    return frozenset(province for zone in ZONES if is_quiet(at, zone) for province in provinces_in(zone))
