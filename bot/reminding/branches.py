"""What branches are told by the clock: the digest of Monday, what waits today, the calendar, money that ends."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot.charts import picture
from bot.commands.command import BRANCH, Letter
from bot.reminding.posting import post
from conversations.actor import Actor, Role
from conversations.regions import Regions
from conversations.reminding.digest import (
    Digest,
    board,
    calendar,
    cliff,
    daily,
    stale,
    villages_served,
    weekly,
)
from conversations.reminding.due import is_stale
from conversations.reminding.hours import may_write, zone_of
from conversations.reminding.ways import Reader
from conversations.rules import deadlines_between
from conversations.says import Say
from storage.coverage import Coverage
from storage.database import Database
from storage.digests import Digests
from storage.reaching import Reaching
from storage.reminders import Reminders
from storage.staff import Staff
from storage.unit import Unit

MORNING = 8
LATE_FOR = timedelta(days=2)
"""A digest that a silence of ours has kept back is still worth reading for so long."""
YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Morning:
    """One branch on one day of its own zone: who reads there, and which villages are theirs."""

    unit: Unit
    regions: Regions
    branch_id: str
    actor: Actor
    villages: tuple[str, ...]
    today: date
    now: datetime

    @property
    def digests(self) -> Digests:
        """The counts of this morning."""
        return Digests(self.unit, self.villages, self.today, self.now)

    async def readers(self, *roles: Role) -> list[Reader]:
        """Who holds one of these roles at the branch and can be written to."""
        holders = await Staff(self.unit).holders_of(self.branch_id, roles, self.now)
        return list((await Reaching(self.unit, self.now).readers(holders)).values())


async def brief_branches(database: Database, regions: Regions, now: datetime) -> None:
    """Tell every branch what is new this morning, each in a transaction of its own."""
    async with database.reading() as unit:
        branches = [row["id"] for row in await Staff(unit).list_branches()]
    for branch_id in branches:
        async with database.unit() as unit:
            morning = await _morning(unit, regions, branch_id, now)
            if morning is not None:
                await post(unit, await _letters(morning), now)


async def _morning(unit: Unit, regions: Regions, branch_id: str, now: datetime) -> Morning | None:
    """None while nobody is there to read, before eight, in quiet hours, and once it was told today."""
    holders = await Staff(unit).holders_of(branch_id, BRANCH, now)
    actors = await Staff(unit).load_actors(holders, now)
    actor = next(iter(actors.values()), None)
    if actor is None or not actor.areas:
        return None
    zone = zone_of(min(actor.areas))
    local = now.astimezone(ZoneInfo(zone))
    if local.hour < MORNING or not may_write(now, zone):
        return None
    places = Reminders(unit)
    place = await places.hold_place(f"branch:{branch_id}", local.date())
    if place.is_over:
        return None
    await places.move_on(place.ended())
    return Morning(unit, regions, branch_id, actor, villages_served(regions, actor), local.date(), now)


async def _letters(morning: Morning) -> list[Letter]:
    week = await _weekly(morning)
    told = {letter.chat_id for letter in week}
    return [
        *week,
        # A week that is told late says already what waits today.
        *(letter for letter in await _daily(morning) if letter.chat_id not in told),
        *await _calendar(morning),
        *await _cliffs(morning),
        *await _stale(morning),
    ]


async def _weekly(morning: Morning) -> list[Letter]:
    monday = _monday(morning.today)
    if morning.today - monday > LATE_FOR:
        return []
    places = Reminders(morning.unit)
    place = await places.hold_place(f"digest:{morning.branch_id}", monday)
    if place.is_over:
        return []
    await places.move_on(place.ended())
    digest = await morning.digests.load(morning.branch_id)
    heads = await morning.readers(Role.BRANCH_HEAD)
    key = f"digest:{morning.branch_id}:{monday}"
    words = _to(heads, key, partial(weekly, digest, morning.regions))
    return [*words, *_pictures(morning, digest, heads)]


def _pictures(morning: Morning, digest: Digest, heads: list[Reader]) -> Iterator[Letter]:
    """A message of its own: what stands under a picture may be only a quarter as long."""
    for reader in heads:
        shown = board(digest, reader.language)
        if file := picture(shown):
            key = f"picture:{morning.branch_id}:{morning.today}:{reader.contact_id}"
            yield Letter(reader.chat_id, Say(shown.title, file=file), key)


async def _daily(morning: Morning) -> list[Letter]:
    """On the other days, and only when something waits."""
    if morning.today == _monday(morning.today):
        return []
    waiting = await morning.digests.load_waiting()
    if not waiting:
        return []
    key = f"daily:{morning.branch_id}:{morning.today}"
    return _to(await morning.readers(*BRANCH), key, partial(daily, waiting))


async def _calendar(morning: Morning) -> list[Letter]:
    near = [
        each
        for each in deadlines_between(morning.today, morning.today + YEAR)
        if each.remind_on <= morning.today
    ]
    readers = await morning.readers(*BRANCH)
    letters = []
    for each in near:
        key = f"calendar:{each.code}:{each.sector or ''}:{each.on}"
        letters += _to(readers, key, partial(calendar, each))
    return letters


async def _cliffs(morning: Morning) -> list[Letter]:
    letters = []
    branch = await morning.readers(*BRANCH)
    for funding, count in await morning.digests.load_ending():
        inside = [code for code in morning.villages if code.startswith(funding.area_code)]
        officers = await Staff(morning.unit).officers_of(inside, morning.now)
        awake = await Reaching(morning.unit, morning.now).readers(
            one for each in officers.values() for one in each
        )
        key = f"cliff:{funding.id}:{funding.stage(morning.today)}"
        everybody = {one.contact_id: one for one in (*branch, *awake.values())}
        letters += _to(
            everybody.values(),
            key,
            partial(cliff, funding, count),
        )
    return letters


async def _stale(morning: Morning) -> list[Letter]:
    """Once a week while payments are not known."""
    as_of = await Coverage(morning.unit).find_as_of(morning.branch_id)
    if not is_stale(as_of, morning.today):
        return []
    key = f"stale:{morning.branch_id}:{_monday(morning.today)}"
    return _to(await morning.readers(*BRANCH), key, partial(stale, as_of))


def _to(readers: Iterable[Reader], key: str, write: Callable[[str], Say]) -> list[Letter]:
    return [
        Letter(reader.chat_id, write(reader.language), f"{key}:{reader.contact_id}") for reader in readers
    ]


def _monday(day: date) -> date:
    return day - timedelta(day.weekday())
