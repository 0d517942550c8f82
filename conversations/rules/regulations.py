"""The regulations that rules cite, and how to name them to a person."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import TypeAdapter

from conversations.rules.rows import FOLDER


@dataclass(frozen=True, slots=True)
class Regulation:
    """One regulation or one article of it; `source` says where we read it, `url` where people can."""

    title: str
    about: str
    source: str
    article: str = ""
    url: str = ""

    @property
    def cited(self) -> str:
        """`PP 44/2015 Lampiran II`."""
        return f"{self.title} {self.article}".rstrip()


REGULATIONS = TypeAdapter(dict[str, Regulation]).validate_python(
    tomllib.loads((FOLDER / "regulations.toml").read_text(encoding="utf-8"))
)
"""Every regulation by its key."""


def citations(keys: Iterable[str]) -> tuple[str, ...]:
    """Names for a person, each once; a bare title goes when one of its articles is named too."""
    names = dict.fromkeys(get_regulation(key).cited for key in keys)
    return tuple(name for name in names if not any(other.startswith(f"{name} ") for other in names))


def get_regulation(key: str) -> Regulation:
    """The regulation with this key; LookupError when there is none."""
    return REGULATIONS[key]
