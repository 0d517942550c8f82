"""The trades a village knows: census code, sector for the relief, names, and what people type."""

import re
from dataclasses import dataclass

from conversations.rules.rows import Dated, read_rows
from conversations.rules.terms import Sector

NOT_A_LETTER = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Occupation(Dated):
    """One trade. `code` is the three digits of the census list SE2026, or a word where it has none.

    `refer` is the code of the reason why the branch must answer for it, empty for most; `asks_if_paid`
    marks work in one household, where a wage makes it a question for the branch; without `is_work` it is no
    trade at all.
    """

    code: str
    group: str
    id: str
    en: str
    also: tuple[str, ...] = ()
    sector: Sector = Sector.OTHER
    refer: str = ""
    asks_if_paid: bool = False
    is_work: bool = True

    @property
    def refers_to_branch(self) -> bool:
        """Whether only the branch can say if this trade may join."""
        return bool(self.refer)

    def label(self, language: str) -> str:
        """The name on a button, Indonesian unless English is asked for."""
        return self.en if language == "en" else self.id

    @property
    def words(self) -> tuple[str, ...]:
        """Everything that people type for it, in the form that `plain` gives."""
        return tuple(plain(word) for word in (self.id, self.en, *self.also))


OCCUPATIONS = read_rows("occupations", "occupation", Occupation)
"""All trades, the likeliest in a village first."""

_BY_CODE = {occupation.code: occupation for occupation in OCCUPATIONS}


def plain(said: str) -> str:
    """Lower case, words apart by one space, nothing else."""
    return NOT_A_LETTER.sub(" ", said.casefold()).strip()


def find_occupation(code: str) -> Occupation | None:
    """The trade with this code."""
    return _BY_CODE.get(code)


def get_occupation(code: str) -> Occupation:
    """The trade with this code; LookupError when there is none."""
    return _BY_CODE[code]


def occupations_named(said: str) -> tuple[Occupation, ...]:
    """The trades somebody may mean: those called exactly so, else those with all its words in one name."""
    asked = plain(said)
    if not asked:
        return ()
    exact = tuple(trade for trade in OCCUPATIONS if asked in trade.words)
    return exact or tuple(trade for trade in OCCUPATIONS if _mentions(trade, set(asked.split())))


def _mentions(trade: Occupation, asked: set[str]) -> bool:
    return any(asked <= set(name.split()) for name in trade.words)
