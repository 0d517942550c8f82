"""The practice page in a real browser, against the simulator and a bot that answers with one of everything."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from simulator.serving import serve
from simulator.telegram import Telegram
from tests.simulator.echo import EchoBot
from tests.simulator.page import BLANK, PracticePage, running_chromium

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

PEOPLE = (
    {"id": 101, "first_name": "Siti", "last_name": "Aminah", "phone": "+628120000101", "title": "worker"},
    {"id": 102, "first_name": "Budi", "phone": "+628120000102", "title": "officer"},
    {"id": 103, "first_name": "Rina", "phone": "+628120000103", "title": "branch"},
)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000030000000200802000000dbb66c4b0000003e49444154789cedcea101c02000"
    "c030c0ee453ee07f3f3f53c9447241e673f6f893753bf02554848a50112a4245a80815a12254848a50112a4245a8089517336a"
    "0112227969af0000000049454e44ae426082"
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with running_chromium() as browser:
        yield browser


@asynccontextmanager
async def echoing(base_url: str) -> AsyncIterator[EchoBot]:
    async with aiohttp.ClientSession() as http:
        bot = EchoBot(base_url, http)
        task = asyncio.create_task(bot.runs())
        yield bot
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@pytest_asyncio.fixture(loop_scope="module")
async def address() -> AsyncIterator[str]:
    """A simulator with three people in it and the echo bot at work."""
    async with serve(Telegram()) as base_url, aiohttp.ClientSession() as http:
        for person in PEOPLE:
            await http.post(f"{base_url}/sim/phones", json=person)
        async with echoing(base_url):
            yield base_url


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def window(browser: Browser) -> AsyncIterator[PracticePage]:
    async with PracticePage.opened(browser, BLANK) as page:
        yield page


@pytest_asyncio.fixture(loop_scope="module")
async def practice(window: PracticePage, address: str) -> AsyncIterator[PracticePage]:
    """The page on a desktop; whatever a test does, the console must stay silent.

    The window is shared, for opening one is slow; what it remembers belongs to the address, which is new each time.
    """
    window.complaints.clear()
    window.base_url = address
    await window.open()
    yield window
    assert window.complaints == []
    await window.page.goto(BLANK)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "pintu.png"
    path.write_bytes(PNG)
    return path


async def test_a_stranger_presses_start_and_sees_what_the_bot_says(practice: PracticePage) -> None:
    worker = practice.phone(1)
    await worker.root.get_by_role("button", name="Mulai").click()
    await worker.sees("Pilih salah satu")
    await expect(worker.root.locator(".hello")).to_have_count(0)
    await expect(worker.root.locator(".day")).to_have_text("Hari ini")


async def test_three_phones_show_their_own_chats_only(practice: PracticePage) -> None:
    await practice.phone(2).types("dari petugas")
    await practice.phone(2).sees("Terima: dari petugas")
    await practice.phone(1).sees_no_more("dari petugas")
    await expect(practice.page.locator(".plate b")).to_have_text(["Siti Aminah", "Budi", "Rina"])


async def test_a_tapped_button_waits_and_its_answer_is_a_notice(practice: PracticePage) -> None:
    worker = practice.phone(1)
    await worker.types("/start")
    await worker.taps("Pilih")
    await expect(worker.button("Pilih")).to_have_attribute("aria-busy", "true")
    await worker.sees_notice("Sudah dipilih")
    await expect(worker.button("Pilih")).not_to_have_attribute("aria-busy", "true")


async def test_an_alert_waits_to_be_closed_and_the_chat_goes_on(practice: PracticePage) -> None:
    worker = practice.phone(1)
    await worker.types("/start")
    await worker.taps("Awas")
    await expect(practice.page.get_by_role("alertdialog")).to_contain_text("Harap hati-hati")
    await worker.chooses("Baik")
    await worker.types("lanjut")
    await worker.sees("Terima: lanjut")


async def test_link_and_copy_buttons_do_their_own_work(practice: PracticePage) -> None:
    worker = practice.phone(1)
    await worker.types("/start")
    await expect(worker.button("Situs")).to_have_attribute("href", "https://contoh.example/")
    await worker.taps("Salin")
    await worker.sees_notice("Teks sudah disalin")
    assert await practice.page.evaluate("navigator.clipboard.readText()") == "SSR-1"


async def test_edits_and_deletes_are_seen_at_once(practice: PracticePage) -> None:
    worker = practice.phone(1)
    await worker.types("/start")
    await worker.taps("Ganti")
    await worker.sees("Sudah diganti")
    await worker.sees_no_more("Pilih salah satu")
    await worker.types("/start")
    await worker.taps("Buang")
    await worker.sees_no_more("Pilih salah satu")


async def test_every_kind_of_answer_button_is_understood(practice: PracticePage) -> None:
    worker = practice.phone(1)
    await worker.types("tombol")
    await worker.taps("Nomor saya")
    await worker.chooses("Bagikan")
    await worker.sees("kontak +628120000101 101")
    await worker.types("tombol")
    await worker.taps("Tempat saya")
    await worker.chooses("Bagikan")
    await worker.sees("lokasi -6.91 106.89")
    await worker.types("tombol")
    await worker.taps("Teman saya")
    await worker.root.locator(".sheet").get_by_label("Budi").check()
    await worker.chooses("Bagikan")
    await worker.sees("orang 102")
    await worker.types("tombol")
    await worker.taps("Biasa")
    await worker.sees("Terima: Biasa")


async def test_a_one_time_keyboard_folds_and_a_removed_one_is_gone(practice: PracticePage) -> None:
    worker = practice.phone(1)
    box = worker.root.locator(".composer textarea")
    await worker.types("tombol")
    await expect(box).to_have_attribute("placeholder", "Pilih saja")
    await worker.taps("Biasa")
    await expect(worker.button("Biasa")).to_be_hidden()
    await worker.types("lepas")
    await expect(worker.root.get_by_role("button", name="Tampilkan tombol jawaban")).to_be_hidden()
    await expect(box).to_have_attribute("placeholder", "Tulis pesan")


async def test_contact_and_location_go_out_from_the_attach_menu(practice: PracticePage) -> None:
    worker = practice.phone(1)
    await worker.shares_contact()
    await worker.sees("kontak +628120000101 101")
    await worker.shares_location("Pasar")
    await worker.sees("lokasi -6.91 106.90")
    await expect(worker.root.locator(".card.contact, .card.location")).to_have_count(2)


async def test_voice_and_sticker_arrive_as_such(practice: PracticePage) -> None:
    worker = practice.phone(1)
    await worker.attaches("Pesan suara")
    await worker.sees("Terima: voice")
    await worker.attaches("Stiker")
    await worker.chooses("👍")
    await worker.sees("Terima: sticker")


async def test_a_photo_goes_out_comes_back_and_opens_large(practice: PracticePage, photo: Path) -> None:
    officer = practice.phone(2)
    await officer.attach_photo(photo, caption="pintu R-12")
    await officer.sees("pintu R-12")
    await officer.sees("Foto kembali")
    picture = officer.saying("Foto kembali").locator("img")
    await expect(picture).to_have_js_property("naturalWidth", 48)
    await picture.click()
    await expect(practice.page.locator(".large-photo")).to_be_visible()
    await practice.page.keyboard.press("Escape")
    await expect(practice.page.locator(".large-photo")).to_have_count(0)


async def test_a_document_goes_out_and_can_be_downloaded_again(
    practice: PracticePage, tmp_path: Path
) -> None:
    sent = tmp_path / "daftar.csv"
    sent.write_text("nama,desa\nSiti,Sukamanah\n", encoding="utf-8")
    branch = practice.phone(3)
    await branch.attach_document(sent)
    await branch.sees("Berkas kembali")
    async with practice.page.expect_download() as download:
        await branch.saying("Berkas kembali").locator("a.document").click()
    assert (await (await download.value).path()).read_bytes() == sent.read_bytes()
    assert (await download.value).suggested_filename == "daftar.csv"


async def test_an_own_message_can_be_corrected_with_the_arrow_key(practice: PracticePage) -> None:
    worker = practice.phone(1)
    box = worker.root.locator(".composer textarea")
    await worker.types("umur 54")
    await worker.sees("Terima: umur 54")
    await box.press("ArrowUp")
    await expect(box).to_have_value("umur 54")
    await worker.types("umur 45")
    await worker.sees("Diubah: umur 45")
    await expect(worker.saying("umur 45").first).to_be_visible()
    await worker.sees(re.compile(r"^umur 45.*diedit"))


async def test_escape_leaves_editing_and_writing_goes_on(practice: PracticePage) -> None:
    worker = practice.phone(1)
    box = worker.root.locator(".composer textarea")
    await worker.types("satu")
    await worker.sees("Terima: satu")
    await worker.opens_options(re.compile("^satu"), "Ubah")
    await expect(box).to_have_value("satu")
    await box.press("Escape")
    await expect(box).to_have_value("")
    await worker.types("dua")
    await worker.sees("Terima: dua")


async def test_commands_are_offered_and_one_in_a_text_can_be_tapped(practice: PracticePage) -> None:
    worker = practice.phone(1)
    await worker.root.get_by_role("button", name="Daftar perintah").click()
    await practice.page.keyboard.press("ArrowDown")
    await practice.page.keyboard.press("Enter")
    await worker.sees("Terima: /bantuan")
    box = worker.root.locator(".composer textarea")
    await box.fill("/st")
    await box.press("ArrowDown")
    await practice.page.keyboard.press("Enter")
    await worker.sees("Pilih salah satu")
    await worker.types("indah")
    await worker.saying("tebal").get_by_role("button", name="/bantuan").click()
    await expect(worker.messages.filter(has_text="Terima: /bantuan")).to_have_count(2)


async def test_text_keeps_its_formatting_and_protected_text_is_marked(practice: PracticePage) -> None:
    worker = practice.phone(1)
    await worker.types("indah")
    rich = worker.saying("tebal")
    for tag, text in (("b", "tebal"), ("i", "miring"), ("code", "kode")):
        await expect(rich.locator(f".text {tag}")).to_have_text(text)
    await expect(rich).to_contain_text("1 < 2 ✅")
    await worker.types("rahasia")
    await expect(worker.saying("Jangan disebar").get_by_label("Isi dilindungi")).to_be_visible()
    await worker.types("<img src=x onerror=alert(1)>")
    await worker.sees("Terima: <img src=x onerror=alert(1)>")


async def test_typing_is_shown_until_the_message_comes(practice: PracticePage) -> None:
    worker = practice.phone(1)
    await worker.types("tunggu")
    await expect(worker.root.locator(".state")).to_have_text("sedang mengetik…")
    await worker.sees("Terima: tunggu")
    await expect(worker.root.locator(".state")).to_have_text("bot")


async def test_what_arrives_below_is_counted_until_it_is_seen(practice: PracticePage) -> None:
    worker = practice.phone(1)
    await worker.types("banyak")
    await worker.sees("Terima: banyak")
    await worker.root.locator(".messages").evaluate("list => { list.scrollTop = 0; }")
    await expect(worker.root.get_by_label("Ke pesan terbaru")).to_be_visible()
    await worker.root.locator(".composer textarea").fill("")
    async with aiohttp.ClientSession() as http:
        await http.post(f"{practice.base_url}/sim/phones/102/text", json={"text": "x"})
        bot = EchoBot(practice.base_url, http)
        await bot.calls("sendMessage", chat_id=101, text="Baru satu")
    await expect(worker.root.locator(".newest .count")).to_have_text("1")
    await expect(practice.page).to_have_title(re.compile(r"^\(1\)"))
    await worker.root.get_by_label("Ke pesan terbaru").click()
    await expect(worker.root.locator(".newest")).to_be_hidden()


async def test_the_clock_moves_on_and_a_new_day_begins(practice: PracticePage) -> None:
    worker = practice.phone(1)
    await worker.types("hari ini")
    await worker.sees("Terima: hari ini")
    await practice.page.get_by_role("button", name="+1 hari").click()
    await worker.sees_notice("Jam latihan maju")
    await expect(practice.page.locator("#clock time")).to_contain_text("08.00")
    await worker.types("besok")
    await worker.sees("Terima: besok")
    await expect(worker.root.locator(".day")).to_have_text(["Kemarin", "Hari ini"])
    await practice.page.get_by_label("Ke tanggal").fill("2031-01-31")
    await practice.page.get_by_role("button", name="Pergi").click()
    await expect(practice.page.locator("#clock time")).to_contain_text("31 Jan 2031 08.00")
    await practice.page.get_by_role("button", name="+1 bulan").click()
    await expect(practice.page.locator("#clock time")).to_contain_text("28 Feb 2031 08.00")
    await practice.page.get_by_role("button", name="Jam asli").click()
    await expect(practice.page.locator("#clock time")).not_to_contain_text("2031")


async def test_the_page_speaks_english_when_asked_and_remembers_it(practice: PracticePage) -> None:
    await practice.page.get_by_label("Ganti bahasa").click()
    await expect(practice.page.locator(".banner")).to_contain_text("This is practice")
    await practice.open()
    await expect(practice.page.locator("html")).to_have_attribute("lang", "en")
    await expect(practice.phone(2).root.locator(".role")).to_have_text("Village officer")


async def test_a_phone_is_added_and_another_is_closed(practice: PracticePage) -> None:
    await practice.page.get_by_role("button", name="Tambah HP").click()
    await practice.page.get_by_role("menuitem", name="Orang baru").click()
    await practice.page.get_by_role("button", name="Batal").click()
    await expect(practice.page.locator(".plate")).to_have_count(3)
    await practice.page.get_by_role("button", name="Tambah HP").click()
    await practice.page.get_by_role("menuitem", name="Orang baru").click()
    await practice.page.get_by_label("Nama depan").fill("Wati")
    await practice.page.get_by_label("Nama depan").press("Enter")
    await practice.phone(4).types("halo")
    await practice.phone(4).sees("Terima: halo")
    await practice.phone(2).root.get_by_label("Pilihan lain").click()
    await practice.page.get_by_role("menuitem", name="Tutup HP ini").click()
    await expect(practice.page.locator(".plate b")).to_have_text(["Siti Aminah", "Rina", "Wati"])


async def test_a_blocked_bot_is_told_so_and_forgiven(practice: PracticePage) -> None:
    worker = practice.phone(1)
    await worker.types("satu")
    await worker.sees("Terima: satu")
    await worker.root.get_by_label("Pilihan lain").click()
    await practice.page.get_by_role("menuitem", name="Blokir bot").click()
    await worker.sees_notice("Bot ini diblokir")
    await worker.root.get_by_label("Pilihan lain").click()
    await practice.page.get_by_role("menuitem", name="Buka blokir").click()
    await worker.types("dua")
    await worker.sees("Terima: dua")


async def test_everything_is_reached_without_a_mouse(practice: PracticePage) -> None:
    worker = practice.phone(1)
    press = practice.page.keyboard.press
    await worker.types("/start")
    await worker.sees("Pilih salah satu")
    await worker.root.locator(".messages").focus()
    await press("ArrowUp")
    await expect(worker.saying("Pilih salah satu")).to_be_focused()
    await press("Tab")
    await press("Enter")
    await worker.sees_notice("Sudah dipilih")
    await press("Tab")
    await press("Enter")
    await expect(practice.page.get_by_role("alertdialog")).to_be_visible()
    await press("Escape")
    await expect(worker.button("Awas")).to_be_focused()
    await worker.saying("Pilih salah satu").focus()
    await press("Enter")
    await expect(practice.page.get_by_role("menuitem", name="Balas")).to_be_focused()
    await press("Enter")
    await practice.page.keyboard.type("saya balas")
    await press("Enter")
    await expect(worker.root.locator(".quote")).to_contain_text("Pilih salah satu")


async def test_a_link_to_the_bot_opens_it_with_what_it_carries(practice: PracticePage) -> None:
    worker = practice.phone(1)
    await worker.types("https://t.me/sasar_latihan_bot?start=undangan-7")
    await worker.saying("undangan-7").get_by_role("link").first.click()
    await worker.sees("Terima: /start undangan-7")


async def test_a_new_version_of_a_message_keeps_the_focus(practice: PracticePage) -> None:
    worker = practice.phone(1)
    await worker.types("/start")
    await worker.saying("Pilih salah satu").focus()
    await worker.button("Ganti").press("Enter")
    await worker.sees("Sudah diganti")
    await expect(worker.saying("Sudah diganti")).to_be_focused()


async def test_a_group_can_be_opened_and_is_counted_while_it_is_not(practice: PracticePage) -> None:
    worker, sims = practice.phone(1), f"{practice.base_url}/sim"
    async with aiohttp.ClientSession() as http:
        made = await http.post(f"{sims}/groups", json={"title": "Warga RT 003", "members": [101, 102]})
        group = (await made.json())["id"]
        await http.post(f"{sims}/phones/102/text", json={"text": "kumpul jam 8", "chat": group})
    switch = worker.root.get_by_label("Pindah obrolan")
    await expect(switch.locator(".count")).to_be_visible()
    await switch.click()
    await practice.page.get_by_role("menuitem", name="Warga RT 003").click()
    await worker.sees("Budikumpul jam 8")
    await expect(worker.root.locator(".title")).to_have_text("Warga RT 003")


async def test_a_broken_line_is_mended_and_nothing_is_missed(browser: Browser) -> None:
    telegram = Telegram()
    async with AsyncExitStack() as open_page:
        async with serve(telegram) as base_url:
            page = await open_page.enter_async_context(PracticePage.opened(browser, base_url))
            worker = page.phone(1)
            await worker.types("sebelum")
            await worker.sees("sebelum")
        await worker.sees_notice("Sambungan putus")
        telegram.say(next(iter(telegram.chats.values())), {"text": "sementara itu"})
        async with serve(telegram, port=int(base_url.rsplit(":", 1)[1])):
            await worker.sees("sementara itu")
            await worker.types("sesudah")
            await worker.sees("sesudah")


async def test_a_small_screen_shows_one_phone_and_counts_the_others(browser: Browser, address: str) -> None:
    async with PracticePage.opened(browser, address, width=360, height=740) as page:
        await page.phone(1).types("/start")
        await page.phone(1).sees("Pilih salah satu")
        await page.page.get_by_label("Majukan jam").click()
        await page.page.get_by_role("button", name="+1 hari").click()
        await page.phone(1).sees_notice("Jam latihan maju")
        await page.page.keyboard.press("Escape")
        await expect(page.page.get_by_role("button", name="+1 hari")).to_be_hidden()
        await expect(page.phone(2).root).to_be_hidden()
        async with aiohttp.ClientSession() as http:
            await http.post(f"{address}/sim/phones/102/text", json={"text": "halo"})
        await expect(page.page.get_by_role("tab", name="Budi").locator(".count")).to_have_text("1")
        await page.page.get_by_role("tab", name="Siti").press("ArrowRight")
        await page.phone(2).sees("Terima: halo")
        await expect(page.page.get_by_role("tab", name="Budi").locator(".count")).to_be_hidden()
        assert await page.page.evaluate("document.documentElement.scrollWidth") == 360
        assert page.complaints == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1024, 768), (360, 740)])
async def test_the_page_fits_every_screen(
    browser: Browser, address: str, width: int, height: int, *, dark: bool, photo: Path
) -> None:
    async with PracticePage.opened(browser, address, width=width, height=height, dark=dark) as page:
        worker = page.phone(1)
        await worker.types("/start")
        await worker.attach_photo(photo)
        await worker.types("tombol")
        await worker.sees("Ini tombol jawaban")
        await page.takes_picture(f"practice-{width}-{'dark' if dark else 'light'}")
        assert await page.page.evaluate("document.documentElement.scrollWidth") == width
        assert page.complaints == []
