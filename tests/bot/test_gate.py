import asyncio
import random

import pytest

from bot.intake.gate import Gate, StoreDown, chat_of
from bot.outgoing import Outgoing
from tests.bot.doubles import MemoryDesk, written


def gate_of(desk: MemoryDesk, **more: int) -> Gate:
    return Gate(desk, lambda _rows: None, **more)


async def test_taking_returns_only_after_the_commit(desk: MemoryDesk) -> None:
    desk.opened.clear()
    taking = asyncio.create_task(gate_of(desk).take([written(1)]))
    await asyncio.sleep(0.02)
    assert not taking.done()
    desk.opened.set()
    await taking
    assert desk.ids == [1]


async def test_while_one_batch_is_in_the_database_the_next_one_collects(desk: MemoryDesk) -> None:
    desk.opened.clear()
    gate = gate_of(desk)
    takings = [asyncio.create_task(gate.take([written(1, chat=1)]))]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    takings += [asyncio.create_task(gate.take([written(number, chat=number)])) for number in range(2, 12)]
    await asyncio.sleep(0.01)
    desk.opened.set()
    await asyncio.gather(*takings)
    assert [len(batch) for batch in desk.batches] == [1, 10]


async def test_an_update_that_comes_alone_waits_for_nobody(desk: MemoryDesk) -> None:
    gate = gate_of(desk)
    for number in range(1, 4):
        await gate.take([written(number)])
    assert [len(batch) for batch in desk.batches] == [1, 1, 1]


async def test_a_batch_is_never_larger_than_its_limit(desk: MemoryDesk) -> None:
    await gate_of(desk, batch=8).take([written(number, chat=number) for number in range(100)])
    assert max(len(batch) for batch in desk.batches) == 8
    assert sorted(desk.ids) == list(range(100))


@pytest.mark.parametrize("workers", [1, 4])
async def test_updates_of_one_chat_stay_in_order_however_they_arrive(desk: MemoryDesk, workers: int) -> None:
    gate = gate_of(desk, workers=workers, batch=5)
    chance = random.Random(7)  # noqa: S311 - no secret
    takings = []
    for number in range(400):
        takings.append(asyncio.create_task(gate.take([written(number, chat=number % 13)])))
        if chance.random() < 0.3:
            await asyncio.sleep(0)
    await asyncio.gather(*takings)
    for chat in range(13):
        ids = [update["update_id"] for update in desk.committed if chat_of(update) == chat]
        assert ids == sorted(ids)
    assert len(desk.committed) == 400
    assert desk.most_at_once <= workers


async def test_two_workers_never_hold_the_same_chat(desk: MemoryDesk) -> None:
    desk.opened.clear()
    gate = gate_of(desk, workers=3, batch=1)
    takings = [asyncio.create_task(gate.take([written(number, chat=1)])) for number in range(5)]
    takings.append(asyncio.create_task(gate.take([written(9, chat=2)])))
    await asyncio.sleep(0.01)
    assert desk.at_once == 2
    desk.opened.set()
    await asyncio.gather(*takings)


async def test_what_could_not_be_committed_is_refused_and_taken_when_it_comes_again(desk: MemoryDesk) -> None:
    gate = gate_of(desk)
    desk.is_down = True
    with pytest.raises(StoreDown):
        await gate.take([written(1), written(2)])
    desk.is_down = False
    await gate.take([written(1), written(2)])
    assert desk.ids == [1, 2]


async def test_later_updates_of_a_refused_chat_do_not_overtake(desk: MemoryDesk) -> None:
    gate = gate_of(desk)
    desk.opened.clear()
    desk.is_down = True
    first = asyncio.create_task(gate.take([written(1)]))
    await asyncio.sleep(0.01)
    second = asyncio.create_task(gate.take([written(2)]))
    await asyncio.sleep(0.01)
    desk.opened.set()
    refused = await asyncio.gather(first, second, return_exceptions=True)
    assert [type(error) for error in refused] == [StoreDown, StoreDown]
    desk.is_down = False
    await gate.take([written(1), written(2)])
    assert desk.ids == [1, 2]


async def test_answers_are_handed_on_before_the_acknowledgement(desk: MemoryDesk) -> None:
    handed: list[list[Outgoing]] = []
    gate = Gate(desk, lambda rows: handed.append(list(rows)))
    await gate.take([written(1)])
    assert handed == [[]]


async def test_no_update_is_forgotten_when_workers_come_and_go(desk: MemoryDesk) -> None:
    gate = gate_of(desk, workers=2, batch=3)
    async with asyncio.timeout(40):
        for start in range(0, 600, 6):
            await asyncio.gather(*(gate.take([written(start + n, chat=start + n)]) for n in range(6)))
    assert len(desk.committed) == 600
    await gate.drained()


@pytest.mark.parametrize(
    ("update", "chat"),
    [
        ({"update_id": 1, "message": {"chat": {"id": 5}}}, 5),
        ({"update_id": 1, "callback_query": {"from": {"id": 6}, "message": {"chat": {"id": 7}}}}, 7),
        ({"update_id": 1, "callback_query": {"from": {"id": 6}}}, 6),
        ({"update_id": 1, "my_chat_member": {"chat": {"id": 8}, "from": {"id": 9}}}, 8),
        ({"update_id": 1, "message": {"chat": "nonsense"}}, 0),
        ({"update_id": 1}, 0),
    ],
)
def test_the_chat_of_an_update_is_found_whatever_it_is(update: dict[str, object], chat: int) -> None:
    assert chat_of(update) == chat  # type: ignore[arg-type] # hostile shapes
