"""`/isian`: an officer's own recent entries, put right or taken back, with history."""

from typing import cast

from bot.commands.command import OFFICERS, Command, Deed, Reply
from conversations.answers import enrolment as answers
from conversations.answers.enrolment import ShownEntry
from conversations.flows.correction import FIELDS
from conversations.flows.entry import ENTRY
from conversations.outcomes import Correction, EntryCorrection, Outcome
from storage.enrolments import Enrolments, Entry
from storage.errors import CaseNotFound
from storage.step import Step

CHANGE, UNDO, SURE = "ubah", "batal", "yakin"


async def entries(deed: Deed, argument: str) -> Reply:
    """List them, show one, or begin to change it: `<id>`, `<id>.ubah`, `<id>.<field>`, `<id>.batal`."""
    entry_id, _, wish = argument.partition(".")
    mine = await _find(deed, entry_id) if entry_id else None
    if mine is None:
        listed = await Enrolments(deed.unit).list_entries(deed.actor.contact_id, deed.now)
        shown = tuple(map(_shown, (one for one in listed if deed.actor.reaches(one.village_code))))
        return Reply((answers.entries(deed.facts, shown),))
    if wish == CHANGE or wish in FIELDS:
        return _opened(mine, wish)
    if wish == SURE:
        return await _undone(deed, mine)
    said = answers.undo_sure if wish == UNDO else answers.entry
    return Reply((said(deed.facts, _shown(mine)),))


def _opened(mine: Entry, field: str) -> Reply:
    given = {"entry": mine.id, "whose": mine.full_name, **({"field": field} if field in FIELDS else {})}
    return Reply(opens=ENTRY, given=tuple(given.items()), subject=mine.id)


async def _undone(deed: Deed, mine: Entry) -> Reply:
    await Enrolments(deed.unit).undo(mine.id, _step(deed, mine.village_code))
    return Reply((answers.said(deed.facts, "undone"),))


async def keep_entry(deed: Deed, outcome: Outcome) -> Reply:
    """Put the field right, for the registrar alone and while nobody has decided."""
    correction = cast("EntryCorrection", outcome)
    mine = await _find(deed, correction.entry)
    leaves_reach = correction.field == "village_code" and not deed.actor.reaches(correction.value)
    if mine is None or leaves_reach:
        return Reply((answers.said(deed.facts, "not_corrected"),))
    enrolments = Enrolments(deed.unit)
    if correction.field == "nik" and await enrolments.is_taken(correction.value):
        return Reply((answers.said(deed.facts, "duplicate"),))
    change = Correction(case_id=mine.id, field=correction.field, value=correction.value)
    try:
        await enrolments.correct(change, _step(deed, mine.village_code))
    except (CaseNotFound, ValueError):
        return Reply((answers.said(deed.facts, "not_corrected"),))
    return Reply((answers.said(deed.facts, "corrected"),))


async def _find(deed: Deed, entry_id: str) -> Entry | None:
    found = await Enrolments(deed.unit).find_entry(entry_id, deed.actor.contact_id, deed.now)
    return found if found and deed.actor.reaches(found.village_code) else None


def _shown(entry: Entry) -> ShownEntry:
    return ShownEntry(entry.id, entry.reference, entry.full_name, entry.village_code, entry.slip_id)


def _step(deed: Deed, village_code: str) -> Step:
    today = deed.facts.today(village_code)
    return Step("submitted", deed.actor.contact_id, deed.now, today, update_id=deed.update_id)


ENTRIES: tuple[Command, ...] = (
    Command("isian", alias="entries", roles=OFFICERS, act=entries, shows_in_menu=False),
)
