import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from bot.intake.gate import Gate
from bot.intake.polling import Poller
from bot.telegram_api import TelegramApi, Wire
from bot.tenure import Tenure
from simulator.telegram import Telegram
from tests.bot.doubles import TOKEN, MemoryDesk, MemoryLeases, until
from tests.simulator.phone import Phone

pauses: list[float] = []


async def hurried(seconds: float) -> None:
    pauses.append(seconds)
    await asyncio.sleep(min(seconds, 0.01))


@asynccontextmanager
async def polling(
    url: str, desk: MemoryDesk, leases: MemoryLeases, token: str = TOKEN
) -> AsyncIterator[Poller]:
    pauses.clear()
    async with Wire() as wire:
        api = TelegramApi(token, url, wire)
        poller = Poller(api, Gate(desk, lambda _rows: None), Tenure(leases, "poller"), pause=hurried)
        running = asyncio.create_task(poller.run())
        try:
            yield poller
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)


@pytest.fixture
async def siti(telegram_url: str) -> AsyncIterator[Phone]:
    async with Phone(telegram_url, 5001, first_name="Siti") as siti:
        yield siti


async def test_updates_are_taken_in_order_and_confirmed(
    telegram: Telegram, telegram_url: str, siti: Phone, desk: MemoryDesk, leases: MemoryLeases
) -> None:
    sent = [(await siti.says(f"kata {number}"))["update_id"] for number in range(5)]
    async with polling(telegram_url, desk, leases):
        await until(lambda: len(desk.ids) == 5)
        sent.append((await siti.says("satu lagi"))["update_id"])
        await until(lambda: len(desk.ids) == 6)
        await until(lambda: telegram.updates.confirmed_offset == sent[-1] + 1)
    assert desk.ids == sent


async def test_nothing_is_confirmed_before_it_is_committed(
    telegram_url: str, siti: Phone, desk: MemoryDesk, leases: MemoryLeases
) -> None:
    await siti.says("halo")
    desk.opened.clear()
    async with polling(telegram_url, desk, leases):
        await until(lambda: desk.at_once == 1)
    desk.opened.set()
    # Stopped before the commit, nothing was told to Telegram: the next poller gets it again.
    await asyncio.sleep(0.01)
    desk.committed.clear()
    async with polling(telegram_url, desk, leases):
        await until(lambda: len(desk.ids) == 1)


async def test_a_store_that_is_down_confirms_nothing_and_then_goes_on(
    telegram_url: str, siti: Phone, desk: MemoryDesk, leases: MemoryLeases
) -> None:
    await siti.says("halo")
    desk.is_down = True
    async with polling(telegram_url, desk, leases):
        await until(lambda: len(pauses) >= 3)
        assert desk.ids == []
        desk.is_down = False
        await until(lambda: len(desk.ids) == 1)
    assert pauses[:3] == [1.0, 2.0, 4.0]


async def test_without_the_lease_nobody_polls(
    telegram: Telegram, telegram_url: str, siti: Phone, desk: MemoryDesk, leases: MemoryLeases
) -> None:
    await siti.says("halo")
    leases.taken.add("poller")
    async with polling(telegram_url, desk, leases):
        await until(lambda: len(pauses) >= 3)
        assert not [call for call in telegram.ledger.since(0) if call.method == "getUpdates"]
        leases.taken.clear()
        await until(lambda: len(desk.ids) == 1)
    assert leases.held == set()


@pytest.mark.parametrize(
    ("kind", "pause"), [("500", 1.0), ("502", 1.0), ("drop_before", 1.0), ("drop_after", 1.0)]
)
async def test_trouble_on_the_way_is_waited_out(
    telegram_url: str, siti: Phone, desk: MemoryDesk, leases: MemoryLeases, kind: str, pause: float
) -> None:
    await siti.says("halo")
    await siti._post("/sim/faults", {"method": "getUpdates", "kind": kind, "times": 1})
    async with polling(telegram_url, desk, leases):
        await until(lambda: len(desk.ids) == 1)
    assert pauses[0] == pause


async def test_a_flooded_poller_waits_as_long_as_it_is_told(
    telegram_url: str, siti: Phone, desk: MemoryDesk, leases: MemoryLeases
) -> None:
    await siti.says("halo")
    await siti._post("/sim/faults", {"method": "getUpdates", "kind": "429", "times": 1, "retry_after": 7})
    async with polling(telegram_url, desk, leases):
        await until(lambda: len(desk.ids) == 1)
    assert pauses[0] == 7.0


async def test_a_second_poller_is_noticed_and_outlived(
    telegram_url: str, siti: Phone, desk: MemoryDesk, leases: MemoryLeases, caplog: pytest.LogCaptureFixture
) -> None:
    async with polling(telegram_url, desk, leases), Wire() as wire:
        api = TelegramApi(TOKEN, telegram_url, wire)
        other = asyncio.create_task(_persistently(lambda: api.call("getUpdates", {"timeout": 1})))
        await until(lambda: "another program polls" in caplog.text)
        other.cancel()
        await asyncio.gather(other, return_exceptions=True)
        desk.committed.clear()
        await siti.says("halo")
        await until(lambda: len(desk.ids) == 1)


async def _persistently(ask: Callable[[], Awaitable[object]]) -> None:
    while True:
        await asyncio.gather(ask(), return_exceptions=True)
        await asyncio.sleep(0.01)


async def test_a_revoked_token_rests_the_poller_and_says_so(
    telegram_url: str, desk: MemoryDesk, leases: MemoryLeases, caplog: pytest.LogCaptureFixture
) -> None:
    stranger = "4200000043:AAinvented-token_of-a-stranger"
    async with polling(telegram_url, desk, leases, stranger) as poller:
        await until(lambda: poller.is_revoked)
    assert pauses[0] == 60.0
    assert "Renew BOT_TOKEN" in caplog.text
    assert stranger not in caplog.text
