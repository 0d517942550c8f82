"""A farmer in practice mode: checks whether she may join and registers, by clicks and typing, in a real browser."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import aiohttp
import pytest

from tests.bot.replicas import free_port
from tests.simulator.page import PhoneOnPage, PracticePage, running_chromium

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
NIK = "3201015708850001"


@contextmanager
def practising(folder: Path, port: int) -> Iterator[None]:
    """`sasar practice` as a process of its own, from its start to SIGTERM."""
    settings = {"LISTEN": f"127.0.0.1:{port}", "PYTHONPATH": str(ROOT)}
    program = (sys.executable, "-m", "bot", "practice")
    with (folder / "practice.log").open("ab") as log:
        bot = subprocess.Popen(program, cwd=folder, env=os.environ | settings, stdout=log, stderr=log)  # noqa: S603
    try:
        yield
    finally:
        bot.send_signal(signal.SIGTERM)
        assert bot.wait(20) == 0


async def is_up(url: str) -> None:
    async with asyncio.timeout(60), aiohttp.ClientSession() as http:
        while True:
            try:
                async with http.get(f"{url}/health") as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.05)


@asynccontextmanager
async def practice(folder: Path) -> AsyncIterator[tuple[str, int]]:
    port = free_port()
    with practising(folder, port):
        url = f"http://127.0.0.1:{port}"
        await is_up(url)
        yield url, port


async def checks_whether_she_may_join(siti: PhoneOnPage) -> None:
    await siti.types("/start")
    await siti.taps("Apakah saya bisa ikut?")
    await siti.sees("Umur Bapak/Ibu")
    await siti.types("tidak tahu pasti")
    await siti.sees("Belum terbaca")
    await siti.types("45 th")
    for label in ("Ya", "Petani", "Sendiri", "Belum"):
        await siti.taps(label)
    await siti.sees("Bapak/Ibu bisa ikut")


async def agrees_and_gives_her_nik(siti: PhoneOnPage) -> None:
    await siti.taps("Daftar")
    await siti.sees("Sebelum mulai")
    await siti.button("Setuju").dblclick()
    await siti.sees("Ketik 16 angka NIK")
    await siti.types(NIK[:-1])
    await siti.sees("Baru 15 angka")
    await siti.types(NIK)
    await siti.sees("3201••••••••0001")
    await siti.sees_no_more(NIK[:-1])
    await siti.taps("Sama")
    await siti.sees("Nama lengkap")
    await siti.types("Siti Aminah")
    await siti.sees("Tempat lahir")


async def says_where_and_how_she_lives(siti: PhoneOnPage) -> None:
    await siti.types("Sukabumi")
    await siti.taps("Bagikan nomor saya")
    await siti.chooses("Bagikan")
    await siti.sees("Desa atau kelurahan tempat tinggal")
    await siti.types("sukamanah cisaat")
    await siti.taps("Sukamanah, Cisaat, Sukabumi")
    await siti.sees("Alamat rumah")
    await siti.types("Kp. Cikole RT 3 RW 5")
    await siti.sees("9 dari 12")
    await siti.taps("Petani")


async def ends_it(siti: PhoneOnPage) -> None:
    for label in ("1,1–1,3 juta", "Ya, desa itu", "Ya, benar"):
        await siti.taps(label)
    await siti.sees("Ini yang akan dikirim")
    await siti.taps("Kirim")
    await siti.sees("Terkirim. Nomor pendaftaran: SSR-")


async def test_a_farmer_registers_by_clicks_although_the_page_and_the_bot_start_anew(tmp_path: Path) -> None:
    async with running_chromium() as browser:
        async with (
            practice(tmp_path) as (url, port),
            PracticePage.opened(browser, url) as page,
        ):
            siti = page.phone(1)
            await checks_whether_she_may_join(siti)
            await page.takes_picture("walk-1-may-join")
            await agrees_and_gives_her_nik(siti)
            await page.takes_picture("walk-2-nik-is-gone")
            await page.open()
            await siti.sees("Tempat lahir")
            await siti.sees_no_more(NIK)
            await says_where_and_how_she_lives(siti)
            await siti.sees("Penghasilan rata-rata")
            await page.takes_picture("walk-3-income")
            assert page.complaints == []
        with practising(tmp_path, port):
            await is_up(url)
            async with PracticePage.opened(browser, url) as page:
                siti = page.phone(1)
                await siti.types("/lanjut")
                await ends_it(siti)
                await page.takes_picture("walk-4-receipt")
                await siti.taps("Simpan bukti")
                await siti.sees("Bukti pendaftaran")
                await siti.taps("Status pendaftaran")
                await siti.sees("Sedang menunggu")
                await page.takes_picture("walk-5-status")
                assert page.complaints == []
