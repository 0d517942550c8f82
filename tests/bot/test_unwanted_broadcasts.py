"""Whoever wants to be left alone gets no broadcast, also who works for the branch, and its author knows."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from conversations.facts import Place
from storage.pins import Pins
from storage.staff import Staff
from tests.bot.broadcasting import outcomes, send, work, written
from tests.bot.office import AGUS, BUDI, RATNA, VILLAGE, Office, opened_office
from tests.databases import KINDS


@pytest.fixture(params=[KINDS[0], pytest.param(KINDS[1], marks=pytest.mark.postgres)])
async def office(request: pytest.FixtureRequest, tmp_path: Path, place: Place) -> AsyncIterator[Office]:
    async with opened_office(request.param, tmp_path, place) as (opened, _):
        async with opened.database.unit() as unit:
            await Staff(unit).assign(AGUS, [VILLAGE], by=RATNA, now=opened.now)
            await Pins(unit, opened.now).choose(RATNA, "482913")
        yield opened


async def test_an_officer_who_typed_stop_is_counted_as_out_of_reach(office: Office) -> None:
    [said] = await office.says(AGUS, "stop")
    assert "Pengingat dan siaran tidak kami kirim lagi." in said
    assert "Tugas tetap ada di menu." in said
    told = await written(office)
    assert any("1 orang. Tidak terjangkau: 1" in one for one in told)
    await send(office)
    await work(office)
    assert await outcomes(office) == {BUDI: "sent", AGUS: "unreachable"}


async def test_who_types_stop_between_the_count_and_the_sending_gets_nothing_either(office: Office) -> None:
    await written(office)
    await office.says(AGUS, "jangan kirim lagi")
    await send(office)
    await work(office)
    assert await outcomes(office) == {BUDI: "sent", AGUS: "unreachable"}


async def test_who_changes_their_mind_gets_the_next_one(office: Office) -> None:
    await office.says(AGUS, "berhenti berlangganan")
    await office.taps(AGUS, "Boleh ingatkan")
    await written(office)
    await send(office)
    await work(office)
    assert await outcomes(office) == {BUDI: "sent", AGUS: "sent"}
