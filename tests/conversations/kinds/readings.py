"""Short ways to look into a reading."""

from conversations.kinds.kind import Offer, Problem, Reading


def code_of(reading: Reading) -> str:
    assert isinstance(reading, Problem)
    return reading.code


def offered(reading: Reading) -> list[str]:
    assert isinstance(reading, Offer)
    return [option.value for option in reading.options]
