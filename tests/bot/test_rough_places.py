"""Where a visit was: only if the officer sends it, only to a kilometre, never for a refusal, and not for long."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from conversations.facts import Place
from storage.book_sweep import PLACES, forget
from storage.tables import outbox, visit
from tests.bot.doorstep import BHABIN, SITI, Doorstep, doorstep
from tests.bot.test_visits import goes_to
from tests.databases import KINDS


@pytest.fixture(params=[KINDS[0], pytest.param(KINDS[1], marks=pytest.mark.postgres)])
async def door(request: pytest.FixtureRequest, tmp_path: Path, place: Place) -> AsyncIterator[Doorstep]:
    async with doorstep(request.param, tmp_path, place) as ready:
        yield ready


async def places(door: Doorstep) -> list[str | None]:
    async with door.database.reading() as unit:
        return [row["rough_place"] for row in await unit.fetch(select(visit.c.rough_place))]


async def test_a_location_after_a_visit_is_kept_roughly_and_leaves_the_chat(door: Doorstep) -> None:
    officer = door.phone(BHABIN)
    await officer.sends_location(-6.923456, 106.927891)
    assert "hanya dicatat sesudah kunjungan" in officer.seen[-1]
    await goes_to(officer)
    await officer.taps("Bertemu")
    await officer.sends_location(-6.923456, 106.927891)
    assert "dalam jarak 1 km" in officer.seen[-1]
    assert await places(door) == ["-692,10693"]
    async with door.database.reading() as unit:
        methods = [row["method"] for row in await unit.fetch(select(outbox.c.method))]
    assert methods.count("deleteMessage") == 2


async def test_of_a_refusal_nobody_notes_where_it_was(door: Doorstep) -> None:
    officer = door.phone(BHABIN)
    await goes_to(officer, "R-11")
    await officer.taps("Bertemu")
    door.clock.now += timedelta(minutes=1)
    await goes_to(officer)
    await officer.taps("Tidak berkenan")
    await officer.sends_location(-6.923456, 106.927891)
    assert "hanya dicatat sesudah kunjungan" in officer.seen[-1]
    assert await places(door) == [None, None]


async def test_it_is_forgotten_after_some_months_and_workers_are_not_located(door: Doorstep) -> None:
    officer, worker = door.phone(BHABIN), door.phone(SITI)
    await goes_to(officer)
    await officer.taps("Bertemu")
    await officer.sends_location(-6.923456, 106.927891)
    await worker.sends_location(-6.923456, 106.927891)
    assert "lokasi tidak diperlukan" in worker.seen[-1]
    late = door.clock.now + PLACES + timedelta(days=1)
    async with door.database.unit() as unit:
        assert (await forget(unit, today=late.date(), now=late))["places"] == 1
    assert await places(door) == [None]


async def test_a_forged_place_is_not_kept(door: Doorstep) -> None:
    officer = door.phone(BHABIN)
    await goes_to(officer)
    await officer.taps("Bertemu")
    for forged in ("here.rumah Siti", "here.1234567,1", "here."):
        await officer.sends_tap(f":0:kunjungan.{forged}")
    assert await places(door) == [None]
