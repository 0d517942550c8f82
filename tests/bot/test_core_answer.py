"""What the core system answers: read with care, tried dry, taken whole, and told to the people it is about."""

import io
from collections.abc import AsyncIterator, Sequence
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from telegram.error import BadRequest

from bot.handing_over import HandingOver
from bot.sheets.columns import read_mapping
from bot.sheets.reading import find_columns, read_rows
from bot.sheets.unpacking import unpack
from bot.taking_in import TakingIn
from conversations.facts import Place
from tests.bot.files_waiting import person, row_of
from tests.bot.office import BUDI, DEWI, FAR_HEAD, RATNA, SITI, Office, opened_office
from tests.bot.test_export import accepted, batch_made, sent
from tests.databases import KINDS

TITLES = ("NOMOR SASAR", "NIK", "KPJ", "KODE IURAN", "LUNAS SAMPAI", "ALASAN TOLAK")
Row = Sequence[object]


@pytest.fixture(params=[KINDS[0], pytest.param(KINDS[1], marks=pytest.mark.postgres)])
async def office(request: pytest.FixtureRequest, tmp_path: Path, place: Place) -> AsyncIterator[Office]:
    async with opened_office(request.param, tmp_path, place) as (opened, _):
        yield opened


class Files:
    """Files by name, as Telegram would give them."""

    def __init__(self, **files: bytes) -> None:
        self.files = files

    async def fetch(self, file_id: str, *, most_bytes: int) -> bytes:
        if file_id not in self.files:
            raise BadRequest("invalid file_id")
        if len(self.files[file_id]) > most_bytes:
            raise ValueError("larger")
        return self.files[file_id]


def workbook(*rows: Row, titles: Row = TITLES, above: int = 0) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"strings_to_formulas": False}) as book:
        page = book.add_worksheet()
        for line, row in enumerate((*[("Daftar",)] * above, titles, *rows)):
            page.write_row(line, 0, row)
    return made.getvalue()


def values(*rows: Row, titles: Row = TITLES) -> bytes:
    return "\r\n".join(";".join(map(str, row)) for row in (titles, *rows)).encode()


async def brought(office: Office, content: bytes, *, who: int = RATNA) -> list[str]:
    """What somebody is told after they sent a file, and it was looked at."""
    await office.says(who, "/impor")
    await office._message(who, {"document": {"file_id": "file", "file_name": "balasan.xlsx"}})
    return await worked(office, content, who=who)


async def worked(office: Office, content: bytes, *, who: int = RATNA) -> list[str]:
    before = len(office.texts(who))
    await TakingIn(office.database, Files(file=content)).work(office.now)
    async with office.database.unit() as unit:
        rows = await unit.claim("t", lane="live", limit=50, now=office.now, lease_until=office.now)
    for row in rows:
        office.screens.setdefault(row.chat_id, []).append(
            {**row.payload, "text": row.payload.get("text") or row.payload.get("caption") or ""}
        )
    return office.texts(who)[before:]


async def test_numbers_are_tried_dry_then_taken_and_told_to_the_person(office: Office) -> None:
    one, two = await accepted(office, 1, 2)
    await batch_made(office)
    file = workbook(
        ("SSR-TEST-01", person(1).nik, "12345678901", "9988776655", "31-12-2026", ""),
        ("SSR-9999-99", "", "12345678902", "", "", ""),
    )
    said = await brought(office, file)
    assert "1 baris membawa kabar baru" in said[-1]
    assert "1 baris bukan kiriman kita" in said[-1]
    assert (await row_of(office, one))["paid_until"] is None
    await office.taps(RATNA, "Muat")
    assert "2 baris sudah dimuat" in (await worked(office, file))[-1]
    assert (await row_of(office, one))["paid_until"] == date(2026, 12, 31)
    await office.says(SITI, "/menu")
    (told,) = [text for text in office.texts(SITI) if "12345678901" in text]
    assert "9988776655" in told
    assert (await row_of(office, two))["paid_until"] is None
    assert "sudah pernah dimuat" in (await brought(office, file))[-1]
    again = values(("SSR-TEST-01", "", "12345678901", "9988776655", "31-12-2026", ""))
    said = await brought(office, again)
    assert "0 baris membawa kabar baru" in said[-1]
    assert len([text for text in office.texts(SITI) if "12345678901" in text]) == 1
    shown = (await office.says(SITI, "/status"))[-1]
    for said_again in ("Terlindungi sampai 31 Desember 2026", "12345678901", "9988776655", "per 23 November"):
        assert said_again in shown
    assert "Terlindungi sampai 31 Desember 2026" in told


async def test_one_wrong_row_stops_the_whole_file_and_is_named_by_its_line(office: Office) -> None:
    (one,) = await accepted(office, 1)
    await batch_made(office)
    right = ("SSR-TEST-01", "", "12345678901", "", "30-06-2026", "")
    for wrong in (
        ("", float(person(1).nik), "12345678901", "", "", ""),
        ("SSR-TEST-01", "", "1234", "", "", ""),
        ("SSR-TEST-01", "", "", "", "08/17/2026", ""),
        ("SSR-TEST-01", person(2).nik, "", "", "", ""),
    ):
        said = await brought(office, workbook(right, wrong, above=2))
        assert "keliru" in said[-1], wrong
        assert (await row_of(office, one))["paid_until"] is None
    await brought(office, workbook(right))
    await office.taps(RATNA, "Muat")
    await worked(office, workbook(right))
    assert (await row_of(office, one))["paid_until"] == date(2026, 6, 30)


async def test_a_refusal_of_the_core_system_goes_back_to_be_fixed_and_out_again(office: Office) -> None:
    (one,) = await accepted(office, 1)
    await batch_made(office)
    file = workbook(("SSR-TEST-01", "", "", "", "", "NIK tidak ditemukan"))
    await brought(office, file)
    await office.taps(RATNA, "Muat")
    await worked(office, file)
    row = await row_of(office, one)
    assert (row["state"], row["reason"]) == ("needs_fixing", "core_refused")
    await office.says(SITI, "/menu")
    assert [text for text in office.texts(SITI) if "belum menerima" in text]
    async with office.database.unit() as unit:
        from storage.tables import registration  # noqa: PLC0415 - only here

        here = registration.update().where(registration.c.id == one)
        await unit.connection.execute(here.values(state="accepted"))
    assert "1 orang diterima" in (await office.says(RATNA, "/ekspor"))[-1]


async def test_columns_that_nobody_knows_are_pointed_out_once(office: Office) -> None:
    await accepted(office, 1, 2)
    await batch_made(office)
    titles = ("Kode kita", "Nomor anggota")
    file = workbook(("SSR-TEST-01", "12345678901"), titles=titles)
    assert "nomor Sasar" in (await brought(office, file))[-1]
    await office.taps(RATNA, "Kode kita")
    assert "nomor kartu peserta" in (await worked(office, file))[-1]
    await office.taps(RATNA, "Nomor anggota")
    assert "1 baris membawa kabar baru" in (await worked(office, file))[-1]
    second = workbook(("SSR-TEST-02", "12345678902"), titles=titles)
    assert "1 baris membawa kabar baru" in (await brought(office, second))[-1]


async def test_a_file_of_another_branch_says_nothing_about_ours(office: Office) -> None:
    (one,) = await accepted(office, 1)
    await batch_made(office)
    file = values(("SSR-TEST-01", "", "12345678901", "", "30-06-2026", ""))
    said = await brought(office, file, who=FAR_HEAD)
    assert "1 baris bukan kiriman kita" in said[-1]
    await brought(office, file)
    take = office.button(RATNA, "Muat")
    assert "tidak menunggu" in (await office.forges(FAR_HEAD, take))[-1]
    assert "belum ada" in (await office.forges(BUDI, take))[-1]
    await office.forges(DEWI, take)
    await worked(office, file)
    assert (await row_of(office, one))["paid_until"] == date(2026, 6, 30)


async def test_a_kill_in_the_middle_goes_on_and_tells_nobody_twice(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = await accepted(office, 1, 2, 3, 4)
    await batch_made(office)
    file = values(*((f"SSR-TEST-0{n}", "", f"1234567890{n}", "", "30-06-2026", "") for n in (1, 2, 3, 4)))
    await brought(office, file)
    await office.taps(RATNA, "Muat")
    monkeypatch.setattr("bot.taking_in.ROWS_AT_ONCE", 2)
    taking_in = TakingIn(office.database, Files(file=file))
    whole, calls = taking_in._tell_people, []

    async def dies(*arguments: object) -> None:
        calls.append(arguments)
        if len(calls) == 2:
            raise KeyboardInterrupt
        await whole(*arguments)  # type: ignore[arg-type] # passed on as they came

    monkeypatch.setattr(taking_in, "_tell_people", dies)
    with pytest.raises(KeyboardInterrupt):
        await taking_in.work(office.now)
    assert [(await row_of(office, one))["paid_until"] is None for one in ids] == [False, False, True, True]
    await worked(office, file)
    assert all([(await row_of(office, one))["paid_until"] for one in ids])
    await office.says(SITI, "/menu")
    assert len([text for text in office.texts(SITI) if "sudah tercatat di kantor pusat" in text]) == 4


async def test_a_refused_file_is_answered_with_a_sentence_and_a_good_one_works_after_it(
    office: Office,
) -> None:
    await accepted(office, 1)
    await batch_made(office)
    assert "bukan berkas Excel" in (await brought(office, b"halo"))[-1]
    assert "Tidak ada baris" in (await brought(office, workbook()))[-1]
    assert "1 baris membawa" in (await brought(office, values(("SSR-TEST-01", "", "12345678901"))))[-1]


async def test_a_long_file_says_how_far_it_is_and_who_reads_it_waits_for_nobody(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = range(1, 8)
    await accepted(office, *numbers)
    await batch_made(office)
    for name in ("LONG_FILE", "ROWS_AT_ONCE"):
        monkeypatch.setattr(f"bot.taking_in.{name}", 2)
    file = values(*((f"SSR-TEST-{n:02d}", "", f"1234567890{n}", "", "", "") for n in numbers))
    assert (await brought(office, file))[0] == "⏳ Diperiksa: 0 dari 7 baris."
    await office.taps(RATNA, "Muat")
    first, *_ = [text for text in await worked(office, file) if "Dimuat" in text]
    assert first == "⏳ Dimuat: 0 dari 7 baris."


def problems_of(content: bytes) -> list[tuple[str, ...]]:
    found = find_columns(unpack(content), read_mapping().answer, {})
    return [row.problems for row in read_rows(found)]


def test_each_wrong_cell_is_named() -> None:
    rows: dict[Row, tuple[str, ...]] = {
        ("", "3202000000791901", "", "", "31/12/2026", ""): (),
        ("", 3202000000791901.0, "", "", "", ""): ("nik_number",),
        ("", "32020000007919", "", "", "", ""): ("nik",),
        ("", "", "12345678901", "", "", ""): ("nobody",),
        ("SSR-TEST-01", "", 12345678901.0, 9988776655.0, "", ""): (),
        ("SSR-TEST-01", "", 1.5, 1e300, "", ""): ("card_number", "payment_code"),
        ("SSR-TEST-01", "", "=cmd()", "", "", ""): ("card_number",),
        ("SSR-TEST-01", "", "", "", 46387.0, ""): ("paid_until",),
        ("SSR-TEST-01", "", "", "", "31-02-2026", ""): ("paid_until",),
        ("SSR-TEST-01", "", "", "", "1e309", ""): ("paid_until",),
        ("ssr-test-01", "", "", "", "12-2026", ""): (),
    }
    assert problems_of(workbook(*rows)) == list(rows.values())


async def test_what_was_exported_is_found_again_by_its_reference(office: Office) -> None:
    await accepted(office, *range(1, 8))
    await batch_made(office)
    await office.taps(RATNA, "CSV disamarkan")
    await HandingOver(office.database, office.place.regions).work(office.now)
    (content,) = [file[1] for _, _, file in await sent(office) if file]
    (grid,) = unpack(content)
    place = list(grid[0]).index("NOMOR SASAR")
    answer = values(*((row[place], "", f"1234567{n:04d}", "", "", "") for n, row in enumerate(grid[1:])))
    assert "7 baris membawa kabar baru" in (await brought(office, answer))[-1]
