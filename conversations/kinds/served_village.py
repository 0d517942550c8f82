"""A village that the one who asks is in charge of."""

from dataclasses import dataclass

from conversations.kinds.kind import Accepted, Asking, Offer, Problem, Reading
from conversations.kinds.village import Village


@dataclass(frozen=True, slots=True)
class ServedVillage(Village):
    """A village within the reach of the actor; others are not offered, and refused when they are tapped."""

    def read(self, said: str, asking: Asking) -> Reading:
        reading = Village.read(self, said, asking)
        if not isinstance(reading, Offer):
            return reading
        reaches = asking.facts.actor.reaches
        served = tuple(option for option in reading.options if reaches(option.value))
        return Offer(served, reading.code) if served else Problem("not_served")

    def pick(self, value: str, asking: Asking) -> Reading:
        reading = Village.pick(self, value, asking)
        is_strange = isinstance(reading, Accepted) and not asking.facts.actor.reaches(value)
        return Problem("not_served") if is_strange else reading
