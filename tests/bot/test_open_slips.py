"""Slips that nobody confirmed in time are shown to the branch that serves the village, which then asks in person."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from conversations.facts import Place
from tests.bot.doorstep import shorthand
from tests.bot.office import BUDI, DEWI, FAR_HEAD, RATNA, Office, opened_office
from tests.databases import KINDS


@pytest.fixture(params=[KINDS[0], pytest.param(KINDS[1], marks=pytest.mark.postgres)])
async def office(request: pytest.FixtureRequest, tmp_path: Path, place: Place) -> AsyncIterator[Office]:
    async with opened_office(request.param, tmp_path, place) as (opened, _):
        yield opened


async def test_the_branch_learns_which_slips_nobody_confirmed_for_a_month(office: Office) -> None:
    await office.says(BUDI, shorthand(1))
    assert "slip" not in (await office.says(RATNA, "/periksa"))[-1]
    office.now += timedelta(days=31)
    assert "1 slip belum dipastikan" in (await office.says(RATNA, "/periksa"))[-1]
    for who in (RATNA, DEWI):
        await office.says(who, "/periksa")
        told = (await office.taps(who, "Slip belum pasti"))[-1]
        assert "Sukamanah" in told
        assert "slip 0001" in told
        assert "Warga" not in told
    assert "slip" not in (await office.says(FAR_HEAD, "/periksa"))[-1]
    assert "slip 0001" not in (await office.forges(FAR_HEAD, office.button(RATNA, "Slip belum pasti")))[-1]
