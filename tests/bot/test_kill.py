"""SIGKILL at every crash point: nothing is lost, nothing happens twice."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.crash import POINTS
from simulator.telegram import Telegram
from storage.database import Database
from tests.bot.doubles import until
from tests.bot.replicas import ended, replica
from tests.databases import KEYS
from tests.simulator.phone import Phone

# Between the answer of Telegram and the note of it, a copy of a prompt cannot be ruled out.
IN_DOUBT = {"send-http"}


@pytest.fixture
async def siti(telegram_url: str) -> AsyncIterator[Phone]:
    async with Phone(telegram_url, 5001, first_name="Siti") as siti:
        yield siti


def sent(telegram: Telegram) -> int:
    """Messages that Telegram carried out."""
    return sum(call.is_executed for call in telegram.ledger.since(0) if call.method == "sendMessage")


@pytest.mark.kill
@pytest.mark.parametrize(
    ("point", "environment"),
    [(point, "polling") for point in POINTS]
    + [(point, "webhook") for point in ("got", "commit-after", "ack")],
    indirect=["environment"],
)
async def test_a_kill_loses_nothing_and_repeats_nothing(
    point: str, environment: dict[str, str], telegram: Telegram, siti: Phone
) -> None:
    update_id = (await siti.says("/start"))["update_id"]
    with replica(environment, f"{point}:1") as killed:
        assert await ended(killed) == -9
    with replica(environment):
        await siti.sees("Saya Sasar")
        await siti.says("/bantuan")
        await siti.sees(".")
        await until(lambda: sent(telegram) >= 2)
        database = await Database.open(environment["DATABASE_URL"], KEYS, kind="live")
        async with database.reading() as unit:
            assert await unit.seen([update_id]) == {update_id}
        async with asyncio.timeout(5):
            while {state for _, state in await outbox_of(database)} != {"sent"}:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        await database.close()
    assert sent(telegram) <= (3 if point in IN_DOUBT else 2)


async def outbox_of(database: Database) -> dict[tuple[str, str], int]:
    async with database.reading() as unit:
        return await unit.count_outbox()
