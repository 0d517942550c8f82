"""A branch head in practice mode, by clicks in a real browser: from an empty queue to a member who has paid."""

import io
import re
from datetime import date
from pathlib import Path

import msoffcrypto
import pytest
import xlsxwriter
from playwright.async_api import expect
from python_calamine import CalamineWorkbook

from conversations.rules.dates import add_months, last_day_of, month_of
from conversations.texts import load
from tests.bot.test_page_walk import (
    NIK,
    agrees_and_gives_her_nik,
    ends_it,
    practice,
    says_where_and_how_she_lives,
)
from tests.simulator.page import PhoneOnPage, PracticePage, running_chromium

pytestmark = pytest.mark.browser

PIN, CARD, CODE = "482913", "26123456789", "8012345678901"
SEEDED_WAITING, SEEDED_PROTECTED = 3, 29
PAID_UNTIL = last_day_of(add_months(month_of(date.today()), 1))  # noqa: DTZ011 - the page's clock is this machine's


async def works_off_the_queue(ratna: PhoneOnPage) -> None:
    await ratna.types("/start")
    await ratna.taps("Periksa berkas")
    await ratna.sees(f"{SEEDED_WAITING} berkas menunggu")
    await ratna.taps("Mulai periksa")
    for accepted in range(SEEDED_WAITING):
        await ratna.taps("Terima")
        await expect(ratna.messages.filter(has_text="✅ Diterima: SSR-")).to_have_count(accepted + 1)
    await ratna.sees("Tidak ada berkas yang menunggu")


async def registers(siti: PhoneOnPage) -> str:
    """The reference that she is given."""
    await siti.types("/start")
    await agrees_and_gives_her_nik(siti)
    await says_where_and_how_she_lives(siti)
    await ends_it(siti)
    said = await siti.saying("Terkirim. Nomor pendaftaran:").inner_text()
    found = re.search(r"SSR-\w{4}-\w{2}", said)
    assert found
    return found[0]


async def reviews(ratna: PhoneOnPage, reference: str) -> None:
    await ratna.types("/periksa")
    await ratna.taps("Mulai periksa")
    await ratna.sees(re.compile(rf"daftar sendiri\s*Siti Aminah.*{reference}", re.DOTALL))
    await ratna.taps("Terima")
    await ratna.sees(f"✅ Diterima: {reference}")


async def takes_the_file(ratna: PhoneOnPage, folder: Path) -> tuple[Path, str]:
    """The locked workbook as the browser saved it, and its password."""
    await ratna.types("/ekspor")
    await ratna.taps("Buat kiriman (PIN)")
    await ratna.sees("Pilih PIN")
    await ratna.types(PIN)
    await ratna.sees("sekali lagi")
    await ratna.types(PIN)
    await ratna.sees_no_more(PIN)
    await ratna.taps("Excel lengkap (PIN)")
    await ratna.sees("Kata kunci berkas itu")
    password = await ratna.saying("Kata kunci berkas itu").locator("code").inner_text()
    async with ratna.root.page.expect_download() as download:
        await ratna.saying("sasar-0009.xlsx").get_by_role("link").click()
    path = folder / "kiriman.xlsx"
    await (await download.value).save_as(path)
    return path, password


def niks_in(path: Path, password: str) -> list[str]:
    """The column that Excel shows after the password."""
    locked, plain = msoffcrypto.OfficeFile(io.BytesIO(path.read_bytes())), io.BytesIO()
    locked.load_key(password=password)
    locked.decrypt(plain)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(plain.getvalue())).get_sheet_by_index(0).to_python()
    place = next(row.index("NIK") for row in rows if "NIK" in row)
    return [str(row[place]) for row in rows]


def answer_of_the_core_system(folder: Path, reference: str) -> Path:
    """One row, as the core system might write it."""
    path = folder / "balasan.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ("NOMOR SASAR", "KPJ", "KODE IURAN", "LUNAS SAMPAI"))
        page.write_row(1, 0, (reference, CARD, CODE, f"{PAID_UNTIL:%d-%m-%Y}"))
    return path


async def brings_the_answer(ratna: PhoneOnPage, file: Path) -> None:
    await ratna.types("/impor")
    await ratna.sees("Kirim berkas balasan")
    await ratna.attach_document(file)
    await ratna.sees("1 baris membawa kabar baru")
    await ratna.taps("Muat")
    await ratna.sees("1 baris sudah dimuat")


async def finds_herself_protected(siti: PhoneOnPage) -> None:
    until = f"Terlindungi sampai {load('id').day(PAID_UNTIL)}"
    await siti.sees(re.compile(rf"{CARD}.*{CODE}.*{until}", re.DOTALL))
    await siti.taps("Salin kode bayar")
    assert await siti.root.page.evaluate("navigator.clipboard.readText()") == CODE
    await siti.types("/status")
    await siti.sees(re.compile(rf"{until}.*{CARD}.*{CODE}.*Catatan pembayaran", re.DOTALL))


async def counts(budi: PhoneOnPage, protected: int, *, time: int) -> None:
    await budi.types("/ringkasan")
    await expect(budi.messages.filter(has_text="2 desa, per")).to_have_count(time)
    await budi.taps("Sukamanah")
    await budi.sees(f"Terlindungi {protected} dari 100")


async def test_a_branch_head_leads_a_worker_from_an_empty_queue_to_protection(tmp_path: Path) -> None:
    async with (
        running_chromium() as browser,
        practice(tmp_path) as (url, _),
        PracticePage.opened(browser, url) as page,
    ):
        siti, budi, ratna = page.phone(1), page.phone(2), page.phone(3)
        await counts(budi, SEEDED_PROTECTED, time=1)
        await works_off_the_queue(ratna)
        await page.takes_picture("branch-1-empty-queue")
        reference = await registers(siti)
        await reviews(ratna, reference)
        await siti.sees("diterima kantor cabang")
        file, password = await takes_the_file(ratna, tmp_path)
        assert NIK in niks_in(file, password)
        await page.takes_picture("branch-2-exported")
        await brings_the_answer(ratna, answer_of_the_core_system(tmp_path, reference))
        await finds_herself_protected(siti)
        await counts(budi, SEEDED_PROTECTED + 1, time=2)
        await page.takes_picture("branch-3-protected")
        await page.page.get_by_role("button", name="+1 hari").click()
        await budi.sees("Perlu diperbaiki: 3")
        await page.takes_picture("branch-4-next-morning")
        assert page.complaints == []
