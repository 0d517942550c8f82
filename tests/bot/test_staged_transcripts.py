"""Transcripts with several people at one door: officers, their branch, neighbours and the person themselves."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.seeds.doors import seed_doors
from conversations.facts import Place
from conversations.texts import LANGUAGES
from storage.staff import Staff
from storage.tables import contact
from tests.bot.office import (
    AGUS,
    BUDI,
    DEWI,
    FAR_HEAD,
    NOW,
    PHONES,
    RATNA,
    ROOT,
    SITI,
    VILLAGE,
    opened_office,
)
from tests.bot.test_officer_transcripts import brought_up_to_date
from tests.databases import KINDS
from tests.transcripts.script import FOLDER as TRANSCRIPTS
from tests.transcripts.stage import Stage

FOLDER = TRANSCRIPTS / "staged"
JONI, UMAR, WATI = 7001, 8001, 8002
PHONES.update({one: f"+62812000{one:05d}" for one in (JONI, UMAR, WATI)})
CAST = {
    "Ratna": RATNA,
    "Dewi": DEWI,
    "Budi": BUDI,
    "Agus": AGUS,
    "Siti": SITI,
    "Joni": JONI,
    "Umar": UMAR,
    "Wati": WATI,
    "Joko": FAR_HEAD,
}
"""Ratna heads the branch, Dewi helps her; Budi is a Babinsa, Agus a Bhabinkamtibmas; Joni is yet to come."""
PATHS = sorted(FOLDER.glob("*/*.txt"))


def read(path: Path) -> str:
    return path.read_text("utf-8")


async def played(written: str, language: str, tmp_path: Path, place: Place) -> str:
    async with opened_office(KINDS[0], tmp_path, place) as (office, _):
        async with office.database.unit() as unit:
            await unit.load_contacts(CAST.values())
            for one in (UMAR, WATI, JONI):
                unit.meet(one, one, language="id", now=NOW)
            await unit.flush()
            await unit.connection.execute(update(contact).values(language=language))
            await Staff(unit).assign(AGUS, [VILLAGE], by=ROOT, now=NOW)
            officers = (await Staff(unit).load_actors([BUDI, AGUS], NOW)).values()
            before = NOW - timedelta(hours=1)
            await seed_doors(unit, tuple(officers), VILLAGE, today=NOW.date(), now=before)
        return await Stage(office, CAST).play(written)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: f"{path.parent.name}/{path.stem}")
async def test_a_staged_transcript_plays_as_written(
    path: Path, tmp_path: Path, place: Place, request: pytest.FixtureRequest
) -> None:
    written = read(path)
    now = await played(written, path.parent.name, tmp_path, place)
    assert brought_up_to_date(path, now, request) == now


def test_every_language_has_the_same_staged_transcripts() -> None:
    names = {one: {path.name for path in PATHS if path.parent.name == one} for one in LANGUAGES}
    assert all(each == names["id"] for each in names.values())
    assert names["id"]
