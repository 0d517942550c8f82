"""`/daftarkan`: an officer registers the person before them, in steps or with one message."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

from bot.commands.command import OFFICERS, Command, Deed, Reply
from bot.commands.enrolling import is_reached, keep_assisted
from bot.commands.entries import ENTRIES, keep_entry
from bot.commands.finding import FINDING
from bot.commands.hasty import take_shorthand
from bot.commands.paper import PAPER, keep_take_over
from conversations.answers import enrolment as answers
from conversations.answers.shorthand import COMPLETE, guide
from conversations.flows import visited
from conversations.flows.registration import REGISTRATION
from conversations.kinds.rt_rw import NONE
from conversations.kinds.visit_time import arrived
from conversations.outcomes import AssistedRegistration, EntryCorrection, Outcome, TakeOver
from conversations.shorthand import is_shorthand
from storage.enrolments import Enrolments
from storage.village_book import VillageBook

AGAIN = "lagi"
"""The next person of the same hamlet."""
SAME_ROUND = timedelta(hours=12)
"""So long the next person counts as met on the same round."""


async def enrol(deed: Deed, argument: str) -> Reply:
    """Open the registration where the argument says: a door, a village, the last hamlet; or read a whole person."""
    if not deed.actor.villages:
        return Reply((answers.no_village(deed.facts),))
    if argument in _WORDS:
        return await _WORDS[argument](deed)
    for text in (argument, f"daftar {argument}"):
        if is_shorthand(text):
            return await take_shorthand(deed, text)
    return await _begin(deed, argument)


async def _guide(deed: Deed) -> Reply:
    return Reply(guide(deed.facts))


async def _begin(deed: Deed, argument: str) -> Reply:
    if is_reached(deed, argument):
        return _opened(deed, argument)
    if door := await VillageBook(deed.unit, deed.actor).find_door(argument, deed.facts.today()):
        return _opened(deed, door.village_code, door=door.id, neighbourhood=_known(door.rt_rw))
    return _opened(deed, *deed.actor.villages) if len(deed.actor.villages) == 1 else _asked(deed)


def _asked(deed: Deed) -> Reply:
    return Reply((answers.where(deed.facts),))


async def _next(deed: Deed) -> Reply:
    """Village, neighbourhood and the day of the visit are those of the last person."""
    last = await Enrolments(deed.unit).find_last(deed.actor.contact_id, deed.now)
    if last is None or not deed.actor.reaches(last.village_code):
        return await _begin(deed, "")
    is_same_round = deed.now - last.entered_at < SAME_ROUND and last.visited_at is not None
    kept = last.visited_at.isoformat(timespec="minutes") if is_same_round and last.visited_at else ""
    neighbourhood = visited.neighbourhood_of(last.address)
    return _opened(deed, last.village_code, neighbourhood=neighbourhood, visited_at=kept)


def _opened(
    deed: Deed,
    village_code: str,
    *,
    door: str = visited.NO_DOOR,
    neighbourhood: str = NONE,
    visited_at: str = "",
) -> Reply:
    given = visited.given(
        village_code, visited_at or arrived(deed.facts), door=door, neighbourhood=neighbourhood
    )
    # Each person is a subject of their own, so that nobody's answers ever stand under another's name.
    return Reply(opens=REGISTRATION, given=tuple(given.items()), subject=deed.facts.fresh[8:16])


def _known(rt_rw: str) -> str:
    """The neighbourhood of a door, where it has one in the form of the card."""
    return rt_rw if rt_rw[:1].isdigit() and "/" in rt_rw else NONE


_WORDS: Mapping[str, Callable[[Deed], Awaitable[Reply]]] = {AGAIN: _next, COMPLETE: _guide}

ENROL: tuple[Command, ...] = (
    Command("daftarkan", alias="enrol", roles=OFFICERS, act=enrol, arguments=(AGAIN, COMPLETE)),
    *ENTRIES,
    *FINDING,
    *PAPER,
)
ENROL_KEEPERS: Mapping[type[Outcome], Callable[[Deed, Outcome], Awaitable[Reply]]] = {
    AssistedRegistration: keep_assisted,
    EntryCorrection: keep_entry,
    TakeOver: keep_take_over,
}
"""What these conversations leave behind."""
