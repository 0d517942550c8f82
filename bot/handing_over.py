"""Makes the files that branches asked for, outside of any conversation, and takes back what must not stay in a chat."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from bot.advancing import Steps, say_how_far
from bot.commands.command import BRANCH
from bot.doors.collecting import PATH
from bot.posting import post_of
from bot.rendering import deletion
from bot.schedule import Sweep
from bot.sheets.apart import Making, making
from bot.sheets.columns import OURS, SheetMapping, cells, read_mapping
from bot.sheets.forms import FORMS, Form
from bot.sheets.protecting import draw_password
from bot.sheets.writing import Checksum
from conversations.answers import batches as answers
from conversations.answers import collecting
from conversations.regions import Regions
from conversations.says import File, Say
from storage.contacts import ContactRow
from storage.database import Database
from storage.fading import let_fade, take_faded
from storage.handover import HandedRow, Sheet, Sheets
from storage.links import PASSWORD_FOR, Links, Waiting
from storage.links import VALID_FOR as LINK_FOR
from storage.staff import Staff
from storage.unit import Unit

ROWS_AT_ONCE = 250
"""Opening a row costs some forty microseconds: nobody's chat waits longer than for these."""
FILE_FOR = timedelta(hours=23)
"""How long it stays in the chat; Telegram deletes nothing that is older than two days."""


def sheets_sweep(database: Database, regions: Regions, mapping: Path, address: str) -> Sweep:
    """Look every few seconds for files to make."""
    handing_over = HandingOver(database, regions, mapping, address)

    async def look(now: datetime) -> None:
        await handing_over.work(now)

    return Sweep("sheets", timedelta(seconds=2), look)


def fading_sweep(database: Database) -> Sweep:
    """Look every few seconds for messages to take back, and for files that nobody fetched in time."""

    async def look(now: datetime) -> None:
        await fade(database, now)

    return Sweep("fading", timedelta(seconds=5), look)


async def fade(database: Database, now: datetime) -> int:
    """Delete the messages whose time has come; how many."""
    async with database.unit() as unit:
        faded = await take_faded(unit, now)
        for key, chat_id, message_id in faded:
            unit.say(chat_id, f"fade:{key}", *deletion(chat_id, message_id), now=now)
        await Links(unit, now).forget()
    return len(faded)


class HandingOver:
    """One file after the other, for whoever asked; a file that was half made is made again from its batch."""

    def __init__(self, database: Database, regions: Regions, mapping: Path = OURS, address: str = "") -> None:
        """`address` is where files with whole numbers are fetched; empty: they go to the chat."""
        self._database, self._regions, self._mapping = database, regions, mapping
        self._address = address

    async def work(self, now: datetime) -> int:
        """Make every file that waits, once its batch is whole; how many."""
        while await self._copied_some():
            pass
        made = 0
        while (waiting := await self._find()) is not None:
            await self._make(waiting, now)
            made += 1
        return made

    async def _copied_some(self) -> bool:
        async with self._database.unit() as unit:
            return await Sheets(unit).copy_on()

    async def _find(self) -> Sheet | None:
        async with self._database.reading() as unit:
            return await Sheets(unit).find_waiting()

    async def _make(self, waiting: Sheet, now: datetime) -> None:
        mapping, form = read_mapping(self._mapping), FORMS[waiting.form]
        if waiting.batch.row_count > ROWS_AT_ONCE:
            await self._tell(waiting, 0, now)
        password = draw_password() if form.is_locked else ""
        async with making(waiting.form, mapping.columns, password) as file:
            checksum = await self._fill(waiting, form, mapping, file, now)
            content = await file.finish()
        await self._send(waiting, content, checksum, password, now)

    async def _fill(
        self, waiting: Sheet, form: Form, mapping: SheetMapping, file: Making, now: datetime
    ) -> str:
        checksum, steps = Checksum(), Steps(waiting.batch.row_count, ROWS_AT_ONCE)
        async for rows in self._rows(waiting):
            filled = [cells(row, mapping.columns, self._regions, is_masked=form.is_masked) for row in rows]
            await file.add(filled)
            checksum.add(filled)
            if steps.is_due(rows[-1].position):
                await self._tell(waiting, rows[-1].position, now)
        return checksum.value

    async def _rows(self, waiting: Sheet) -> AsyncIterator[Sequence[HandedRow]]:
        after = 0
        while True:
            async with self._database.reading() as unit:
                rows = await Sheets(unit).load_rows(waiting.batch.id, after=after, limit=ROWS_AT_ONCE)
            if not rows:
                return
            yield rows
            after = rows[-1].position

    async def _tell(self, waiting: Sheet, done: int, now: datetime) -> None:
        """Say how far it is."""
        async with self._for_who_asked(waiting, now) as (unit, contact):
            if contact is None:
                return
            said = answers.progress(waiting.batch.number, done, waiting.batch.row_count, contact.language)
            await say_how_far(unit, contact, f"sheet:{waiting.id}:progress", said, done, now)

    async def _send(
        self, waiting: Sheet, content: bytes, checksum: str, password: str, now: datetime
    ) -> None:
        """The file, or the way to it, to who asked, if they still may have it; all of it only for a while."""
        async with self._for_who_asked(waiting, now) as (unit, contact):
            await Sheets(unit).end(waiting.id, "made" if contact else "refused", checksum)
            if contact is None:
                return
            if password and self._address:
                await self._lay(unit, contact, Waiting(waiting, content, password), checksum, now)
            else:
                await self._hand(unit, contact, Waiting(waiting, content, password), checksum, now)

    async def _lay(
        self, unit: Unit, contact: ContactRow, laid: Waiting, checksum: str, now: datetime
    ) -> None:
        """Nothing of it lies in the chat: the password comes once the file was fetched."""
        token, batch = await Links(unit, now).lay(laid), laid.sheet.batch
        url = f"{self._address}{PATH}{token}"
        said = collecting.ready(batch.number, batch.row_count, checksum, url, contact.language)
        await self._post(unit, contact, f"sheet:{laid.sheet.id}:link", said, LINK_FOR, now)

    async def _hand(
        self, unit: Unit, contact: ContactRow, handed: Waiting, checksum: str, now: datetime
    ) -> None:
        """The file, and its password apart from it."""
        sheet, batch = handed.sheet, handed.sheet.batch
        file = File(f"sasar-{batch.number:04}.{FORMS[sheet.form].suffix}", handed.content)
        words = answers.batch_file(batch.number, batch.row_count, checksum, contact.language)
        await self._post(unit, contact, f"sheet:{sheet.id}:file", replace(words, file=file), FILE_FOR, now)
        if handed.password:
            word = answers.password(handed.password, contact.language)
            await self._post(unit, contact, f"sheet:{sheet.id}:password", word, PASSWORD_FOR, now)

    async def _post(
        self, unit: Unit, contact: ContactRow, key: str, said: Say, stays_for: timedelta, now: datetime
    ) -> None:
        post = post_of(said, contact.chat_id)
        unit.say(contact.chat_id, key, post.method, post.payload, now=now)
        await let_fade(unit, key, contact.chat_id, now + stays_for)

    @asynccontextmanager
    async def _for_who_asked(
        self, waiting: Sheet, now: datetime
    ) -> AsyncIterator[tuple[Unit, ContactRow | None]]:
        """A unit with the contact who asked; None when they work for that branch no more."""
        async with self._database.unit() as unit:
            known = (await unit.load_contacts([waiting.asked_by])).get(waiting.asked_by)
            actor = (await Staff(unit).load_actors([waiting.asked_by], now))[waiting.asked_by]
            may_have_it = actor.has(*BRANCH) and actor.branch_id == waiting.batch.branch_id
            yield unit, known if may_have_it else None
