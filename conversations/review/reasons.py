"""The list of reasons, from which every decision of the branch takes its one."""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path


class Verdict(StrEnum):
    """What the branch may decide; each is also the last word of a button."""

    ACCEPT = "accept"
    FIX = "fix"
    REJECT = "reject"

    @property
    def state(self) -> str:
        """The state of a registration after it."""
        return {"accept": "accepted", "fix": "needs_fixing", "reject": "rejected"}[self.value]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: `verdict` is `fix`, `reject`, or `core` for what only the core system says; `lesson` may be empty."""

    code: str
    verdict: str
    lesson: str = ""


@cache
def load_reasons() -> dict[str, Reason]:
    """Every reason by its code, in the order of the file."""
    rows = tomllib.loads(Path(__file__).with_name("reasons.toml").read_text("utf-8"))["reason"]
    return {row["code"]: Reason(**row) for row in rows}


def reasons_for(verdict: Verdict) -> tuple[Reason, ...]:
    """The reasons that a verdict may have; none for an acceptance."""
    return tuple(reason for reason in load_reasons().values() if reason.verdict == verdict.value)


def is_reason_for(verdict: Verdict, code: str) -> bool:
    """Whether this verdict may have this reason."""
    return code in {reason.code for reason in reasons_for(verdict)} or (
        verdict is Verdict.ACCEPT and not code
    )
