"""What the conversations at the door leave behind, kept in the village book for an officer who may."""

from collections.abc import Awaitable, Callable, Mapping

from bot.commands.command import Deed, Reply
from bot.commands.visits import said_of, show_door
from conversations.answers import visits as answers
from conversations.outcomes import ComeBack, DatedBack, DoorNamed, DoorWish, Outcome
from conversations.village_book import VisitOutcome
from storage.village_book import VillageBook
from storage.visits import Visits


async def keep_door(deed: Deed, outcome: Outcome) -> Reply:
    """Find or make the house, and show it."""
    assert isinstance(outcome, DoorNamed)  # noqa: S101 - the register below says so
    book, today = VillageBook(deed.unit, deed.actor), deed.facts.today(outcome.village_code)
    door = await book.find_or_make(
        outcome.village_code, outcome.rt_rw, outcome.mark, today=today, now=deed.now
    )
    return await show_door(deed, door) if door else Reply((answers.not_there(deed.facts),))


async def keep_return(deed: Deed, outcome: Outcome) -> Reply:
    """Close the visit with the day to come again."""
    assert isinstance(outcome, ComeBack)  # noqa: S101 - the register below says so
    visits = Visits(deed.unit, deed.actor)
    mine = await visits.find(outcome.visit_id)
    if mine is None:
        return said_of(None, deed)
    today = deed.facts.today(mine.village_code)
    done = await visits.record(
        mine.id, VisitOutcome.COME_BACK, today=today, now=deed.now, come_back_on=outcome.on
    )
    return said_of(done, deed)


async def keep_day(deed: Deed, outcome: Outcome) -> Reply:
    """Note the day of the visit, and ask what came of it."""
    assert isinstance(outcome, DatedBack)  # noqa: S101 - the register below says so
    dated = await Visits(deed.unit, deed.actor).date_back(outcome.visit_id, outcome.on, outcome.reason)
    if dated is None or dated.door_id is None:
        return said_of(None, deed)
    today = deed.facts.today(dated.village_code)
    door = await VillageBook(deed.unit, deed.actor).find_door(dated.door_id, today)
    return Reply((answers.at_door(door, dated, deed.facts),)) if door else said_of(None, deed)


async def keep_wish(deed: Deed, outcome: Outcome) -> Reply:
    """Write down what the household wishes."""
    assert isinstance(outcome, DoorWish)  # noqa: S101 - the register below says so
    door = await VillageBook(deed.unit, deed.actor).set_wish(
        outcome.door_id,
        allows_visits=outcome.allows_visits,
        allows_messages=outcome.allows_messages,
        now=deed.now,
    )
    return Reply((answers.wish_kept(door, deed.facts) if door else answers.not_there(deed.facts),))


VISIT_KEEPERS: Mapping[type[Outcome], Callable[[Deed, Outcome], Awaitable[Reply]]] = {
    DoorNamed: keep_door,
    ComeBack: keep_return,
    DatedBack: keep_day,
    DoorWish: keep_wish,
}
