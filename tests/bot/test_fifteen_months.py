"""Fifteen months over a seeded regency in each zone: everybody hears each thing once, at the right time, or not at all.

`SASAR_TEST_PEOPLE=2000` makes it as large as a district; a build runs it so.
"""

import json
import os
from collections import defaultdict
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from bot.reminding.branches import brief_branches
from bot.reminding.rounds import remind
from conversations.actor import Pillar, Role
from conversations.facts import Place
from storage.coverage import Coverage, Payment
from storage.database import Database
from storage.digests import Digests
from storage.outbox import OUTBOX_BODY
from storage.reminders import Reminders
from storage.staff import Staff
from storage.step import Step
from storage.tables import contact, coverage, outbox, payer, registration, reminder, salt
from tests.bot import village_years as years
from tests.bot.village_years import DAY, FIRST, LAST, SILENT, VILLAGES, ZONES, Villager
from tests.databases import KINDS, fresh_database
from tests.storage.people import form, meet

PEOPLE = int(os.environ.get("SASAR_TEST_PEOPLE", "150"))
HEADS = {regency: 10 + place for place, regency in enumerate(ZONES)}
OFFICERS = {village: 100 + place for place, village in enumerate(VILLAGES)}
FIRST_CONTACT = 100_000
FRIDAY = 4
MORNINGS = (2, 5)
"""Hours, UTC, at which somebody may be written to; there is nothing to send at any other."""
UNVISITED = {date(2027, 3, 15): VILLAGES[0], date(2027, 9, 6): VILLAGES[3]}
"""Mondays before which one village had no visit."""
MONEY = "Dana Sejahtera"


def at(day: date, hour: int) -> datetime:
    """An hour of a day, UTC."""
    return datetime.combine(day, time(hour), UTC)


async def seed(database: Database, people: list[Villager]) -> dict[str, str]:
    """The offices, the officers, everybody accepted; regency to its branch."""
    now = at(FIRST - DAY, 1)
    async with database.unit() as unit:
        staff = Staff(unit)
        await meet(unit, *HEADS.values(), *OFFICERS.values())
        await unit.flush()
        branches = {regency: await staff.open_branch(regency, [regency], by=1, now=now) for regency in ZONES}
        for regency, head in HEADS.items():
            await staff.give_post(head, Role.BRANCH_HEAD, by=1, now=now, branch_id=branches[regency])
        for village, officer in OFFICERS.items():
            await staff.give_post(officer, Role.OFFICER, by=1, now=now, pillar=Pillar.VILLAGE_NCO)
            await staff.assign(officer, [village], by=1, now=now)
        asleep = unit.among(contact.c.id, [OFFICERS[village] for village in SILENT])
        await unit.connection.execute(update(contact).where(asleep).values(seen_at=now - 30 * DAY))
    for start in range(0, len(people), 200):
        await _register(database, people[start : start + 200], now)
    return branches


async def _register(database: Database, people: list[Villager], now: datetime) -> None:
    async with database.unit() as unit:
        ids = [FIRST_CONTACT + one.number for one in people]
        await meet(unit, *ids)
        for one in people:
            filled = form(one.number, village_code=one.village, sector="other", work_village_code=one.village)
            step = Step("accepted", 1, now, update_id=one.number)
            one.id = unit.keep_registration(FIRST_CONTACT + one.number, filled, step)
        await unit.flush()
        unreached = [FIRST_CONTACT + one.number for one in people if one.way in {"officer", "branch"}]
        await unit.set_contact_state(unreached, "blocked")
        for one in people:
            if one.way == "nobody":
                await Reminders(unit).want(FIRST_CONTACT + one.number, now, is_wanted=False)


async def fund(database: Database, branches: dict[str, str]) -> None:
    """One donor whose money the branch has written down; its months differ from person to person."""
    row = {
        "id": MONEY,
        "kind": "donor",
        "name": MONEY,
        "area_code": VILLAGES[0],
        "source": "",
        "decree_number": "",
        "programmes": ["jkk", "jkm"],
        "first_month": date(2026, 11, 1),
        "last_month": date(2027, 6, 1),
        "quota": 10_000,
        "made_by": 1,
        "made_at": at(FIRST, 0),
    }
    assert branches
    async with database.unit() as unit:
        await unit.connection.execute(insert(payer), [row])


class World:
    """The months go by: payments come in, sweeps run, letters are sent."""

    def __init__(
        self, database: Database, place: Place, people: list[Villager], branches: dict[str, str]
    ) -> None:
        self.database, self.place, self.branches = database, place, branches
        self.paid: dict[date, list[tuple[Villager, date, str]]] = defaultdict(list)
        self.said: dict[date, list[Villager]] = defaultdict(list)
        for one in people:
            for place_of, (on, until) in enumerate(one.payments):
                money = MONEY if one.funded_until and not place_of else ""
                self.paid[on].append((one, until, money))
            if one.said_on:
                self.said[one.said_on].append(one)
        self.told = {regency: set(years.told_days(regency, people)) for regency in ZONES}
        self.forecasts: dict[tuple[str, date], int] = {}

    async def live(self, day: date) -> None:
        """One day: news before the morning, and the clock of it."""
        async with self.database.unit() as unit:
            money = Coverage(unit)
            for regency, branch_id in self.branches.items():
                if day in self.told[regency]:
                    await money.note_import(branch_id, day, at(day - DAY, 20))
            paid = [Payment(one.id, until, payer_id) for one, until, payer_id in self.paid.get(day, ())]
            await money.record_payments(paid, at(day - DAY, 20))
            for one in self.said.get(day, ()):
                await money.say_paid(one.id, by=FIRST_CONTACT + one.number, now=at(day - DAY, 20))
        await self._work(day)
        # On Fridays it is prayer time in the east when it is morning in the west; at 14 it is night everywhere.
        for hour in (2, 5, 14) if day.weekday() == FRIDAY else (2, 14):
            await remind(self.database, at(day, hour), at_once=700)
            if hour in MORNINGS:
                await self._send(at(day, hour))
        if day.weekday() == 0:
            await brief_branches(self.database, self.place.regions, at(day, 3))
        if (day + DAY).day == 1:
            await self._forecast(day)

    async def _work(self, day: date) -> None:
        """Officers visit and write, but for the silent ones and the seeded week."""
        if day.weekday() != 2:
            return
        monday = day + 5 * DAY
        async with self.database.unit() as unit:
            for village in VILLAGES:
                if village != UNVISITED.get(monday):
                    unit.tally_event(village, day, "visit.met")
            awake = [officer for village, officer in OFFICERS.items() if village not in SILENT]
            seen = update(contact).where(unit.among(contact.c.id, awake)).values(seen_at=at(day, 1))
            await unit.connection.execute(seen)

    async def _send(self, now: datetime) -> None:
        """Everything that was just written goes out."""
        async with self.database.unit() as unit:
            sent = update(outbox).where(outbox.c.state == "queued").values(state="sent", sent_at=now)
            await unit.connection.execute(sent)

    async def _forecast(self, day: date) -> None:
        async with self.database.reading() as unit:
            for regency, branch_id in self.branches.items():
                mine = [village for village in VILLAGES if village.startswith(regency)]
                digest = await Digests(unit, mine, day, at(day, 3)).load(branch_id)
                self.forecasts[regency, digest.lapsing_on] = digest.lapsing


@pytest.mark.parametrize("kind", [KINDS[0], pytest.param(KINDS[1], marks=pytest.mark.postgres)])
async def test_fifteen_months_of_a_regency(kind: str, tmp_path: Path, place: Place) -> None:
    people = years.population(PEOPLE)
    async with fresh_database(kind, tmp_path) as database:
        branches = await seed(database, people)
        await fund(database, branches)
        world = World(database, place, people, branches)
        for offset in range((LAST - FIRST).days):
            await world.live(FIRST + offset * DAY)
        given = await read_given(database, people)
        await assert_once_and_in_time(database)
        assert_same(given, years.expected(people))
        assert world.forecasts == {
            (regency, on): years.lapsing_on(on, people, regency) for regency, on in world.forecasts
        }
        await assert_digests_name_the_silences(database, place)
        await assert_line_is_whole(database, people)


async def read_given(
    database: Database, people: list[Villager]
) -> dict[tuple[int, date, str], tuple[date, str]]:
    """The ledger in the words of the oracle; the first is the day in the reader's zone."""
    by_id = {one.id: one for one in people}
    async with database.reading() as unit:
        rows = await unit.fetch(select(reminder))
    found = {}
    for row in rows:
        one = by_id[row["registration_id"]]
        day = row["given_at"].astimezone(years.ZoneInfo(one.zone)).date()
        found[one.number, row["paid_until"], f"{row['code']}{row['number'] or ''}"] = (day, row["way"])
    assert len(found) == len(rows)
    return found


def assert_same(given: dict, wanted: dict) -> None:  # type: ignore[type-arg] # two of the same kind, compared whole
    assert len(wanted) > PEOPLE
    assert {
        key: given.get(key) for key in wanted.keys() | given.keys() if given.get(key) != wanted.get(key)
    } == {}


async def assert_once_and_in_time(database: Database) -> None:
    async with database.reading() as unit:
        rows = await unit.fetch(
            select(
                outbox.c.sent_at, outbox.c.not_before, outbox.c.state, reminder.c.village_code, reminder.c.way
            ).join(reminder, reminder.c.key == outbox.c.key)
        )
        own = await unit.fetch(select(reminder.c.key).where(reminder.c.way == "own"))
    assert len(rows) == len(own)
    assert {row["way"] for row in rows} == {"own"}
    assert {row["state"] for row in rows} == {"sent"}
    late = [
        row
        for row in rows
        for moment in (row["not_before"], row["sent_at"])
        if not years.is_open(moment, ZONES[row["village_code"][:4]])
    ]
    assert late == []


async def assert_digests_name_the_silences(database: Database, place: Place) -> None:
    """On every Monday: the silent officer, and the unvisited village in its week alone; each by name and no other."""
    async with database.reading() as unit:
        found = select(outbox.c.key, outbox.c.body, salt.c.secret).join(salt, salt.c.id == outbox.c.salt_id)
        rows = await unit.fetch(found.where(outbox.c.key.like("digest:%")))
        texts = {
            row["key"]: json.loads(unit.sealer.open(row["secret"], OUTBOX_BODY, row["key"], row["body"]))[
                "text"
            ]
            for row in rows
        }
    mondays = {date.fromisoformat(key.split(":")[2]) for key in texts}
    assert len(texts) == len(mondays) * len(ZONES)
    for key, text in texts.items():
        monday, regency = date.fromisoformat(key.split(":")[2]), _regency_of(key)
        missed = UNVISITED.get(monday, "-")
        said = {line for line in text.splitlines() if "tanpa kunjungan" in line or "petugas diam" in line}
        silent = next(village for village in SILENT if village.startswith(regency))
        expected = {f"• 1 petugas diam 14 hari di: {place.regions.get_village(silent).name}"}
        if missed.startswith(regency):
            expected |= {f"• 1 desa tanpa kunjungan: {place.regions.get_village(missed).name}"}
        assert said == expected, key


def _regency_of(key: str) -> str:
    head = int(key.split(":")[3])
    return next(regency for regency, its in HEADS.items() if its == head)


async def assert_line_is_whole(database: Database, people: list[Villager]) -> None:
    """Every person's line of months ends where the registration says, and the tallies count the same."""
    async with database.reading() as unit:
        rows = await unit.fetch(
            select(registration.c.id, registration.c.person_id, registration.c.paid_until)
        )
        months = await unit.fetch(select(coverage.c.person_id, coverage.c.month))
        heaps = {}
        for village in VILLAGES:
            heaps |= await unit.load_tallies([village])
        assert heaps == {heap: count for heap, count in (await unit.recount()).items() if count}
    lines: dict[str, list[date]] = defaultdict(list)
    for row in months:
        lines[row["person_id"]].append(row["month"])
    untils = {one.id: one.paid_until(LAST) for one in people}
    for row in rows:
        assert row["paid_until"] == untils[row["id"]]
        assert max(lines[row["person_id"]]) == row["paid_until"].replace(day=1)
