"""Accepted registrations leave for the core system: once each, and whole only behind PIN and password."""

import csv
import io
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import msoffcrypto
import pytest
from pydantic import JsonValue
from python_calamine import CalamineWorkbook
from sqlalchemy import delete, select, update

from bot.handing_over import HandingOver, fade
from bot.posting import unpacked
from bot.sheets.columns import MappingWrong, read_mapping
from bot.sheets.writing import Values, Workbook
from conversations.facts import Place
from conversations.outcomes import Erasure, Withdrawal
from storage import handover
from storage.deliveries import Mark
from storage.handover import Handover
from storage.staff import Staff
from storage.tables import batch_row, exported, registration, sheet
from tests.bot.files_waiting import entered, person
from tests.bot.office import DEWI, FAR_HEAD, NOW, RATNA, SITI, Office, opened_office
from tests.databases import KINDS

PIN = "482915"
Call = tuple[str, dict[str, JsonValue], tuple[str, bytes] | None]


@pytest.fixture(params=[KINDS[0], pytest.param(KINDS[1], marks=pytest.mark.postgres)])
async def office(request: pytest.FixtureRequest, tmp_path: Path, place: Place) -> AsyncIterator[Office]:
    async with opened_office(request.param, tmp_path, place) as (opened, _):
        yield opened


async def accepted(office: Office, *numbers: int, **changes: object) -> list[str]:
    """Let these be accepted already."""
    early = NOW - timedelta(hours=1)
    ids = [
        await entered(office, number, at=early + timedelta(minutes=number), **changes) for number in numbers
    ]
    async with office.database.unit() as unit:
        here = update(registration).where(registration.c.id.in_(ids))
        await unit.connection.execute(here.values(state="accepted"))
    return ids


async def sent(office: Office) -> list[Call]:
    """What goes out now, each marked as sent."""
    async with office.database.unit() as unit:
        rows = await unit.claim("t", lane="live", limit=99, now=office.now, lease_until=office.now)
        await unit.mark([Mark(row.id, "sent", message_id=row.id) for row in rows], owner="t", now=office.now)
    return [(row.method, *unpacked(dict(row.payload))) for row in rows]


async def made(office: Office) -> list[Call]:
    """The same after every file that was asked for is made."""
    await HandingOver(office.database, office.place.regions).work(office.now)
    return await sent(office)


async def batch_made(office: Office, who: int = RATNA) -> None:
    await office.says(who, "/ekspor")
    await office.taps(who, "Buat kiriman")
    await office.says(who, PIN)
    await office.says(who, PIN)


def opened(calls: list[Call]) -> list[list[object]]:
    """The rows of the workbook that was sent, opened with the password that was sent apart."""
    (content,) = [file[1] for method, _, file in calls if method == "sendDocument" and file]
    (word,) = [
        found[1]
        for _, payload, _ in calls
        if (found := re.search(r"Kata kunci[^:]*: <code>(\S+)</code>", str(payload.get("text"))))
    ]
    locked, plain = msoffcrypto.OfficeFile(io.BytesIO(content)), io.BytesIO()
    assert locked.is_encrypted()
    locked.load_key(password=word)
    locked.decrypt(plain)
    return read(plain.getvalue())


def read(content: bytes) -> list[list[object]]:
    return list(CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python())


async def test_a_whole_file_leaves_behind_pin_and_password_and_fades(office: Office) -> None:
    await accepted(office, 1, 2)
    assert "2 orang diterima" in (await office.says(RATNA, "/ekspor"))[-1]
    assert "Pilih PIN" in (await office.taps(RATNA, "Buat kiriman"))[-1]
    await office.says(RATNA, PIN)
    assert "Kiriman 1" in (await office.says(RATNA, PIN))[-1]
    await office.taps(RATNA, "Excel lengkap")
    calls = await made(office)
    titles, *rows = opened(calls)
    assert [row[titles.index("NIK")] for row in rows] == [person(1).nik, person(2).nik]
    assert rows[0][titles.index("NO HP")] == "081200000001"
    assert rows[0][titles.index("NOMOR SASAR")] == "SSR-TEST-01"
    assert not any(person(1).nik in str(payload) for _, payload, _ in calls)
    office.now += timedelta(minutes=10)
    assert await gone(office) == 1
    office.now += timedelta(hours=23)
    assert await gone(office) == 1


async def gone(office: Office) -> int:
    """How many messages are deleted now."""
    await fade(office.database, office.now)
    return len([method for method, _, _ in await sent(office) if method == "deleteMessage"])


async def test_a_file_that_was_half_made_when_we_died_is_made_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await accepted(office, *range(1, 7))
    await batch_made(office)
    await office.taps(RATNA, "Excel disamarkan")
    monkeypatch.setattr("bot.handing_over.ROWS_AT_ONCE", 1)
    handing_over, edits = HandingOver(office.database, office.place.regions), []

    async def dies(*_: object) -> None:
        edits.extend(await sent(office))
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("bot.sheets.apart.Making.finish", dies)
        for _ in range(2):
            with pytest.raises(KeyboardInterrupt):
                await handing_over.work(office.now)
    calls = [*edits, *(await made(office))]
    assert [file[0] for _, _, file in calls if file] == ["sasar-0001.xlsx"]
    told = [str(payload["text"]) for _, payload, _ in calls if "baris" in str(payload.get("text"))]
    assert told == [f"⏳ Kiriman 1: {done} dari 6 baris." for done in (0, 1, 2, 3, 4, 5)]


async def test_nobody_is_handed_over_twice_and_a_later_change_does_not_change_a_batch(office: Office) -> None:
    (one,) = await accepted(office, 1)
    await batch_made(office)
    await office.taps(RATNA, "Excel lengkap")
    before = opened(await made(office))
    await accepted(office, 2)
    async with office.database.unit() as unit:
        await unit.connection.execute(
            update(registration).where(registration.c.id == one).values(village_code="3202252005")
        )
    await office.says(DEWI, "/ekspor")
    await office.taps(DEWI, "Kiriman 1")
    await office.taps(DEWI, "Excel lengkap")
    await office.says(DEWI, PIN)
    await office.says(DEWI, PIN)
    assert opened(await made(office)) == before
    async with office.database.reading() as unit:
        sums = [row["checksum"] for row in await unit.fetch(select(sheet.c.checksum))]
    assert len(sums) == 2
    assert len(set(sums)) == 1
    await office.says(DEWI, "/ekspor")
    await office.taps(DEWI, "Buat kiriman")
    assert "Kiriman 2</b>" in office.texts(DEWI)[-1]
    async with office.database.reading() as unit:
        assert len(await unit.fetch(select(exported))) == len(await unit.fetch(select(batch_row))) == 2
    assert "Tidak ada berkas baru" in (await office.says(RATNA, "/ekspor"))[-1]


async def test_a_large_batch_is_copied_in_bites_and_is_as_long_as_who_stayed_in_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handover, "BITE", 2)
    people = await accepted(office, 1, 2, 3, 4, 5)
    async with office.database.unit() as unit:
        actor = (await Staff(unit).load_actors([RATNA], NOW))[RATNA]
        batch = await Handover(unit, actor, NOW).make_batch()
        assert batch is not None
        assert batch.row_count == 5
        # The core system refuses one before the copy comes to them.
        last = max(people)
        await unit.connection.execute(delete(exported).where(exported.c.registration_id == last))
        await Handover(unit, actor, NOW).ask_sheet(batch.id, "masked")
    assert await HandingOver(office.database, office.place.regions).work(NOW) == 1
    async with office.database.reading() as unit:
        found = await Handover(unit, actor, NOW).find_batch(batch.id)
        rows = await unit.fetch(select(batch_row).order_by(batch_row.c.position))
    assert found is not None
    assert found.row_count == 4
    assert [row["position"] for row in rows] == [1, 2, 3, 4]
    assert {row["registration_id"] for row in rows} == set(people) - {last}


async def test_masked_forms_have_nothing_that_names_a_person(office: Office) -> None:
    await accepted(office, 1)
    await batch_made(office)
    await office.taps(RATNA, "Excel disamarkan")
    office.now += timedelta(seconds=1)
    await office.taps(RATNA, "CSV disamarkan")
    workbook, values = [file[1] for _, _, file in await made(office) if file]
    lines = list(csv.reader(io.StringIO(values.decode("utf-8-sig"))))
    for titles, row in (read(workbook), lines):
        told = dict(zip(titles, row, strict=True))
        assert told["NIK"] == f"{person(1).nik[:4]}••••••••{person(1).nik[12:]}"
        assert told["NAMA LENGKAP"] == "Joko W."
        assert (told["NO HP"], told["ALAMAT"], told["TANGGAL LAHIR"]) == ("", "", "")
        assert told["NOMOR SASAR"] == "SSR-TEST-01"


async def test_who_lost_the_post_meanwhile_gets_no_file(office: Office) -> None:
    from storage.staff import Staff  # noqa: PLC0415 - only here

    await accepted(office, 1)
    await batch_made(office, DEWI)
    await office.taps(DEWI, "Excel lengkap")
    async with office.database.unit() as unit:
        await Staff(unit).suspend(DEWI, by=RATNA, now=office.now)
    assert not [file for _, _, file in await made(office) if file]
    await office.says(RATNA, "/ekspor")
    await office.taps(RATNA, "Kiriman 1")
    await office.taps(RATNA, "CSV disamarkan")
    assert [file for _, _, file in await made(office) if file]


async def test_another_branch_has_no_way_to_a_batch(office: Office) -> None:
    await accepted(office, 1)
    await batch_made(office)
    masked = office.button(RATNA, "CSV disamarkan")
    assert "tidak ada" in (await office.forges(FAR_HEAD, masked))[-1]
    assert "Tidak ada berkas baru" in (await office.says(FAR_HEAD, "/ekspor"))[-1]
    assert not [file for _, _, file in await made(office) if file]


async def test_withdrawal_after_the_batch_is_a_task_until_it_is_done(office: Office) -> None:
    one, two = await accepted(office, 1, 2)
    await batch_made(office)
    async with office.database.unit() as unit:
        await unit.load_contacts([SITI])
        await unit.keep(SITI, Withdrawal(case_id=one), update_id=1, now=office.now)
        await unit.keep(SITI, Erasure(case_id=two), update_id=2, now=office.now)
    assert "2 orang menarik diri" in (await office.says(RATNA, "/periksa"))[-1]
    said = (await office.taps(RATNA, "Siapa saja"))[-1]
    assert "SSR-TEST-01: kiriman 1, baris 1" in said
    await office.taps(RATNA, "SSR-TEST-01 sudah keluar")
    assert "SSR-TEST-01" not in office.texts(RATNA)[-1]
    await office.taps(RATNA, "SSR-TEST-02 sudah keluar")
    assert "menarik diri" not in (await office.says(RATNA, "/periksa"))[-1]
    await office.says(RATNA, "/ekspor")
    await office.taps(RATNA, "Kiriman 1")
    await office.taps(RATNA, "Excel lengkap")
    titles, first, erased = opened(await made(office))
    assert first[titles.index("NIK")] == person(1).nik
    assert erased[titles.index("NIK")] == ""


def test_no_cell_is_a_formula_and_every_cell_is_text(tmp_path: Path) -> None:
    columns = read_mapping().columns[:2]
    nasty = [
        ["=1+1", "+62812"],
        ["@SUM(A1)", "-1"],
        ["\tx", "\rx"],
        ["0001", "3202000000000001"],
        ["http://a.b", "1e309"],
    ]
    book, values = Workbook(tmp_path / "a.xlsx", columns), Values(tmp_path / "a.csv", columns)
    for writing in (book, values):
        writing.add(nasty)
        writing.close()
    assert read((tmp_path / "a.xlsx").read_bytes())[1][:2] == nasty[0]
    assert all(isinstance(cell, str) for row in read((tmp_path / "a.xlsx").read_bytes()) for cell in row)
    text = (tmp_path / "a.csv").read_text("utf-8-sig")
    assert not re.search(r'(^|,)"[=+\-@\t\r]', text, re.MULTILINE)


def test_a_mapping_that_cannot_be_used_is_refused_with_why(tmp_path: Path) -> None:
    ours = read_mapping()
    assert len(ours.columns) > 10
    file = tmp_path / "mapping.toml"
    for content, why in (
        ('[[column]]\ntitle = "A"\nsource = "shoe"\n[answer]\n', "unknown sources: shoe"),
        ('[[column]]\ntitle = "A"\nsource = "nik"\n[answer]\n', "no column for the reference"),
        ("no toml at all", "no mapping of columns"),
    ):
        file.write_text(content)
        read_mapping.cache_clear()
        with pytest.raises(MappingWrong, match=why):
            read_mapping(file)
