"""Lessons of two minutes for officers: a few cards, one question to teach back, in every language."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
NAMES = ("greeting", "notice", "objections", "no_nik", "no_phone", "claims", "lapse")
"""In the order of a day at the doors (domain: training topics of the door to door system)."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """Cards of Telegram HTML whose slots are figures of the rule data, then a question with one right answer."""

    name: str
    title: str
    cards: tuple[str, ...]
    question: str
    right: str
    wrong: tuple[str, ...]
    why: str

    @property
    def options(self) -> tuple[str, ...]:
        """The answers, the right one at another place in each lesson."""
        place = NAMES.index(self.name) % (len(self.wrong) + 1)
        return (*self.wrong[:place], self.right, *self.wrong[place:])


@cache
def load_lessons(language: str) -> tuple[Lesson, ...]:
    """Every lesson in this language; an unknown language is taught in Indonesian."""
    path = FOLDER / f"{language}.toml"
    written = tomllib.loads((path if path.exists() else FOLDER / "id.toml").read_text("utf-8"))
    return tuple(_lesson(name, written[name]) for name in NAMES)


def _lesson(name: str, row: dict[str, str | list[str]]) -> Lesson:
    words = {part: str(row[part]) for part in ("title", "question", "right", "why")}
    cards = tuple(card.strip() for card in row["cards"])
    return Lesson(name=name, cards=cards, wrong=tuple(row["wrong"]), **words)


def find_lesson(name: str, language: str) -> Lesson | None:
    """The lesson of this name."""
    return next((lesson for lesson in load_lessons(language) if lesson.name == name), None)
