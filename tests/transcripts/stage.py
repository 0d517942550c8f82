"""Reads, plays and prints transcripts with several people: who holds the phone, and how much later it is.

— Siti
↩ /slip 9H3W-TX5P
— 3 hari kemudian

Codes are drawn anew each time; on paper each has a name of its own, by which people also type it.
"""

import re
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from pydantic import JsonValue

from conversations.transcript import Said, Shown, bare, written
from tests.bot.office import PHONES, Office
from tests.transcripts.script import parse

SCENE = "— "
LATER = re.compile(r"(\d+) (hari|jam|menit|days?|hours?|minutes?) (?:kemudian|later)")
SPANS = {
    "hari": "days",
    "jam": "hours",
    "menit": "minutes",
    "day": "days",
    "hour": "hours",
    "minute": "minutes",
}
CARD = re.compile(r"\((contact|picks) ([A-Z]\w+)\)")
DRAWN = re.compile(r"gabung-[\w-]{22}|SSR-[0-9A-Z]{4}-[0-9A-Z]{2}|\b[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}\b")
CODES = ("9H3W-TX5P", "4C8N-BY2R", "6V5J-MG9K")
EXAMPLES = frozenset({"7K2F-QD4M", "4K7P-Q2MX"})
"""Of our own texts."""
REFERENCES = ("SSR-9M4T-WX", "SSR-2B7K-PF", "SSR-8D3H-RN")
LINKS = ("gabung-Qm7xV2tR9kLw4ZyB1nHc3A",)


@dataclass(slots=True)
class Aliases:
    """What was drawn, and how it is written down."""

    known: dict[str, str] = field(default_factory=dict)

    def to_paper(self, text: str) -> str:
        """The text as it stands in the file."""
        return DRAWN.sub(lambda found: self._name(found[0]), text)

    def to_phone(self, text: str) -> str:
        """The words of the file as they have to be typed."""
        for real, alias in self.known.items():
            text = text.replace(alias, real)
        return text

    def _name(self, real: str) -> str:
        if real in EXAMPLES:
            return real
        if real not in self.known:
            shapes = ((LINKS, "gabung-"), (REFERENCES, "SSR-"))
            names = next((names for names, head in shapes if real.startswith(head)), CODES)
            self.known[real] = next((one for one in names if one not in self.known.values()), real)
        return self.known[real]


@dataclass(slots=True)
class Stage:
    """An office in play; `cast` gives everybody's account by name, `lives` what happens by itself meanwhile."""

    office: Office
    cast: dict[str, int]
    lives: Callable[[datetime, datetime], Awaitable[None]] | None = None
    who: int = 0
    aliases: Aliases = field(default_factory=Aliases)
    read: dict[int, int] = field(default_factory=dict)

    async def play(self, text: str) -> str:
        """The whole file again, with what the bot says now."""
        head, *rest = text.rstrip("\n").split("\n")
        lines = [head]
        for scene, body in _scenes(rest):
            lines.append(SCENE + scene)
            lines += await self._enters(scene)
            for said in parse("\n".join(("# scene", *body))).moves:
                lines += await self._moved(said)
        return "\n".join((*lines, ""))

    async def _enters(self, scene: str) -> list[str]:
        """Time goes by, or somebody takes up their phone and finds what came meanwhile."""
        if later := LATER.fullmatch(scene):
            unit = later[2] if later[2] in SPANS else later[2].removesuffix("s")
            before = self.office.now
            self.office.now += timedelta(**{SPANS[unit]: int(later[1])})
            if self.lives is not None:
                await self.lives(before, self.office.now)
            return []
        self.who = self.cast[scene]
        return self._unread()

    async def _moved(self, said: Said) -> list[str]:
        seen = len(self.office.notices.get(self.who, []))
        await self._acts(said)
        toasts = self.office.notices.get(self.who, [])[seen:]
        done = Said(said.words, toast=toasts[-1] if toasts else "")
        return [*written([done]), *self._unread()]

    async def _acts(self, said: Said) -> None:
        office, who = self.office, self.who
        if card := CARD.fullmatch(said.words):
            other = self.cast[card[2]]
            await (office.picks(who, other) if card[1] == "picks" else _card_of(office, who, other))
        elif said.gesture == "contact":
            await office.shares(who)
        elif said.gesture == "sticker":
            await office.sends(who, {"sticker": {"emoji": "👍"}})
        elif said.tapped:
            await office.taps(who, self.aliases.to_phone(said.tapped))
        else:
            await office.says(who, self.aliases.to_phone(said.words))

    def _unread(self) -> list[str]:
        """Whatever came to who holds the phone since they looked last."""
        screens = self.office.screens.get(self.who, [])
        fresh, self.read[self.who] = screens[self.read.get(self.who, 0) :], len(screens)
        return [self.aliases.to_paper(line) for line in written(map(_shown, fresh))]


async def _card_of(office: Office, who: int, other: int) -> None:
    await office.shares(who, phone=PHONES[other], of=other)


def _shown(payload: dict[str, JsonValue]) -> Shown:
    markup = payload.get("reply_markup")
    rows = markup.get("inline_keyboard") or markup.get("keyboard") if isinstance(markup, dict) else None
    labels = tuple(tuple(str(button["text"]) for button in row) for row in rows or ())  # type: ignore[union-attr, call-overload, index]
    return Shown(bare(str(payload["text"])), labels, str(payload.get("file_name", "")))


def _scenes(lines: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Each scene with its lines; a file begins with one."""
    scene, body = "", list[str]()
    for line in lines:
        if line.startswith(SCENE):
            if scene:
                yield scene, body
            scene, body = line.removeprefix(SCENE), []
        else:
            body.append(line)
    yield scene, body
