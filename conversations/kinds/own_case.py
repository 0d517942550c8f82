"""One of the contact's own registrations."""

from dataclasses import dataclass

from pydantic import JsonValue

from conversations.facts import Case
from conversations.kinds.kind import Accepted, Asking, Kind, Offer, Option, Problem, Reading
from conversations.plain import plain


@dataclass(frozen=True, slots=True)
class OwnCase(Kind):
    """Stored is the reference number; typed is that, its place, or the beginning of the person's name."""

    name = "own_case"

    def read(self, said: str, asking: Asking) -> Reading:
        wanted, options = plain(said), self.options(asking)
        if wanted.isdecimal() and 1 <= int(wanted) <= len(options):
            return Accepted(options[int(wanted) - 1].value)
        meant = tuple(option for option in options if wanted and _is_called(option, wanted))
        if len(meant) > 1:
            return Offer(meant)
        return Accepted(meant[0].value) if meant else Problem("not_on_offer")

    def stored(self, value: JsonValue) -> JsonValue:
        if not isinstance(value, str) or not value.startswith("SSR-"):
            raise ValueError("not a reference number")
        return value

    def show(self, value: JsonValue, asking: Asking) -> str:
        found = find_case(str(value), asking.facts.cases)
        return f"{found.reference} · {found.full_name}" if found else str(value)

    def options(self, asking: Asking) -> tuple[Option, ...]:
        return tuple(
            Option(case.reference, f"{case.full_name} · {case.reference}") for case in asking.facts.cases
        )


def _is_called(option: Option, wanted: str) -> bool:
    return any(plain(name).startswith(wanted) for name in (option.value, option.label))


def find_case(reference: str, cases: tuple[Case, ...]) -> Case | None:
    """The registration with this number."""
    return next((case for case in cases if case.reference == reference), None)
