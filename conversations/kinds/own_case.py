"""One of the contact's own registrations."""

from dataclasses import dataclass

from pydantic import JsonValue

from conversations.facts import Case
from conversations.kinds.kind import Accepted, Asking, Kind, Option, Problem, Reading
from conversations.plain import plain


@dataclass(frozen=True, slots=True)
class OwnCase(Kind):
    """Stored is the reference number; typed is that, or the beginning of the person's name."""

    name = "own_case"

    def read(self, said: str, asking: Asking) -> Reading:
        wanted = plain(said)
        meant = [
            case
            for case in asking.facts.cases
            if wanted and wanted in {plain(case.reference), plain(case.full_name)}
        ]
        return Accepted(meant[0].reference) if len(meant) == 1 else Problem("not_on_offer")

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


def find_case(reference: str, cases: tuple[Case, ...]) -> Case | None:
    """The registration with this number."""
    return next((case for case in cases if case.reference == reference), None)
