"""The whole house in a process of its own: it stops in time and tidily, and starts where it stopped."""

import asyncio
import os
import signal
import time

import aiohttp
import pytest

from storage.database import Database
from tests.bot.replicas import ended, replica
from tests.databases import KEYS
from tests.simulator.phone import Phone


@pytest.mark.kill
@pytest.mark.parametrize("environment", ["polling", "webhook"], indirect=True)
async def test_a_stop_finishes_what_was_begun_and_a_start_goes_on(
    environment: dict[str, str], telegram_url: str
) -> None:
    async with Phone(telegram_url, 5001, first_name="Siti") as siti:
        with replica(environment) as first:
            await siti.says("/start")
            await siti.sees("Saya Sasar")
            assert await healthy(environment["LISTEN"])
            begun_at = time.monotonic()
            assert first.pid
            os.kill(first.pid, signal.SIGTERM)
            assert await ended(first, 20) == 0
            assert time.monotonic() - begun_at < 20
        database = await Database.open(environment["DATABASE_URL"], KEYS, kind="live")
        async with database.reading() as unit:
            assert {state for _, state in await unit.count_outbox()} == {"sent"}
        await database.close()
        await siti.says("/bantuan")
        with replica(environment):
            await siti.sees(".")


async def healthy(place: str) -> bool:
    async with aiohttp.ClientSession() as session, session.get(f"http://{place}/health") as answer:
        return answer.status == 200


@pytest.mark.kill
@pytest.mark.parametrize("environment", ["polling", "webhook"], indirect=True)
async def test_a_burst_killed_in_the_middle_is_answered_whole(
    environment: dict[str, str], telegram_url: str
) -> None:
    phones = [Phone(telegram_url, 6000 + number, first_name="Siti") for number in range(12)]
    for phone in phones:
        await phone.__aenter__()
    try:
        with replica(environment, "commit-after:2") as killed:
            for phone in phones:
                await phone.says("/start")
            await ended(killed)
        with replica(environment):
            await asyncio.gather(*(phone.sees("Saya Sasar", timeout=40) for phone in phones))
    finally:
        for phone in phones:
            await phone.__aexit__(None, None, None)
