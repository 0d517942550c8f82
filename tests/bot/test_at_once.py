"""Many things at one moment: copies of an update, first messages, and a burst in the middle of which the bot dies."""

import asyncio
from pathlib import Path

import aiohttp
import pytest

from bot.intake.gate import JsonObject
from conversations.facts import Place
from simulator.people import Phone as Account
from simulator.serving import serve
from simulator.telegram import Telegram
from storage.database import Database
from tests.bot.doubles import TOKEN, until, written
from tests.bot.mortals import SITI, Mortal, environment_of, everything_sent, said_to
from tests.bot.two_replicas import SECRET, TwoReplicas
from tests.databases import KEYS, KINDS, fresh_address
from tests.simulator.phone import Phone

PEOPLE, EACH = 30, 10
ONE_BATCH = 64


async def bring(replicas: TwoReplicas, *updates: JsonObject) -> list[int]:
    """Bring every update to both replicas, all in one moment; gives what they answered."""
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    async with aiohttp.ClientSession(headers=headers) as http:
        calls = (
            http.post(f"{replica.url}/telegram", json=update)
            for update in updates
            for replica in replicas.replicas
        )
        return [answer.status for answer in await asyncio.gather(*calls)]


@pytest.mark.parametrize("kind", KINDS)
async def test_an_update_that_comes_ten_times_at_once_has_one_effect(
    kind: str, telegram: Telegram, place: Place, tmp_path: Path
) -> None:
    async with (
        serve(telegram) as url,
        fresh_address(kind, tmp_path) as address,
        Phone(url, SITI) as siti,
        TwoReplicas.living(url, address, place) as replicas,
    ):
        telegram.chats[SITI].is_started = True
        assert await bring(replicas, *[written(1, SITI, "/start")] * 5) == [200] * 10
        await siti.sees("Saya Sasar")
        assert await bring(replicas, written(2, SITI, "/cek")) == [200] * 2
        await siti.sees("Umur")
        for replica in replicas.replicas:
            await replica.settled()
        assert len(said_to(telegram, SITI)) == 2


@pytest.mark.parametrize("kind", KINDS)
async def test_two_first_messages_of_somebody_new_meet_at_two_replicas(
    kind: str, telegram: Telegram, place: Place, tmp_path: Path
) -> None:
    async with (
        serve(telegram) as url,
        fresh_address(kind, tmp_path) as address,
        Phone(url, SITI) as siti,
        TwoReplicas.living(url, address, place) as replicas,
    ):
        telegram.chats[SITI].is_started = True
        statuses = await bring(replicas, written(1, SITI, "/start"), written(2, SITI, "/start"))
        assert statuses == [200] * 4
        await siti.sees("Saya Sasar")
        await siti.sees("Saya Sasar")
        database = replicas.replicas[0].database
        assert await everything_sent(database) == {"sent"}
        async with database.reading() as unit:
            assert await unit.seen([1, 2]) == {1, 2}
        assert len(said_to(telegram, SITI)) == 2


@pytest.mark.kill
@pytest.mark.parametrize("receive", ["polling", "webhook"])
async def test_a_burst_of_three_hundred_with_a_kill_in_it_loses_none(receive: str, tmp_path: Path) -> None:
    telegram = Telegram(TOKEN, webhook_pace=0.01)
    people = [Account(10_000 + number, "Siti") for number in range(PEOPLE)]
    async with serve(telegram) as url, fresh_address("sqlite", tmp_path) as address:
        for person in people:
            telegram.add_phone(person)
        async with aiohttp.ClientSession(url) as http:
            for person in people * EACH:
                await http.post(f"/sim/phones/{person.id}/text", json={"text": "/bantuan"})
        sent = set(telegram.updates.waiting)
        async with Mortal(environment_of(url, address, receive), "commit-after:2").living() as mortal:
            await until(lambda: not telegram.updates.waiting, 30)
            database = await Database.open(address, KEYS, kind="live")
            assert await everything_sent(database) == {"sent"}
        async with database.reading() as unit:
            assert await unit.seen(sent) == sent
            assert sum((await unit.count_outbox()).values()) == PEOPLE * EACH
        await database.close()
    assert len(sent) == PEOPLE * EACH
    assert mortal.deaths == 1
    answers = [len(said_to(telegram, person.id)) for person in people]
    assert min(answers) >= EACH
    # A copy is only of what was sent and not noted yet: at most what one transaction had let go.
    assert sum(answers) - len(sent) <= ONE_BATCH
