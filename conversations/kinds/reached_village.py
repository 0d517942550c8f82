"""The village of a person, which an officer who registers somebody must reach."""

from dataclasses import dataclass, replace

from conversations.kinds.kind import Accepted, Asking, Problem, Reading
from conversations.kinds.village import Village


@dataclass(frozen=True, slots=True)
class ReachedVillage(Village):
    """A village like any other for oneself; in a visit only those that the officer works in."""

    def read(self, said: str, asking: Asking) -> Reading:
        return _reached(Village.read(self, said, asking), asking)

    def pick(self, value: str, asking: Asking) -> Reading:
        return _reached(Village.pick(self, value, asking), asking)


def _reached(reading: Reading, asking: Asking) -> Reading:
    if asking.answers.get("for_whom") != "visited" or isinstance(reading, Problem):
        return reading
    reaches = asking.facts.actor.reaches
    if isinstance(reading, Accepted):
        return reading if reaches(str(reading.value)) else Problem("not_in_reach")
    options = tuple(option for option in reading.options if reaches(option.value))
    return replace(reading, options=options) if options else Problem("not_in_reach")
