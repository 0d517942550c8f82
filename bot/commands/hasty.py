"""A person in one message: kept when it is whole, else a draft that only its officer sees; sent twice is one record."""

from collections import Counter
from dataclasses import replace

from bot.commands.command import Deed, Reply
from bot.commands.enrolling import keep_assisted
from bot.drafts import tally_drafts, village_of
from conversations.answers import shorthand as says
from conversations.conversation import Conversation
from conversations.facts import Answers
from conversations.flow import Review, Stop
from conversations.flows import visited
from conversations.flows.registration import REGISTRATION
from conversations.flows.registration import is_taken as is_stopped_as_taken
from conversations.kinds.slip_number import NEW
from conversations.kinds.visit_time import arrived
from conversations.kinds.written import worded
from conversations.position import current, settled
from conversations.shorthand import Sheet, Wrong, matched, read
from conversations.silence import DRAFTS_LIVE, reminds_at
from conversations.texts import load
from storage.conversations import StoredConversation
from storage.enrolments import Enrolments
from storage.slips import Slips
from storage.village_book import VillageBook

BEGUN = 2
"""A prompt number that says: something was given, so that the draft is not an empty one."""


async def take_shorthand(deed: Deed, text: str) -> Reply:
    """Read a person; keep them, or set them aside and say only what is wrong or missing."""
    village = await _usual_village(deed)
    sheet = read(text, visited.given(village, arrived(deed.facts)), deed.facts)
    if not sheet.answers.get("full_name") and not sheet.answers.get("nik"):
        return Reply((says.unreadable(deed.facts),))
    nik = sheet.answers.get("nik")
    if isinstance(nik, str) and await Enrolments(deed.unit).is_taken(nik):
        return Reply((says.recorded(deed.facts),))
    sheet = await _checked_slip(deed, await _at_door(deed, sheet))
    stored = await _find_draft(deed, sheet.answers)
    return await _settle(deed, sheet, stored)


async def _settle(deed: Deed, sheet: Sheet, stored: StoredConversation | None) -> Reply:
    before = stored.conversation.answers if stored else {}
    blank = Conversation(deed.facts.fresh[:8], REGISTRATION.name, REGISTRATION.version, prompt=BEGUN)
    draft = stored.conversation if stored else replace(blank, subject=deed.facts.fresh[8:16])
    answers = matched({**_passed_over(sheet), **before, **sheet.answers}, deed.facts)
    # Kept as it was said: a birth date that waits for the right number is of use when that comes.
    said = replace(draft, answers=answers)
    draft = settled(REGISTRATION, said, deed.facts)
    step = current(REGISTRATION, draft, deed.facts)
    if isinstance(step, Stop) and step.when is not is_stopped_as_taken:
        return Reply((says.stopped(deed.facts, draft.answers, step),))
    if isinstance(step, Review) and not sheet.wrong:
        return await _keep(deed, draft, stored)
    _tally(deed, stored, said)
    _save(deed, said, stored)
    return Reply((says.draft(deed.facts, said.answers, sheet.wrong, draft.id),))


def _passed_over(sheet: Sheet) -> Answers:
    """What a whole message may do without was left out on purpose."""
    wrong = {one.step for one in sheet.wrong}
    return {ask.step: None for ask in REGISTRATION.asks() if ask.skippable and ask.step not in wrong}


async def _keep(deed: Deed, draft: Conversation, stored: StoredConversation | None) -> Reply:
    concluded = REGISTRATION.conclude(draft.answers, deed.facts, load(deed.facts.language))
    if concluded.outcome is None:
        raise ValueError("a whole person without an outcome")
    if stored is not None:
        deed.unit.end_conversation(stored.conversation.id, revision=stored.revision)
        _tally(deed, stored, None)
    return await keep_assisted(deed, concluded.outcome)


def _tally(deed: Deed, stored: StoredConversation | None, draft: Conversation | None) -> None:
    """Count the draft where it is now, and no more where it was."""
    changes = Counter([village_of(draft)] if draft else [])
    changes.subtract([village_of(stored.conversation)] if stored else [])
    del changes[""]
    tally_drafts(deed.unit, changes)


def _save(deed: Deed, draft: Conversation, stored: StoredConversation | None) -> None:
    deed.unit.save_conversation(
        deed.actor.contact_id,
        draft,
        revision=stored.revision if stored else 0,
        now=deed.now,
        status=stored.status if stored else "parked",
        remind_at=reminds_at(draft, deed.now),
        expire_at=stored.expire_at if stored else deed.now + DRAFTS_LIVE,
    )


async def _usual_village(deed: Deed) -> str:
    """The officer's only village, or that of the person entered last; else it is asked."""
    if len(deed.actor.villages) == 1:
        return next(iter(deed.actor.villages))
    last = await Enrolments(deed.unit).find_last(deed.actor.contact_id, deed.now)
    return last.village_code if last and deed.actor.reaches(last.village_code) else ""


async def _at_door(deed: Deed, sheet: Sheet) -> Sheet:
    """The door of this mark, where only one is called so; it knows village and neighbourhood."""
    if not sheet.door:
        return sheet
    doors = await VillageBook(deed.unit, deed.actor).find_marked(sheet.door, deed.facts.today())
    if len(doors) != 1:
        return sheet
    known = {"door": doors[0].id, "village": doors[0].village_code}
    rt_rw = doors[0].rt_rw
    near = {"neighbourhood": rt_rw} if rt_rw[:1].isdigit() and "/" in rt_rw else {}
    return replace(sheet, answers={**sheet.answers, **known, **near})


async def _checked_slip(deed: Deed, sheet: Sheet) -> Sheet:
    """A number that somebody used already proves nothing: the right one is asked for."""
    slip, village = str(sheet.answers.get("slip", NEW)), str(sheet.answers.get("village", ""))
    if slip == NEW or not village:
        return sheet
    if await Slips(deed.unit).is_free(village, int(slip), by=deed.actor.contact_id):
        return sheet
    fewer = {step: value for step, value in sheet.answers.items() if step != "slip"}
    wrong = Wrong("slip", "slip_taken", {"number": slip})
    return replace(sheet, answers=fewer, wrong=(*sheet.wrong, wrong))


async def _find_draft(deed: Deed, answers: Answers) -> StoredConversation | None:
    """The draft of the same person, for a message that comes again or is put right."""
    officer = deed.actor.contact_id
    stored = (await deed.unit.load_conversations([officer]))[officer]
    return next(
        (
            one
            for one in stored
            if one.conversation.flow == REGISTRATION.name and _is_same(one.conversation.answers, answers)
        ),
        None,
    )


def _is_same(draft: Answers, said: Answers) -> bool:
    """The same number; or the same name, where one of the two has none and no birth date speaks against it."""
    if draft.get("for_whom") != "visited":
        return False
    if draft.get("nik") and said.get("nik"):
        return draft["nik"] == said["nik"]
    one, other = draft.get("birth_date"), said.get("birth_date")
    is_name = worded(str(draft.get("full_name", ""))) == worded(str(said.get("full_name", "")))
    return is_name and (not one or not other or one == other)
