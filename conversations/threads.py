"""A question and everything said about it, as those see it who may answer."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from conversations.plain import without_numbers_of_a_person

PHONE = re.compile(r"(?<![\d+])(?:\+?62|0)[ .\-]?\d(?:[ .\-]?\d){6,12}(?!\d)")


def without_numbers(words: str) -> str:
    """What one person writes to another through us, without a NIK and without a phone number."""
    return PHONE.sub("••••", without_numbers_of_a_person(words))


class Level(StrEnum):
    """Who is asked: the officers of the village, the branch, whoever sent the broadcast, or the administrators."""

    OFFICER = "officer"
    BRANCH = "branch"
    AUTHOR = "author"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Said:
    """One remark; `is_answer` when it is not the asker's."""

    words: str = field(repr=False)
    is_answer: bool
    contact_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Thread:
    """A question with its remarks, the oldest in front; words that are gone by their time are empty."""

    id: str
    asker: int
    level: Level
    village_code: str
    branch_id: str
    words: str = field(repr=False)
    at: datetime
    is_open: bool
    told: int
    broadcast_id: str = ""
    answered_by: int | None = None
    remarks: tuple[Said, ...] = ()

    @property
    def latest(self) -> str:
        """The last words of the asker."""
        return next((one.words for one in reversed(self.remarks) if not one.is_answer), self.words)
