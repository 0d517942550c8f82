"""An office with somebody in every state: elsewhere, suspended, moved away, and never met."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from conversations.actor import Pillar, Role
from conversations.facts import Place
from storage.staff import Staff
from tests.bot.office import FAR_VILLAGE, NOW, ROOT, VILLAGE, Office, opened_office

STRANGER, FAR_OFFICER, SUSPENDED, MOVED = 8000, 6002, 5007, 5008


@asynccontextmanager
async def peopled_office(folder: Path, place: Place) -> AsyncIterator[tuple[Office, dict[str, str]]]:
    """The office and its ids, with three more officers and its first administrator."""
    async with opened_office("sqlite", folder, place) as (office, ids):
        async with office.database.unit() as unit:
            more = (FAR_OFFICER, SUSPENDED, MOVED)
            await unit.load_contacts(more)
            for one in more:
                unit.meet(one, one, language="id", now=NOW)
            staff = Staff(unit)
            for one, branch in ((FAR_OFFICER, "far"), (SUSPENDED, "near"), (MOVED, "near")):
                pillar = Pillar.VILLAGE_HEAD
                await staff.give_post(
                    one, Role.OFFICER, by=ROOT, now=NOW, pillar=pillar, branch_id=ids[branch]
                )
            await staff.assign(FAR_OFFICER, [FAR_VILLAGE], by=ROOT, now=NOW)
            await staff.assign(SUSPENDED, [VILLAGE], by=ROOT, now=NOW)
            await staff.suspend(SUSPENDED, by=ROOT, now=NOW)
            await staff.assign(MOVED, [VILLAGE], by=ROOT, now=NOW)
            await staff.unassign(MOVED, [VILLAGE], by=ROOT, now=NOW)
            await staff.give_first_administrator(ROOT, now=NOW)
        yield office, ids
