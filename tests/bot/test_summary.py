"""`/ringkasan` and `/rekap` as officers and branches see them: numbers, pictures, and the people behind each number."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from pydantic import JsonValue
from python_calamine import load_workbook
from sqlalchemy import select, update

from bot.outgoing import Outgoing
from conversations.facts import Needs, Place
from conversations.heard import opening
from conversations.outcomes import Correction, Erasure
from storage.staff import Staff
from storage.step import Step
from storage.tables import audit, tally
from tests.bot.office import (
    AGUS,
    BUDI,
    FAR_VILLAGE,
    NEXT_VILLAGE,
    NOW,
    RATNA,
    SITI,
    VILLAGE,
    Office,
    furnish,
)
from tests.databases import KINDS, fresh_database
from tests.storage.people import form

PNG = b"\x89PNG"


@dataclass(slots=True)
class Gallery(Office):
    """An office that also shows what comes with a picture or a file."""

    files: dict[int, list[bytes]] = field(default_factory=dict)

    def _shown(self, chat_id: int, method: str, payload: dict[str, JsonValue]) -> None:
        if method in {"sendPhoto", "sendDocument"}:
            self.screens.setdefault(chat_id, []).append({**payload, "text": payload["caption"]})
        else:
            Office._shown(self, chat_id, method, payload)

    async def says_once(self, who: int, text: str) -> str:
        [said] = await self.says(who, text)
        return said

    async def _deliver(self, rows: Iterable[Outgoing]) -> None:
        kept = list(rows)
        for row in kept:
            if row.file is not None:
                self.files.setdefault(row.chat_id, []).append(row.file[1])
        await Office._deliver(self, kept)


@pytest.fixture(params=KINDS)
async def office(request: pytest.FixtureRequest, tmp_path: Path, place: Place) -> AsyncIterator[Gallery]:
    """Budi's village: two protected (one of them erased since), one about to lapse, one sent back, one waiting."""
    async with fresh_database(request.param, tmp_path) as database:
        async with database.unit() as unit:
            await furnish(unit)
        async with database.unit() as unit:
            await unit.load_contacts([SITI])
            villages = (VILLAGE,) * 5 + (NEXT_VILLAGE, FAR_VILLAGE)
            for number, village in enumerate(villages, 1):
                await unit.keep(
                    SITI,
                    form(number, village_code=village, full_name=f"Siti Melati {number}"),
                    update_id=number,
                    now=NOW,
                )
        async with database.unit() as unit:
            await unit.load_contacts([SITI])
            cases = (await unit.load_facts({SITI: Needs(cases=True)}, now=NOW))[SITI].cases
            ids = {case.reference: case.id for case in cases}
            await unit.move_case(ids["SR-000004"], Step("needs_fixing", RATNA, NOW))
            for number, paid in ((1, date(2026, 12, 31)), (2, date(2026, 8, 31)), (3, date(2026, 11, 30))):
                await unit.move_case(ids[f"SR-{number:06d}"], Step("accepted", RATNA, NOW, paid_until=paid))
            await unit.keep(SITI, Erasure(case_id=ids["SR-000003"]), update_id=99, now=NOW)
            unit.tally_event(VILLAGE, date(2026, 11, 23), "visit.met")
        yield Gallery(database, place)


async def test_an_officer_of_one_village_sees_who_is_protected_first(office: Gallery) -> None:
    said = await office.says_once(BUDI, "/ringkasan")
    head, standing, *_ = said.split("\n")
    assert "23 November 2026" in head
    assert standing == "Terlindungi <b>2 dari 100</b>. Akan putus bulan ini 1."
    assert "Terdaftar 5, menunggu 1, perlu perbaikan 1." in said
    assert "Minggu ini +5 (minggu lalu +0)." in said
    assert office.files[BUDI][0].startswith(PNG)
    assert len(said) < 1024


async def test_behind_a_number_are_its_people_masked_and_the_look_is_written_down(office: Gallery) -> None:
    await office.says(BUDI, "/ringkasan")
    [said] = await office.taps(BUDI, "Siapa yang akan putus?")
    assert "Siti M. 2. · SR-000002 · dibayar sampai Agustus 2026" in said
    assert "Melati" not in said
    assert "Sumber:" in said
    assert office.screens[BUDI][-1]["protect_content"] is True
    async with office.database.reading() as unit:
        looks = await unit.fetch(select(audit).where(audit.c.act == "people.list"))
    assert [(row["actor"], row["scope"]) for row in looks] == [(BUDI, VILLAGE)]


async def test_every_number_leads_to_its_people_and_back(office: Gallery) -> None:
    await office.says(BUDI, "/ringkasan")
    await office.taps(BUDI, "Lihat orangnya")
    labels = [label for label in office.labels(BUDI) if label != "Kembali"]
    assert "Terlindungi 2" in labels
    for label in labels:
        await office.says(BUDI, "/ringkasan")
        await office.taps(BUDI, "Lihat orangnya")
        [listed] = await office.taps(BUDI, label)
        assert listed.count("•") == int(label.rsplit(" ", 1)[1])
    [again] = await office.taps(BUDI, "Kembali")
    assert "Terlindungi <b>2 dari 100</b>" in again


async def test_any_period_can_be_tapped_or_typed_and_a_wrong_one_is_put_right(office: Gallery) -> None:
    await office.says(BUDI, "/ringkasan")
    await office.taps(BUDI, "Periode")
    [month] = await office.taps(BUDI, "Bulan ini")
    assert "Bulan ini +5 (bulan lalu +0)." in month
    assert "belum bisa saya baca" in await office.says_once(BUDI, "/ringkasan 31-02-2026 1-3-2026")
    typed = await office.says_once(BUDI, "/ringkasan 1-11-2026 22-11-2026")
    assert "1 November 2026 – 22 November 2026 +0 (sebelumnya +0)." in typed


@pytest.mark.parametrize("what", ["", " protected", " bulan", " orang"])
async def test_a_village_of_others_is_as_if_it_were_not_there(office: Gallery, what: str) -> None:
    for code in (NEXT_VILLAGE, FAR_VILLAGE, "9999999999", "3273", "99"):
        [said] = await office.forges(BUDI, opening("ringkasan", f"{code}{what}"))
        assert said == "Desa itu tidak ada, atau bukan wilayah Bapak/Ibu."
    assert "Terlindungi" in await office.says_once(BUDI, "/ringkasan")


async def test_an_officer_of_nothing_is_told_whom_to_ask(office: Gallery) -> None:
    assert "Belum ada desa" in await office.says_once(AGUS, "/ringkasan")


async def test_several_villages_are_a_table_with_a_way_into_each(office: Gallery, place: Place) -> None:
    async with office.database.unit() as unit:
        await Staff(unit).assign(BUDI, [NEXT_VILLAGE], by=RATNA, now=NOW)
    said = await office.says_once(BUDI, "/ringkasan")
    name = place.regions.get_village(VILLAGE).name
    assert f"{name:<22}    2/100" in said
    assert office.files[BUDI][0].startswith(PNG)
    [one] = await office.taps(BUDI, name)
    assert "Terlindungi <b>2 dari 100</b>" in one
    by_name = await office.says_once(BUDI, f"/ringkasan {name}")
    assert by_name == one


async def test_a_branch_sees_its_districts_its_officers_and_what_waits(office: Gallery) -> None:
    said = await office.says_once(RATNA, "/rekap")
    assert "Terlindungi <b>2 dari" in said
    assert "Langsung diterima 67 % dari 3 berkas." in said
    assert "November 2026" in said
    assert "Cisaat" in said.partition("Kecamatan")[2].splitlines()[1]
    assert len(said) < 1024
    assert office.files[RATNA][0].startswith(PNG)
    [waiting] = await office.taps(RATNA, "Berkas menunggu 2")
    assert waiting.count("•") == 2
    await office.says(RATNA, "/rekap")
    [officers] = await office.taps(RATNA, "Per petugas")
    assert "Budi Santoso" in officers


async def test_the_spreadsheet_of_a_branch_names_nobody_of_the_people(office: Gallery) -> None:
    await office.says(RATNA, "/rekap")
    await office.taps(RATNA, "Berkas Excel")
    with ZipFile(BytesIO(office.files[RATNA][-1])) as book:
        written = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
    assert VILLAGE in written
    assert FAR_VILLAGE not in written
    assert "Melati" not in written


async def test_the_spreadsheet_holds_waiting_first_pass_and_lapses_by_place_and_officer(
    office: Gallery,
) -> None:
    await office.says(RATNA, "/rekap")
    await office.taps(RATNA, "Berkas Excel")
    book = load_workbook(BytesIO(office.files[RATNA][-1]))
    places, villages, officers = (book.get_sheet_by_name(name).to_python() for name in book.sheet_names)
    [village] = [dict(zip(villages[0], line, strict=True)) for line in villages if line[0] == VILLAGE]
    assert [village[name] for name in ("Sasaran", "Diputuskan (90 hari)", "Langsung diterima (%)")] == [
        100,
        3,
        67,
    ]
    assert village["Menunggu, paling lama (hari)"] == 0
    lapses = [name for name in villages[0] if str(name).startswith("Putus akhir")]
    assert lapses[0] == "Putus akhir November 2026"
    assert village[lapses[0]] == village["Akan putus bulan ini"] == 1
    # One of them is paid beyond the months that are shown.
    assert sum(village[name] for name in lapses) == village["Terlindungi"] + village["Hampir putus"] - 1
    districts = [dict(zip(places[0], line, strict=True)) for line in places[1:]]
    assert sum(one["Diputuskan (90 hari)"] for one in districts) == 3
    assert officers[0] == villages[0]


async def test_a_branch_head_sets_a_target_for_a_village_with_its_days(office: Gallery) -> None:
    assert "Contoh" in await office.says_once(RATNA, f"/sasaran {VILLAGE} 40")
    said = await office.says_once(RATNA, f"/sasaran {VILLAGE} 40 1-1-2026 31-12-2026")
    assert "40 orang" in said
    assert "Terlindungi <b>2 dari 40</b>" in await office.says_once(BUDI, "/ringkasan")
    far = await office.says_once(RATNA, f"/sasaran {FAR_VILLAGE} 40 1-1-2026 31-12-2026")
    assert far == "Desa itu tidak ada, atau bukan wilayah Bapak/Ibu."


async def test_numbers_that_contradict_each_other_are_not_shown(office: Gallery) -> None:
    async with office.database.unit() as unit:
        await unit.connection.execute(
            update(tally)
            .where(tally.c.village_code == VILLAGE, tally.c.state == "submitted")
            .values(count=-3)
        )
    assert "sedang kami periksa" in await office.says_once(BUDI, "/ringkasan")
    async with office.database.unit() as unit:
        await unit.connection.execute(
            update(tally).where(tally.c.village_code == VILLAGE, tally.c.state == "submitted").values(count=1)
        )
    assert "Terlindungi <b>2 dari 100</b>" in await office.says_once(BUDI, "/ringkasan")


async def test_who_is_new_can_be_seen_for_the_period_that_was_asked_for(office: Gallery) -> None:
    await office.says(BUDI, "/ringkasan")
    await office.taps(BUDI, "Lihat orangnya")
    [listed] = await office.taps(BUDI, "Minggu ini +5")
    assert "<b>Minggu ini: 5</b>" in listed
    assert "Dikirim pada hari-hari itu." in listed
    assert listed.count("•") == 5
    assert office.screens[BUDI][-1]["protect_content"] is True
    await office.says(BUDI, "/ringkasan 10-2026")
    await office.taps(BUDI, "Lihat orangnya")
    assert not [label for label in office.labels(BUDI) if "+" in label]
    assert "belum bisa saya baca" in await office.says_once(BUDI, f"/ringkasan {VILLAGE} baru besok")
    [far] = await office.forges(BUDI, opening("ringkasan", f"{NEXT_VILLAGE} baru 2026-11-01..2026-11-23"))
    assert far == "Desa itu tidak ada, atau bukan wilayah Bapak/Ibu."


async def test_a_month_that_is_over_is_called_by_its_days(office: Gallery) -> None:
    said = await office.says_once(BUDI, "/ringkasan 10-2026")
    assert "1 Oktober 2026 – 31 Oktober 2026 +0 (bulan sebelumnya +0)." in said
    assert "1-10-2026–31-10-2026" in said
    assert "Bulan ini" not in said


async def test_a_village_moved_takes_along_when_it_was_sent(office: Gallery) -> None:
    async with office.database.unit() as unit:
        await unit.load_contacts([SITI])
        cases = (await unit.load_facts({SITI: Needs(cases=True)}, now=NOW))[SITI].cases
        waiting = next(case for case in cases if case.reference == "SR-000005")
        moved = Correction(case_id=waiting.id, field="village_code", value=NEXT_VILLAGE)
        await unit.keep(SITI, moved, update_id=98, now=NOW)
    assert "Minggu ini +4 (minggu lalu +0)." in await office.says_once(BUDI, "/ringkasan")
    await office.taps(BUDI, "Lihat orangnya")
    [listed] = await office.taps(BUDI, "Minggu ini +4")
    assert listed.count("•") == 4
