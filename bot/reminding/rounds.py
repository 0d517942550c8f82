"""The daily look through all who are accepted: whoever is due gets a letter, or becomes somebody's task."""

from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.commands.command import Letter
from bot.reminding.posting import post
from bot.reminding.tasks import task_letters
from conversations.reminding.due import Due
from conversations.reminding.hours import ZONES, may_write
from conversations.reminding.ways import Member, Reach, Way, find_way, is_known
from conversations.reminding.words import Message, letter
from storage.database import Database
from storage.forms import Form, load_forms
from storage.payers import load_names
from storage.reaching import Reaching
from storage.reminders import Given, Place, Reminders, find_over
from storage.unit import Unit

AT_ONCE = 200
"""People looked at in one transaction."""


async def remind(database: Database, now: datetime, *, at_once: int = AT_ONCE) -> None:
    """Look through everybody whose zone may be written to now, as far as today's look has not yet come."""
    open_zones = {zone: now.astimezone(ZoneInfo(zone)).date() for zone in ZONES if may_write(now, zone)}
    places = {f"{name}:{zone}": day for zone, day in open_zones.items() for name in LOOKS}
    if not places:
        return
    async with database.reading() as unit:
        over = await find_over(unit, places)
    for zone in open_zones:
        looks = tuple(name for name in LOOKS if f"{name}:{zone}" not in over)
        while looks:
            looks = await _stepped(database, zone, now, looks, at_once)


async def _stepped(
    database: Database, zone: str, now: datetime, looks: tuple[str, ...], at_once: int
) -> tuple[str, ...]:
    """One bite in a transaction of its own; gives the looks that go on."""
    async with database.unit() as unit:
        round_ = Round(unit, zone, now)
        for place, name in enumerate(looks):
            if await LOOKS[name](round_, at_once):
                return looks[place:]
    return ()


class Round:
    """One bite of the look in one zone, within one unit of work."""

    def __init__(self, unit: Unit, zone: str, now: datetime) -> None:
        self.unit, self.zone, self.now = unit, zone, now
        self.today = now.astimezone(ZoneInfo(zone)).date()
        self.reminders = Reminders(unit)

    async def give(self, members: Iterable[Member]) -> None:
        """Write down and write to whoever is due among these."""
        due = {member: found for member in members if (found := member.find_due(self.today))}
        given = await self.reminders.given_among(member.key(found) for member, found in due.items())
        fresh = [member for member, found in due.items() if member.key(found) not in given]
        if not fresh:
            return
        held = await self.reminders.hold(fresh, self.now)
        reach = await Reaching(self.unit, self.now).load(held)
        gifts = self._gifts([(member, due[member]) for member in held], reach)
        await self.reminders.give(gifts, self.now)
        await post(self.unit, await self._letters(gifts, reach), self.now)

    def _gifts(self, due: Iterable[tuple[Member, Due]], reach: Reach) -> list[Given]:
        gifts = []
        for member, found in due:
            way = find_way(member, reach, self.today) if is_known(member, reach, self.today) else None
            if way is Way.OWN and member.contact_id:
                reach = reach.after_letter(member.contact_id, self.today)
                gifts.append(Given(member, found, way, member.contact_id))
            elif way is not None:
                gifts.append(Given(member, found, way))
        return gifts

    async def _letters(self, gifts: list[Given], reach: Reach) -> list[Letter]:
        own = [gift for gift in gifts if gift.way is Way.OWN]
        forms = await load_forms(self.unit, (gift.member.person_id for gift in own))
        names = await load_names(self.unit, (gift.member.payer_id for gift in own))
        return [self._letter(gift, reach, forms, names) for gift in own]

    def _letter(self, gift: Given, reach: Reach, forms: dict[str, Form], names: dict[str, str]) -> Letter:
        member, reader = gift.member, reach.readers[gift.contact_id or 0]
        terms = forms.get(member.person_id, Form()).terms
        as_of = reach.as_of.get(member.village_code) if member.paid_until else None
        message = Message(member, gift.due, terms, names.get(member.payer_id, ""), as_of)
        return Letter(reader.chat_id, letter(message, reader.language, self.today), gift.key)


async def _look(round_: Round, at_once: int) -> bool:
    place = await round_.reminders.hold_place(f"payers:{round_.zone}", round_.today)
    if place.is_over:
        return False
    members, after = await round_.reminders.look(place, round_.zone, at_once)
    await _done(round_, members, after)
    if after.is_over:
        letters = await task_letters(round_.unit, round_.zone, round_.today, round_.now)
        await post(round_.unit, letters, round_.now)
    return not after.is_over


async def _look_at_beginners(round_: Round, at_once: int) -> bool:
    place = await round_.reminders.hold_place(f"beginners:{round_.zone}", round_.today)
    if place.is_over:
        return False
    members, after = await round_.reminders.look_at_beginners(place, round_.zone, at_once)
    await _done(round_, members, after)
    return not after.is_over


async def _done(round_: Round, members: tuple[Member, ...], after: Place) -> None:
    await round_.give(members)
    await round_.reminders.move_on(after)


Step = Callable[[Round, int], Awaitable[bool]]
LOOKS: dict[str, Step] = {"beginners": _look_at_beginners, "payers": _look}
"""What is looked through every day in every zone; the names are those of the places where a look stands."""
