"""A village, found by its name and shown with what it lies in; the code is the key, names are shared by many."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from conversations.kinds.kind import Accepted, Asking, Kind, Offer, Option, Problem, Reading
from conversations.kinds.written import clean, is_no_answer
from conversations.regions import Village as Place

LONGEST = 100
MOST_OFFERED = 5
CODE_DIGITS = 10
LEAST_LIKENESS = 0.5
"""What is less like a village's name was hardly meant as one."""
NEAR_STEP = "village"
"""The step that holds where the person lives: other villages are looked for around it first."""


@dataclass(frozen=True, slots=True)
class Village(Kind):
    """Stored is the ten-digit code. What was typed is always offered back: 65 villages are called Sukamaju."""

    name = "village"

    def read(self, said: str, asking: Asking) -> Reading:
        text = clean(said)
        if len(text) > LONGEST:
            return Problem("too_long", {"limit": str(LONGEST)})
        found = _places(text, asking)
        return Offer(_options(found), "which_village") if found else Problem("not_found")

    def pick(self, value: str, asking: Asking) -> Reading:
        return Accepted(value) if asking.facts.place.regions.find_village(value) else Problem("not_on_offer")

    def stored(self, value: JsonValue) -> JsonValue:
        # Whether the code is still in force is for the regions to say; a retired village must be readable.
        if not isinstance(value, str) or not (
            value.isascii() and value.isdigit() and len(value) == CODE_DIGITS
        ):
            raise ValueError("not the code of a village")
        return value

    def show(self, value: JsonValue, asking: Asking) -> str:
        village = asking.facts.place.regions.find_village(str(value))
        return village.label if village else asking.texts.fill("kinds.village.shown_gone", code=str(value))


def _places(text: str, asking: Asking) -> Sequence[Place]:
    """The village with a typed code, else those whose names are like enough; a greeting must be a name exactly."""
    place, near = asking.facts.place, asking.answers.get(NEAR_STEP)
    if known := place.regions.find_village(text.replace(".", "")):
        return (known,)
    least = 1.0 if is_no_answer(text) else LEAST_LIKENESS
    found = place.search.find(text, limit=MOST_OFFERED, near=near if isinstance(near, str) else None)
    return [match.village for match in found if match.likeness >= least]


def _options(places: Sequence[Place]) -> tuple[Option, ...]:
    """Labels of buttons; where two read the same, each says whether it is a desa or a kelurahan."""
    labels = Counter(place.label for place in places)
    return tuple(
        Option(place.code, place.label if labels[place.label] == 1 else f"{place.label} ({place.kind})")
        for place in places
    )
