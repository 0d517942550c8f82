"""Telling officers and branches whom they have to remind by word of mouth, and who has not confirmed."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.commands.command import BRANCH, Letter
from conversations.heard import opening
from conversations.reminding.ways import Reader, Way
from conversations.says import Button, Say
from conversations.texts import load
from storage.confirmations import count_unconfirmed
from storage.reaching import Reaching
from storage.reading_tasks import count_open, new_tasks
from storage.staff import Staff
from storage.unit import Unit


async def task_letters(unit: Unit, zone: str, today: date, now: datetime) -> list[Letter]:
    """For every officer and branch of a zone that got a new task today."""
    new = await new_tasks(unit, zone, datetime.combine(today, time.min, ZoneInfo(zone)))
    return [
        *await _to_officers(unit, new[Way.OFFICER], today, now),
        *await _to_branches(unit, new[Way.BRANCH], today, now),
        *await _to_registrars(unit, zone, today, now),
    ]


async def _to_officers(unit: Unit, villages: frozenset[str], today: date, now: datetime) -> list[Letter]:
    by_village = await Staff(unit).officers_of(villages, now)
    readers = await Reaching(unit, now).at_hand(one for each in by_village.values() for one in each)
    counts = await count_open(unit, villages, Way.OFFICER)
    totals = Counter[int]()
    for village, officers in by_village.items():
        totals.update(dict.fromkeys(officers, counts[village]))
    return [
        _letter(readers[one], "tasks_officer", total, today)
        for one, total in totals.items()
        if one in readers
    ]


async def _to_branches(unit: Unit, villages: frozenset[str], today: date, now: datetime) -> list[Letter]:
    served = await Reaching(unit, now).branches_of(villages)
    counts = await count_open(unit, villages, Way.BRANCH)
    letters = []
    for branch_id in sorted(set(served.values())):
        total = sum(counts[village] for village, its in served.items() if its == branch_id)
        holders = await Staff(unit).holders_of(branch_id, BRANCH, now)
        readers = await Reaching(unit, now).readers(holders)
        letters += [_letter(reader, "tasks_branch", total, today) for reader in readers.values()]
    return letters


async def _to_registrars(unit: Unit, zone: str, today: date, now: datetime) -> list[Letter]:
    """Once a week: whom they registered and who has not confirmed it with the slip."""
    counts = await count_unconfirmed(unit, zone, now)
    monday = today - timedelta(today.weekday())
    readers = await Reaching(unit, now).readers(counts)
    return [
        Letter(
            reader.chat_id,
            Say(load(reader.language).fill("reminder.unconfirmed", count=counts[reader.contact_id])),
            f"unconfirmed:{reader.contact_id}:{monday}",
        )
        for reader in readers.values()
    ]


def _letter(reader: Reader, kind: str, count: int, today: date) -> Letter:
    texts = load(reader.language)
    show = Button(texts.fill("reminder.button.show"), opening("ingatkan"))
    say = Say(texts.fill(f"reminder.{kind}", count=texts.number(count)), ((show,),))
    return Letter(reader.chat_id, say, f"{kind}:{reader.contact_id}:{today}")
