"""An officer looks for a person: by name in the own village, by exact numbers a few times an hour."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.commands.finding import MISSES_AN_HOUR
from conversations.facts import Place
from conversations.outcomes import Erasure
from storage.staff import Staff
from storage.step import Step
from storage.tables import audit, membership
from tests.bot.doorstep import BABINSA, BHABIN, NIK, SITI, STRANGER, Doorstep, doorstep, registers
from tests.bot.office import AGUS, BUDI, FAR_HEAD, NEXT_VILLAGE, NOW, RATNA, VILLAGE, Office, opened_office
from tests.bot.office import SITI as OWNER
from tests.bot.test_core_answer import brought, workbook, worked
from tests.bot.test_export import accepted, batch_made
from tests.databases import KINDS

LOOKUP = "person.lookup"
CARD = "08123456789"
"""A card number that could be a phone number as well."""


@pytest.fixture(params=[KINDS[0]])
async def door(request: pytest.FixtureRequest, tmp_path: Path, place: Place) -> AsyncIterator[Doorstep]:
    async with doorstep(request.param, tmp_path, place) as ready:
        yield ready


@pytest.fixture(params=[KINDS[0], pytest.param(KINDS[1], marks=pytest.mark.postgres)])
async def office(request: pytest.FixtureRequest, tmp_path: Path, place: Place) -> AsyncIterator[Office]:
    async with opened_office(request.param, tmp_path, place) as (opened, _):
        yield opened


async def test_a_person_is_found_by_name_and_by_number_by_officers_of_the_village(door: Doorstep) -> None:
    await registers(door.phone(BHABIN))
    other = door.phone(BABINSA)
    for words in ("siti", "bu aminah", "3202292003 siti", NIK):
        await other.says(f"/cari {words}")
        assert "Siti Aminah" in other.seen[-1], words
        assert NIK not in other.seen[-1]


async def test_not_there_and_not_yours_read_alike(door: Doorstep) -> None:
    await registers(door.phone(BHABIN))
    stranger = door.phone(STRANGER)
    for words in ("siti", NIK, "3202015708850009", "3202292003 siti"):
        await stranger.says(f"/cari {words}")
        assert stranger.seen[-1] == "Tidak ada yang cocok.", words
    worker = door.phone(SITI)
    await worker.says("/cari siti")
    assert "Aminah" not in "".join(worker.seen)


async def test_numbers_cannot_be_tried_out(door: Doorstep) -> None:
    await registers(door.phone(BHABIN))
    officer = door.phone(BABINSA)
    for number in range(MISSES_AN_HOUR):
        await officer.says(f"/cari 32020157088511{number:02}")
        assert officer.seen[-1] == "Tidak ada yang cocok."
    await officer.says(f"/cari {NIK}")
    assert "Terlalu banyak" in officer.seen[-1]
    await officer.says("/cari siti")
    assert "Siti Aminah" in officer.seen[-1]


async def test_a_search_for_nothing_says_how_to_search(door: Doorstep) -> None:
    officer = door.phone(BABINSA)
    for words in ("", "pak", "!!"):
        await officer.says(f"/cari {words}".strip())
        assert "/cari siti" in officer.seen[-1]


async def test_a_member_is_found_by_the_number_on_the_card_until_erased(office: Office) -> None:
    await accepted(office, 1, 2)
    await batch_made(office)
    file = workbook(("SSR-TEST-01", "", CARD, "", "", ""))
    await brought(office, file)
    await office.taps(RATNA, "Muat")
    await worked(office, file)
    for who in (BUDI, RATNA):
        for said in (CARD, "KPJ 0812 3456 789", "no. kpj 08123456789"):
            assert "SSR-TEST-01" in (await office.says(who, f"/cari {said}"))[-1], (who, said)
    for who, said in ((FAR_HEAD, CARD), (BUDI, "08123456780"), (AGUS, CARD)):
        assert await office.says(who, f"/cari {said}") == ["Tidak ada yang cocok."], (who, said)
    assert CARD not in "".join(office.texts(BUDI))
    async with office.database.unit() as unit:
        await unit.load_contacts([OWNER])
        await unit.erase(OWNER, Erasure(), Step("erased", OWNER, NOW))
    assert await office.says(BUDI, f"/cari {CARD}") == ["Tidak ada yang cocok."]
    async with office.database.reading() as unit:
        kept = await unit.fetch(select(membership.c.card_index, membership.c.body))
        results = [
            row["result"] for row in await unit.fetch(select(audit.c.result).where(audit.c.act == LOOKUP))
        ]
    assert [(row["card_index"], row["body"]) for row in kept] == [(None, None)]
    assert (results.count("found"), results.count("missed")) == (6, 4)


async def test_whoever_leads_is_told_once_that_somebody_tries_out_numbers(office: Office) -> None:
    for number in range(MISSES_AN_HOUR):
        assert await office.says(BUDI, f"/cari 230912345{number:02}") == ["Tidak ada yang cocok."]
    assert office.texts(RATNA) == []
    for _ in range(2):
        assert "Terlalu banyak" in (await office.says(BUDI, f"/cari {CARD}"))[-1]
    (told,) = office.texts(RATNA)
    assert "Budi Santoso terlalu sering mencari nomor orang" in told
    assert office.texts(FAR_HEAD) == []
    assert "SSR" not in told


async def test_a_name_is_looked_for_in_one_village_and_then_in_the_other(office: Office) -> None:
    await accepted(office, 1)
    async with office.database.unit() as unit:
        await Staff(unit).assign(AGUS, [VILLAGE, NEXT_VILLAGE], by=RATNA, now=NOW)
    await accepted(office, 2, village_code=NEXT_VILLAGE)
    await office.says(AGUS, "/cari rahayu")
    village = office.place.regions.find_village(NEXT_VILLAGE)
    assert village
    assert office.labels(AGUS)[0] == village.name
    assert "SSR-TEST-02" in (await office.taps(AGUS, office.labels(AGUS)[0]))[-1]
