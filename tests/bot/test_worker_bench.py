"""A measurement that comes to nothing says so, and one bad moment of the machine does not end it."""

import asyncio
import sys

import pytest

from bot.bench import worker
from bot.bench.worker import Measured, NothingMeasured, measure_twice_at_most, site

GOOD = Measured((0.1, 0.2), 1.0, 0.1, 1, 1, 0, 0, 0)


@pytest.mark.parametrize(
    ("program", "patience", "said"),
    [
        ("import sys; sys.exit('no room')", 20.0, "ended with 1. Its log: no room"),
        ("import time; time.sleep(60)", 0.1, "it still ran. Its log: empty."),
    ],
)
def test_a_bot_that_never_answers_is_named_with_how_it_ended(
    program: str, patience: float, said: str
) -> None:
    async def start() -> None:
        async with site(0) as (place, _crowd):
            with place.running(("-c", program)) as bot:
                await place.is_up(bot, patience)

    with pytest.raises(NothingMeasured, match=said):
        asyncio.run(start())


async def test_a_run_that_came_to_nothing_is_taken_once_more(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ends: list[Measured | NothingMeasured] = [NothingMeasured("Nothing measured."), GOOD]

    async def measure(_program: tuple[str, ...], _size: int, _away_seconds: float) -> Measured:
        if isinstance(end := ends.pop(0), NothingMeasured):
            raise end
        return end

    monkeypatch.setattr(worker, "measure", measure)
    assert await measure_twice_at_most((sys.executable,), 1) is GOOD
    assert capsys.readouterr().err == "Nothing measured. Once more.\n"
    ends[:] = [NothingMeasured("Nothing again.")] * 2
    with pytest.raises(NothingMeasured, match="again"):
        await measure_twice_at_most((sys.executable,), 1)
