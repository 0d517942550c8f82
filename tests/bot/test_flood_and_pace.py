import pytest

from bot.delivery.flood import FloodGate
from bot.delivery.pace import Pace


def test_one_flooded_chat_holds_nobody_else() -> None:
    gate = FloodGate()
    for instant in (0.0, 1.0, 2.0):
        gate.hears(1, 10, instant)
    assert (gate.bulk_until, gate.all_until) == (0.0, 0.0)


def test_two_chats_within_five_seconds_hold_bulk_and_a_third_holds_everything() -> None:
    gate = FloodGate()
    gate.hears(1, 7, 100.0)
    gate.hears(2, 9, 104.0)
    assert (gate.bulk_until, gate.all_until) == (113.0, 0.0)
    gate.hears(3, 35, 104.5)
    assert (gate.bulk_until, gate.all_until) == (139.5, 139.5)


def test_two_chats_further_apart_than_five_seconds_are_two_accidents() -> None:
    gate = FloodGate()
    gate.hears(1, 7, 100.0)
    gate.hears(2, 9, 105.1)
    assert gate.bulk_until == 0.0


def test_a_later_shorter_ban_never_shortens_the_first() -> None:
    gate = FloodGate()
    for chat in (1, 2, 3):
        gate.hears(chat, 3600, 0.0)
    gate.hears(4, 1, 1.0)
    assert gate.all_until == 3600.0


def test_bulk_goes_evenly_and_never_bursts_after_a_pause() -> None:
    pace = Pace(25)
    waits = [pace.wait(50.0) for _ in range(26)]
    assert waits == pytest.approx([number / 25 for number in range(26)])
    assert [pace.wait(90.0), pace.wait(90.0)] == pytest.approx([0.0, 0.04])


@pytest.mark.parametrize(("live", "room"), [(0, 25), (5, 25), (10, 20), (29, 1), (30, 0), (400, 0)])
def test_bulk_takes_what_living_conversations_leave(live: int, room: int) -> None:
    pace = Pace(25)
    for _ in range(live):
        pace.counts_live(10.0)
    assert pace.per_second(10.5) == room
    assert pace.per_second(11.1) == 25


def test_what_is_paid_for_goes_at_its_rate_whatever_is_said_beside_it() -> None:
    pace = Pace(1000)
    for _ in range(100):
        pace.counts_live(0.0)
    assert pace.per_second(0.1) == 1000
