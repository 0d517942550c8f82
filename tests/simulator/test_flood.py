import pytest

from simulator.clock import Clock
from simulator.flood import Flood
from simulator.rulebook import Refused


class _Still(Clock):
    """A clock that only moves when told."""

    def now(self) -> float:
        return 1_800_000_000.0 + self.offset


def _sent(flood: Flood, chats: range) -> int:
    """How many chats get a message before the first refusal."""
    for count, chat in enumerate(chats):
        try:
            flood.check(chat)
        except Refused:
            return count
    return len(chats)


def test_thirty_a_second_is_the_most_to_all_together() -> None:
    clock = _Still()
    flood = Flood(clock, is_on=True)
    assert _sent(flood, range(1, 100)) == 30
    clock.advance(0.5)
    assert _sent(flood, range(100, 200)) == 15
    clock.advance(10)
    assert _sent(flood, range(200, 300)) == 30


def test_a_chat_gets_a_small_burst_and_then_one_a_second() -> None:
    clock = _Still()
    flood = Flood(clock, is_on=True)
    for _ in range(3):
        flood.check(1)
    with pytest.raises(Refused) as refused:
        flood.check(1)
    assert refused.value.parameters == {"retry_after": 1}
    flood.check(2)
    clock.advance(1)
    flood.check(1)


def test_a_group_gets_twenty_a_minute() -> None:
    clock = _Still()
    flood = Flood(clock, is_on=True)
    for _ in range(20):
        flood.check(-1)
    with pytest.raises(Refused, match="retry after 3"):
        flood.check(-1)
    clock.advance(3)
    flood.check(-1)


def test_off_means_no_limit() -> None:
    assert _sent(Flood(_Still()), range(1, 100)) == 99
