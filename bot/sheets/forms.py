"""The forms in which a batch leaves: whole behind a password, or masked in the open."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.sheets.columns import Column
from bot.sheets.writing import Values, Workbook, Writing


@dataclass(frozen=True, slots=True)
class Form:
    """How a file is written; whole numbers of people leave only locked, which comma-separated values cannot be."""

    suffix: str
    open: Callable[[Path, Sequence[Column]], Writing]
    is_masked: bool = False

    @property
    def is_locked(self) -> bool:
        """Whether it leaves behind a password."""
        return not self.is_masked


FORMS: Mapping[str, Form] = {
    "full": Form("xlsx", Workbook),
    "masked": Form("xlsx", Workbook, is_masked=True),
    "csv": Form("csv", Values, is_masked=True),
}
