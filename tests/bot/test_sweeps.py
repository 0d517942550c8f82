"""What is over its time goes in one sweep, however much it is."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.batch import Household
from bot.sweeps import sweeps_of
from conversations.facts import Place
from conversations.transcript import NOTICE
from storage import retention
from storage.step import Step
from storage.tables import person
from tests.databases import fresh_database
from tests.storage.people import NOW, SITI, form, register


async def test_one_sweep_goes_on_until_nothing_is_over_its_time(
    tmp_path: Path, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "AT_ONCE", 1)
    async with fresh_database("sqlite", tmp_path) as database:
        async with database.unit() as unit:
            for number in range(3):
                await register(unit, SITI, form(number))
            await unit.flush()
            for case in (await unit.load_cases([SITI]))[SITI]:
                await unit.move_case(case.id, Step("rejected", 7, NOW))
        sweeps = {sweep.name: sweep for sweep in sweeps_of(database, Household(place, NOTICE, "one"))}
        await sweeps["retention"].run(NOW + timedelta(days=91))
        async with database.reading() as unit:
            assert not await unit.fetch(select(person.c.id).where(person.c.full_name.is_not(None)))
