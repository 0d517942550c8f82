"""The practice page as a person uses it: open it, look at a phone, type, tap, share, attach."""

import os
import re
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

SCREENSHOTS = Path(__file__).parents[2] / "screenshots"
BLANK = "about:blank"
_PATIENCE_MS = 20_000
expect.set_options(timeout=_PATIENCE_MS)
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def get_chromium() -> str:
    """Path of an installed Chromium; without one the test is skipped on a laptop and fails where CI is set."""
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    if found:
        return found
    if os.environ.get("CI"):
        pytest.fail("Chromium is missing: install it, the practice page must be tested here")
    pytest.skip("Chromium is missing")


@asynccontextmanager
async def running_chromium() -> AsyncIterator[Browser]:
    """A headless browser; it costs half a second, so that a module of tests had better share one."""
    path = get_chromium()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=_QUIET)
        try:
            yield browser
        finally:
            await browser.close()


class PhoneOnPage:
    """One phone of the page. Every verb waits until it could be carried out, every look until it is true."""

    def __init__(self, root: Locator) -> None:
        self.root = root
        self.buttons = root.locator(".inline-button, .reply-button")
        self.messages = root.locator(".message, .service")

    async def types(self, text: str) -> None:
        """Write into the composer and press Enter."""
        box = self.root.locator(".composer textarea")
        await box.fill(text)
        await box.press("Enter")

    async def taps(self, label: str) -> None:
        """Tap the newest button with exactly this label, under a message or under the composer."""
        await self.button(label).click()

    def button(self, label: str) -> Locator:
        return self.buttons.filter(has_text=re.compile(rf"^\s*{re.escape(label)}\s*$")).last

    def saying(self, text: str | re.Pattern[str]) -> Locator:
        """The newest message with this text in it."""
        return self.messages.filter(has_text=text).last

    async def sees(self, text: str | re.Pattern[str]) -> None:
        await expect(self.saying(text)).to_be_visible()

    async def sees_no_more(self, text: str | re.Pattern[str]) -> None:
        await expect(self.messages.filter(has_text=text)).to_have_count(0)

    async def sees_notice(self, text: str | re.Pattern[str]) -> None:
        """A short notice at the foot of the phone, as a tap's answer is."""
        await expect(self.root.locator(".notice").filter(has_text=text).last).to_be_visible()

    async def chooses(self, label: str) -> None:
        """A button of the sheet that lies over the phone."""
        await self.root.locator(".sheet").get_by_role("button", name=label, exact=True).click()

    async def shares_contact(self) -> None:
        """The phone's own number, from the attach menu."""
        await self.attaches("Kontak")
        await self.chooses("Nomor sendiri")

    async def shares_location(self, place: str = "Kantor desa") -> None:
        await self.attaches("Lokasi")
        await self.root.locator(".sheet").get_by_label(place).check()
        await self.chooses("Bagikan")

    async def attach_photo(self, path: Path, caption: str = "") -> None:
        await self._sends_file("Foto", path, caption)

    async def attach_document(self, path: Path, caption: str = "") -> None:
        await self._sends_file("Dokumen", path, caption)

    async def _sends_file(self, kind: str, path: Path, caption: str) -> None:
        async with self.root.page.expect_file_chooser() as chooser:
            await self.attaches(kind)
        await (await chooser.value).set_files(path)
        if caption:
            await self.root.locator(".sheet").get_by_label("Keterangan").fill(caption)
        await self.chooses("Kirim")

    async def attaches(self, kind: str) -> None:
        """Open the attach menu and choose: Foto, Dokumen, Lokasi, Kontak, Pesan suara, Stiker."""
        await self.root.get_by_role("button", name="Lampirkan").click()
        await self.root.page.get_by_role("menuitem", name=kind, exact=True).click()

    async def opens_options(self, text: str | re.Pattern[str], choice: str) -> None:
        """Of the newest message with this text: Balas, Ubah, Salin teks."""
        message = self.saying(text)
        await message.hover()
        await message.get_by_role("button", name="Pilihan pesan").click()
        await self.root.page.get_by_role("menuitem", name=choice, exact=True).click()


class PracticePage:
    """The page in a browser window; `complaints` gathers what the console or a script complained of."""

    def __init__(self, page: Page, base_url: str) -> None:
        self.page = page
        self.base_url = base_url
        self.complaints: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: self._hear(said.type, said.text))

    def _hear(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.complaints.append(f"{kind}: {text}")

    @classmethod
    @asynccontextmanager
    async def opened(
        cls, browser: Browser, base_url: str, *, width: int = 1440, height: int = 900, dark: bool = False
    ) -> AsyncIterator["PracticePage"]:
        """A fresh window of that many CSS pixels, with the page open in it unless the address is BLANK."""
        async with await browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            permissions=["clipboard-read", "clipboard-write"],
        ) as context:
            context.set_default_timeout(_PATIENCE_MS)
            page = cls(await context.new_page(), base_url)
            if base_url != BLANK:
                await page.open()
            yield page

    async def open(self, phones: Sequence[int] = ()) -> None:
        """Go to the page and wait until the phones show their chats; `phones` are ids, all known by default."""
        chosen = f"?phones={','.join(map(str, phones))}" if phones else ""
        await self.page.goto(f"{self.base_url}/{chosen}")
        await expect(self.page.locator("body")).to_have_attribute("data-ready", "true")

    def phone(self, n: int) -> PhoneOnPage:
        """The n-th phone from the left, counted from 1."""
        return PhoneOnPage(self.page.locator(".phone").nth(n - 1))

    async def takes_picture(self, name: str) -> Path:
        path = SCREENSHOTS / f"{name}.png"
        await self.page.screenshot(path=path, animations="disabled")
        return path
