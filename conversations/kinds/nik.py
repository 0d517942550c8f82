"""The citizen number of sixteen digits: read with care, shown masked, never kept in the chat."""

from dataclasses import dataclass

from pydantic import JsonValue

from conversations.facts import Needs
from conversations.kinds.kind import Accepted, Asking, Kind, Problem, Reading
from conversations.kinds.written import clean, leaving_out, spoken
from conversations.rules.nik import LENGTH, NikProblem, NotNik, read_nik
from conversations.rules.nik import Nik as Number


@dataclass(frozen=True, slots=True)
class Nik(Kind):
    """Stored as sixteen digits.

    Letters typed for digits are repaired without a word: a button that asked about it would have to carry the number.
    The flow's own question over the masked NIK is the confirmation.
    """

    name = "nik"
    is_secret = True

    def read(self, said: str, asking: Asking) -> Reading:
        found = _read(said)
        if isinstance(found, NotNik):
            return _problem(found)
        if asking.facts.is_over_limit:
            return Problem("too_many")
        if found.value in asking.facts.taken_niks:
            return Problem("already_recorded")
        return Accepted(found.value)

    def stored(self, value: JsonValue) -> JsonValue:
        found = read_nik(str(value))
        if isinstance(found, NotNik) or found.value != value:
            raise ValueError("not a NIK")
        return value

    def show(self, value: JsonValue, asking: Asking) -> str:
        del asking
        return Number(str(value)).masked

    def needs(self, said: str) -> Needs:
        found = _read(said)
        return Needs() if isinstance(found, NotNik) else Needs(niks=frozenset({found.value}))


def _read(said: str) -> Number | NotNik:
    """`NIK saya: 3201…` holds a NIK; words that only lead to it are passed over."""
    return read_nik(leaving_out(clean(said), spoken("kinds.nik.lead")))


def _problem(found: NotNik) -> Problem:
    if NikProblem.FILLER in found.problems:
        return Problem("filler")
    if NikProblem.SERIAL_ZERO in found.problems:
        return Problem("serial_zero")
    if not found.digits:
        return Problem("no_number")
    if NikProblem.NOT_DIGITS in found.problems:
        return Problem("has_letters")
    return Problem("too_short" if found.digits < LENGTH else "too_long", {"digits": str(found.digits)})
