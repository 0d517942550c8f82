"""Two officers and a village head go from door to door of one hamlet at once: each door is visited once."""

import asyncio
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.batch import Household
from bot.dispatch import Desk
from conversations.actor import Actor, Pillar, Role
from conversations.facts import Notice, Place
from storage.database import Database
from storage.tables import visit
from storage.village_book import VillageBook
from tests.bot.phones import Clock, Phone, post_officer
from tests.bot.test_visits import BABINSA, BHABIN, HEAD, NOON, SUKAMANAH
from tests.databases import KEYS, KINDS, fresh_database

OFFICERS = {BHABIN: Pillar.COMMUNITY_POLICE, BABINSA: Pillar.VILLAGE_NCO, HEAD: Pillar.VILLAGE_HEAD}
MARKS = ("R-1", "R-2", "R-3", "R-4", "R-5", "R-6", "R-7", "R-8")


async def goes_round(phone: Phone) -> None:
    """Take the first door on offer, until there is none; what somebody else holds is left to them."""
    for _ in range(3 * len(MARKS)):
        await phone.says("/kunjungan")
        offered = next((label for label in phone.labels if label.startswith("RT 003/005")), None)
        if offered is None:
            return
        await phone.taps(offered)
        if phone.has_button("Bertemu"):
            await phone.taps("Bertemu")


@pytest.mark.parametrize("kind", [KINDS[0], pytest.param(KINDS[1], marks=pytest.mark.postgres)])
async def test_three_at_once_in_one_hamlet_visit_each_door_once(
    kind: str, tmp_path: Path, place: Place
) -> None:
    async with fresh_database(kind, tmp_path) as database:
        for contact_id, pillar in OFFICERS.items():
            await post_officer(database, contact_id, pillar, [SUKAMANAH], NOON)
        writer = Actor(BHABIN, frozenset({Role.OFFICER}), villages=frozenset({SUKAMANAH}))
        async with database.unit() as unit:
            for mark in MARKS:
                today = NOON.date()
                await VillageBook(unit, writer).find_or_make(
                    SUKAMANAH, "003/005", mark, today=today, now=NOON
                )
        address = database.url.render_as_string(hide_password=False)
        others = [await Database.open(address, KEYS, kind="live") for _ in range(2)]
        try:
            # Each officer meets another replica, with connections of its own.
            replicas = zip(OFFICERS, (database, *others), strict=True)
            await asyncio.gather(*(goes_round(phone_at(one, each, place)) for one, each in replicas))
        finally:
            for other in others:
                await other.close()
        async with database.reading() as unit:
            visits = await unit.fetch(select(visit).where(visit.c.outcome != ""))
            events = await unit.load_events([SUKAMANAH], NOON.date(), NOON.date())
    assert set(Counter(one["door_id"] for one in visits).values()) == {1}
    assert len(visits) == len(MARKS)
    assert events == {(SUKAMANAH, "visit.met"): len(MARKS)}


def phone_at(contact_id: int, database: Database, place: Place) -> Phone:
    household = Household(place, Notice("contoh", "contoh", "contoh", "contoh"), f"one-{contact_id}")
    clock = Clock(NOON)
    return Phone(Desk(database, household, clock), database, clock, contact_id)
