"""The command that says what waits for an officer."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.commands.command import OFFICERS, Command, Deed, Reply
from bot.commands.entries import CHANGE, entries
from conversations.answers.tasks import TaskList, field_of, is_draft
from conversations.answers.tasks import tasks as shown
from conversations.asking import menu_button
from conversations.facts import FALLBACK_ZONE, Needs
from conversations.flows.correction import CORRECTION
from conversations.kinds.own_case import find_case
from conversations.says import Say
from conversations.texts import load
from storage.tasks import Tasks
from storage.visits import Visits


async def tasks(deed: Deed, argument: str) -> Reply:
    """`/tugas`: the list; or, from a button, the one field of a registration that is to be put right."""
    return await _fix(deed, argument) if argument else Reply((shown(await _waiting(deed), deed.facts),))


async def _waiting(deed: Deed) -> TaskList:
    store, village = Tasks(deed.unit, deed.actor), min(deed.actor.villages, default="")
    today = deed.facts.today(village)
    due, late = await store.count_returns(today)
    stored = await deed.unit.load_conversations([deed.actor.contact_id])
    drafts = (one.conversation for one in stored[deed.actor.contact_id])
    return TaskList(
        returns=await store.load_returns(today),
        fixes=await store.load_fixes(deed.now),
        lapses=await store.load_lapses(today),
        drafts=tuple(one for one in drafts if is_draft(one)),
        due=due,
        late=late,
        done=await Visits(deed.unit, deed.actor).count_done(_midnight(deed, village)),
    )


def _midnight(deed: Deed, village_code: str) -> datetime:
    """The beginning of the officer's own day."""
    zone = deed.facts.place.regions.zone(village_code) if village_code else FALLBACK_ZONE
    return datetime.combine(deed.facts.today(village_code), time(), ZoneInfo(zone))


async def _fix(deed: Deed, reference: str) -> Reply:
    fixes = await Tasks(deed.unit, deed.actor).load_fixes(deed.now)
    found = next((fix for fix in fixes if fix.reference == reference), None)
    if found is None:
        texts = load(deed.facts.language)
        return Reply((Say(texts.fill("status.none"), menu_button(deed.facts.language)),))
    field = field_of(found.reason)
    if find_case(reference, deed.facts.cases) is None:
        # Registered at the door: it is in nobody's chat, and an entry of the officer's.
        return await entries(deed, f"{found.id}.{field or CHANGE}")
    given = (("case", reference), *((("field", field),) if field else ()))
    return Reply(opens=CORRECTION, given=given)


TASKS: tuple[Command, ...] = (
    Command("tugas", alias="tasks", roles=OFFICERS, needs=Needs(cases=True), act=tasks),
)
