"""Many people go out to the core system and come back; SASAR_ROWS=100000 tries as many as a whole province."""

import os
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.handing_over import HandingOver
from bot.taking_in import TakingIn
from conversations.facts import Place
from storage.core_answers import CoreAnswers
from storage.handover import Handover
from storage.staff import Staff
from storage.step import Step
from storage.tables import membership, registration
from tests.bot.office import NOW, RATNA, SITI, VILLAGE, opened_office
from tests.bot.test_core_answer import Files, values
from tests.bot.test_export import opened, sent
from tests.databases import KINDS
from tests.storage.people import form

ROWS = int(os.environ.get("SASAR_ROWS", "600"))
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def reference(number: int) -> str:
    drawn = "".join(LETTERS[number // 30**place % 30] for place in range(6))
    return f"SSR-{drawn[:4]}-{drawn[4:]}"


@pytest.mark.parametrize("kind", [KINDS[0], pytest.param(KINDS[1], marks=pytest.mark.postgres)])
async def test_what_goes_out_comes_back_row_by_row(kind: str, tmp_path: Path, place: Place) -> None:
    async with opened_office(kind, tmp_path, place) as (office, _):
        for start in range(0, ROWS, 500):
            async with office.database.unit() as unit:
                await unit.load_contacts([SITI])
                for n in range(start, min(start + 500, ROWS)):
                    told = form(n, reference=reference(n), nik=f"320200{n:010d}", village_code=VILLAGE)
                    unit.keep_registration(SITI, told, Step("accepted", SITI, NOW, update_id=n))
        async with office.database.unit() as unit:
            actor = (await Staff(unit).load_actors([RATNA], NOW))[RATNA]
            batch = await Handover(unit, actor, NOW).make_batch()
            assert batch is not None
            await Handover(unit, actor, NOW).ask_sheet(batch.id, "full")
        await HandingOver(office.database, place.regions).work(NOW)
        titles, *rows = opened(await sent(office))
        place_of = titles.index("NOMOR SASAR")
        assert len({row[place_of] for row in rows}) == ROWS
        answered = [(row[place_of], "", f"{n:011d}", "", "12-2026") for n, row in enumerate(rows)]
        answer, again = values(*answered), values(*((*row, "") for row in answered))
        taking_in = TakingIn(office.database, Files(file=answer, again=again))
        async with office.database.unit() as unit:
            answer_id = await CoreAnswers(unit, NOW).bring(actor, "file")
        await taking_in.work(NOW)
        async with office.database.unit() as unit:
            await CoreAnswers(unit, NOW).change(answer_id, state="confirmed")
        await taking_in.work(NOW)
        async with office.database.reading() as unit:
            counted = await unit.fetch(select(func.count().label("many")).select_from(membership))
            people = await unit.fetch(select(func.count().label("many")).select_from(registration))
        assert counted[0]["many"] == people[0]["many"] == ROWS
        async with office.database.unit() as unit:
            await CoreAnswers(unit, NOW).bring(actor, "again")
        await sent(office)
        await taking_in.work(NOW)
        told = [str(payload["text"]) for _, payload, _ in await sent(office) if "Kalau" in str(payload)]
        assert told == [
            f"Kalau dimuat: 0 baris membawa kabar baru.\n{ROWS} baris tidak berubah, 0 baris bukan kiriman kita."
        ]
