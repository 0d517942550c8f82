"""Transcripts about money: who pays, who is reminded, what a branch hears by itself, and questions that go round."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import JsonValue
from sqlalchemy import select, update

from bot.batch import Household
from bot.broadcasts.questions import tell_again
from bot.outgoing import Outgoing
from bot.reminding.branches import brief_branches
from bot.reminding.rounds import remind
from conversations.actor import Pillar, Role
from conversations.facts import Notice, Place
from conversations.texts import LANGUAGES
from storage.coverage import Coverage
from storage.staff import Staff
from storage.step import Step
from storage.tables import contact, registration
from storage.unit import Unit
from tests.bot.office import (
    AGUS,
    BUDI,
    DEWI,
    NOW,
    RATNA,
    ROOT,
    SITI,
    VILLAGE,
    Office,
    furnish,
)
from tests.bot.test_officer_transcripts import brought_up_to_date
from tests.databases import KINDS, fresh_database
from tests.storage.people import form
from tests.transcripts.script import FOLDER as TRANSCRIPTS
from tests.transcripts.stage import Stage

FOLDER = TRANSCRIPTS / "money"
ENDANG, UMAR, WATI = 5006, 8001, 8002
CAST = {
    "Ratna": RATNA,
    "Dewi": DEWI,
    "Budi": BUDI,
    "Agus": AGUS,
    "Endang": ENDANG,
    "Siti": SITI,
    "Umar": UMAR,
    "Root": ROOT,
}
"""Ratna heads the branch, Budi is a Babinsa, Endang heads the village, Siti and Umar pay, Root keeps the house."""
MEMBERS = (
    (SITI, "Siti Aminah", date(2026, 11, 30)),
    (UMAR, "Umar Hasan", None),
    (WATI, "Wati Dahlia", date(2026, 11, 30)),
)
"""Until when they are paid; Wati reads nothing herself."""
DAY = timedelta(days=1)
PATHS = sorted(FOLDER.glob("*/*.txt"))


@dataclass(slots=True)
class Bureau(Office):
    """An office that also shows pictures and files, each by its words and its name."""

    def _shown(self, chat_id: int, method: str, payload: dict[str, JsonValue]) -> None:
        if method in {"sendPhoto", "sendDocument"}:
            method, payload = "sendMessage", {**payload, "text": payload.get("caption", "")}
        Office._shown(self, chat_id, method, payload)

    async def _deliver(self, rows: Iterable[Outgoing]) -> None:
        named = (
            replace(row, payload={**row.payload, "file_name": row.file[0]}) if row.file else row
            for row in rows
        )
        await Office._deliver(self, named)

    async def lives(self, before: datetime, after: datetime) -> None:
        """What the clock does by itself, morning by morning, and once more at the end."""
        household = Household(self.place, Notice("contoh", "contoh", "contoh", "contoh"), "one")
        moments = [before + step * DAY for step in range(1, (after - before).days + 1)]
        for moment in dict.fromkeys((*moments, after)):
            self.now = moment
            await remind(self.database, moment)
            await brief_branches(self.database, self.place.regions, moment)
            await tell_again(self.database, household, moment)
            await self._deliver(())


@asynccontextmanager
async def bureau(language: str, tmp_path: Path, place: Place) -> AsyncIterator[Bureau]:
    """An office with a village head and three members whose payments are known up to now."""
    async with fresh_database(KINDS[0], tmp_path) as database:
        async with database.unit() as unit:
            ids = await furnish(unit)
            staff = Staff(unit)
            await unit.load_contacts([ENDANG])
            unit.meet(ENDANG, ENDANG, language="id", now=NOW)
            await unit.flush()
            await staff.give_post(
                ENDANG, Role.OFFICER, by=ROOT, now=NOW, pillar=Pillar.VILLAGE_HEAD,
                branch_id=ids["near"], full_name="Endang Suherman",
            )  # fmt: skip
            await staff.assign(ENDANG, [VILLAGE], by=RATNA, now=NOW)
            await Coverage(unit).note_import(ids["near"], NOW.date(), NOW)
        for number, (one, name, paid_until) in enumerate(MEMBERS, 1):
            async with database.unit() as unit:
                await _member(unit, one, number, name, paid_until)
        async with database.unit() as unit:
            await unit.set_contact_state([WATI], "blocked")
            await unit.connection.execute(update(contact).values(language=language))
        yield Bureau(database, place)


async def _member(unit: Unit, one: int, number: int, name: str, paid_until: date | None) -> None:
    before = NOW - 7 * DAY
    known = form(number, village_code=VILLAGE, work_village_code=VILLAGE, full_name=name, sector="other")
    await unit.load_contacts([one])
    unit.meet(one, one, language="id", now=before)
    await unit.keep(one, known, update_id=one, now=before)
    await unit.flush()
    [row] = await unit.fetch(select(registration.c.id).where(registration.c.contact_id == one))
    await unit.move_case(row["id"], Step("accepted", RATNA, before))
    if paid_until is not None:
        await Coverage(unit).record_payment(row["id"], paid_until, "", before)


def read(path: Path) -> str:
    return path.read_text("utf-8")


async def played(written: str, language: str, tmp_path: Path, place: Place) -> str:
    async with bureau(language, tmp_path, place) as office:
        return await Stage(office, CAST, office.lives).play(written)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: f"{path.parent.name}/{path.stem}")
async def test_a_transcript_about_money_plays_as_written(
    path: Path, tmp_path: Path, place: Place, request: pytest.FixtureRequest
) -> None:
    now = await played(read(path), path.parent.name, tmp_path, place)
    assert brought_up_to_date(path, now, request) == now


def test_every_language_has_the_same_transcripts_about_money() -> None:
    names = {one: {path.name for path in PATHS if path.parent.name == one} for one in LANGUAGES}
    assert all(each == names["id"] for each in names.values())
    assert names["id"]
