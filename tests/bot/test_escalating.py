"""A broadcast that asks for a word: after a day its author is told, once, who has not given it; never at night."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.broadcasts.escalating import escalate
from conversations.facts import Place
from storage.pins import Pins
from storage.staff import Staff
from storage.tables import outbox
from tests.bot.broadcasting import send, work, written
from tests.bot.office import AGUS, BUDI, RATNA, VILLAGE, Office, opened_office
from tests.databases import KINDS

NIGHT, MORNING = datetime(2026, 11, 24, 14, tzinfo=UTC), datetime(2026, 11, 25, 0, tzinfo=UTC)


@pytest.fixture(params=[KINDS[0], pytest.param(KINDS[1], marks=pytest.mark.postgres)])
async def office(request: pytest.FixtureRequest, tmp_path: Path, place: Place) -> AsyncIterator[Office]:
    async with opened_office(request.param, tmp_path, place) as (opened, _):
        async with opened.database.unit() as unit:
            await Staff(unit).assign(AGUS, [VILLAGE], by=RATNA, now=opened.now)
            await Pins(unit, opened.now).choose(RATNA, "482913")
        yield opened


async def letters(office: Office) -> list[datetime]:
    """When each letter about words not given may go."""
    async with office.database.reading() as unit:
        rows = await unit.fetch(select(outbox.c.not_before).where(outbox.c.key.like("%:unread:%")))
    return [row["not_before"] for row in rows]


async def test_who_has_not_answered_is_told_once_and_in_the_morning(office: Office) -> None:
    await written(office, "Rapat besok.", word="Ya")
    await send(office)
    await work(office)
    await office.taps(BUDI, "Sudah saya baca")
    household = office.desk._household
    await escalate(office.database, household, office.now)
    assert await letters(office) == []
    for moment in (NIGHT, MORNING):
        await escalate(office.database, household, moment)
    assert await letters(office) == [MORNING]
    office.now = MORNING
    await office._deliver(())
    assert "Agus Salim" in office.texts(RATNA)[-1]
    assert "Budi Santoso" not in office.texts(RATNA)[-1]


async def test_nobody_is_told_when_all_have_answered(office: Office) -> None:
    await written(office, "Rapat besok.", word="Ya")
    await send(office)
    await work(office)
    for one in (BUDI, AGUS):
        await office.taps(one, "Sudah saya baca")
    await escalate(office.database, office.desk._household, NIGHT)
    assert await letters(office) == []
