"""Leave that is given or refused; the language in which it was asked is kept with it, as proof."""

from dataclasses import dataclass, replace

from conversations.kinds.choice import Choice
from conversations.kinds.kind import Accepted, Asking, Reading


@dataclass(frozen=True, slots=True)
class Agreement(Choice):
    """A `Choice` whose answer implies `<step>_language`: the words that somebody saw, whatever they speak later."""

    def read(self, said: str, asking: Asking) -> Reading:
        return _witnessed(Choice.read(self, said, asking), asking)

    def pick(self, value: str, asking: Asking) -> Reading:
        return _witnessed(Choice.pick(self, value, asking), asking)


def _witnessed(reading: Reading, asking: Asking) -> Reading:
    if not isinstance(reading, Accepted):
        return reading
    return replace(reading, implies={"language": asking.texts.language})
