"""The guides for claims: what to do after an accident or a death, page by page; we explain and never file."""

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from conversations.knowledge.topics import FOLDER

CASES = ("accident", "suspected", "death", "scholarship", "savings")
PAPERS_A_PAGE = 4


@dataclass(frozen=True, slots=True)
class Guide:
    """How one kind of claim is made; every text is Telegram HTML with slots named in `PLACEHOLDERS`.

    `opening` comes first and speaks to the people before it speaks of papers; `closing` says whom to ask.
    With `hand_over` the branch is offered to call the family.
    """

    case: str
    title: str
    opening: str
    steps: tuple[str, ...]
    papers_title: str
    papers: tuple[str, ...]
    closing: str
    sources: tuple[str, ...]
    confidence: str
    hand_over: bool

    def pages(self) -> tuple[str, ...]:
        """The guide as short messages: the opening, each step, the papers a few at a time, whom to ask."""
        return (self.opening, *self.steps, *self._paper_pages(), self.closing)

    def _paper_pages(self) -> tuple[str, ...]:
        starts = range(0, len(self.papers), PAPERS_A_PAGE)
        return tuple(
            "\n".join(
                (self.papers_title, *(f"• {paper}" for paper in self.papers[start : start + PAPERS_A_PAGE]))
            )
            for start in starts
        )


def get_guide(case: str, language: str) -> Guide:
    """The guide of one of `CASES`; KeyError for another."""
    return load_guides(language)[case]


@cache
def load_guides(language: str) -> dict[str, Guide]:
    """Every guide of a language by its case."""
    facts = tomllib.loads((FOLDER / "claims.toml").read_text("utf-8"))
    wordings = tomllib.loads((FOLDER / language / "claims.toml").read_text("utf-8"))
    return {
        case: Guide(case, **{name: _tidy(part) for name, part in (wordings[case] | facts[case]).items()})
        for case in CASES
    }


def _tidy(part: Any) -> Any:
    """A text without the line breaks around it, a list as a tuple of such texts."""
    if isinstance(part, list):
        return tuple(text.strip() for text in part)
    return part.strip() if isinstance(part, str) else part
