"""Telling a question to those who are asked: in their own language, by day, once for each turn of it."""

from dataclasses import replace

from bot.commands.command import Letter
from conversations.answers.threads import question
from conversations.facts import Facts
from conversations.reminding.hours import opens_at, zone_of
from conversations.threads import Thread
from storage.broadcast_report import names_of
from storage.threads import Threads
from storage.unit import Unit


async def letters_about(unit: Unit, one: Thread, facts: Facts) -> tuple[Letter, ...]:
    """A letter to each who is asked now; who went on with a thread is answered by who answered before, too."""
    asked = set(await Threads(unit, facts.now).holders(one))
    if one.answered_by is not None:
        asked.add(one.answered_by)
    name = (await names_of(unit, [one.asker], workers=False)).get(one.asker, "") if one.broadcast_id else ""
    readers = (await unit.load_contacts(asked)).values()
    by_day = opens_at(facts.now, zone_of(one.village_code))
    return tuple(
        Letter(
            reader.chat_id,
            question(one, replace(facts, language=reader.language), name=name),
            f"ask:{one.id}:{one.told}:{len(one.remarks)}:{reader.id}",
            by_day,
        )
        for reader in readers
        if reader.state == "active"
    )
