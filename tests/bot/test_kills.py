"""SIGKILL at every crash point of a registration: nothing is lost, nothing happens twice, and it goes on."""

from pathlib import Path

import pytest

from bot.crash import POINTS
from simulator.telegram import Telegram
from storage.database import Database
from tests.bot.mortals import (
    SITI,
    Mortal,
    Registrant,
    cases_of,
    environment_of,
    everything_sent,
    said_to,
    showing_the_ledger,
    without_copies,
)
from tests.databases import KEYS, KINDS, fresh_address
from tests.simulator.phone import Phone

IN_DOUBT = {"ack", "send-begin", "send-http", "send-mark"}
"""Here a message may be on its way, and nobody can know whether it arrived: it is sent once more."""
IN_THE_MIDDLE, AT_THE_END = 6, 14
"""Passes of a point: the sixth answer, and the tap that submits."""


@pytest.mark.kill
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("receive", ["polling", "webhook"])
@pytest.mark.parametrize("point", POINTS)
async def test_a_registration_survives_a_kill(
    point: str, receive: str, kind: str, telegram: Telegram, telegram_url: str, tmp_path: Path
) -> None:
    passes = AT_THE_END if (receive == "polling") == (kind == "sqlite") else IN_THE_MIDDLE
    async with (
        fresh_address(kind, tmp_path) as address,
        Phone(telegram_url, SITI, phone="+6281234567890") as siti,
    ):
        person = Registrant(siti)
        environment = environment_of(telegram_url, address, receive)
        with showing_the_ledger(telegram):
            async with Mortal(environment, f"{point}:{passes}").living() as mortal:
                await person.registers()
                await siti.says("/status")
                await siti.sees("SSR-", timeout=40)
                database = await Database.open(address, KEYS, kind="live")
                states = await everything_sent(database)
            (case,) = await cases_of(database)
            async with database.reading() as unit:
                assert await unit.seen(person.sent) == set(person.sent)
            await database.close()
            assert mortal.deaths == 1
            *said, status = said_to(telegram, SITI)
            assert case.reference in status
            assert without_copies(said) == person.seen
            assert len(said) - len(person.seen) <= (1 if point in IN_DOUBT else 0)
            assert states == {"sent"}
            assert case.answers["address"] == "Kp. Cikole RT 003/RW 005"
