"""Questions that need a person: asked, told to who may know, answered, and asked on in the same thread."""

from collections.abc import Awaitable, Callable, Mapping

from bot.broadcasts.telling import letters_about
from bot.commands.command import ADMINISTRATORS, BRANCH, OFFICERS, Command, Deed, Reply
from bot.commands.letters import letter_to
from conversations.actor import BRANCH as AT_A_BRANCH
from conversations.actor import Role
from conversations.answers import threads as answers
from conversations.flows.broadcast import BROADCAST_REPLY, THREAD_REPLY, BroadcastReplied, Remark
from conversations.outcomes import HandOver, Outcome
from conversations.threads import Level, Thread
from storage.broadcasts import Broadcasts
from storage.threads import Threads


async def _list(deed: Deed, question_id: str) -> Reply:
    """`/jawab`: what waits; with the id of a question, that one."""
    threads = Threads(deed.unit, deed.now)
    if not question_id:
        return Reply((answers.listed(await threads.list_waiting(deed.actor), deed.facts),))
    one = await threads.find(question_id, deed.actor)
    if one is None or one.asker == deed.actor.contact_id:
        return _not_there(deed)
    return Reply((answers.question(one, deed.facts),))


def _not_there(deed: Deed) -> Reply:
    return Reply((answers.said("not_there", deed.facts),))


async def _go_on(deed: Deed, question_id: str) -> Reply:
    """Write in a thread: an answer, or more from who asked."""
    one = await Threads(deed.unit, deed.now).find(question_id, deed.actor)
    return _not_there(deed) if one is None else Reply(opens=THREAD_REPLY, given=(("thread", one.id),))


async def _reply(deed: Deed, broadcast_id: str) -> Reply:
    """Write back to who sent a broadcast."""
    if not await Broadcasts(deed.unit, deed.actor, deed.now).is_for_actor(broadcast_id):
        return _not_there(deed)
    return Reply(opens=BROADCAST_REPLY, given=(("broadcast", broadcast_id),))


async def keep_question(deed: Deed, outcome: Outcome) -> Reply:
    """Keep a question, and tell it to the officers of the village, or to the branch where there are none."""
    assert isinstance(outcome, HandOver)  # noqa: S101 - the keepers' table says so
    one = await Threads(deed.unit, deed.now).open(deed.actor.contact_id, outcome)
    return Reply(letters=await letters_about(deed.unit, one, deed.facts))


async def keep_reply(deed: Deed, outcome: Outcome) -> Reply:
    """Keep what a reader wrote back, and tell it to the author of the broadcast."""
    assert isinstance(outcome, BroadcastReplied)  # noqa: S101 - the keepers' table says so
    if not await Broadcasts(deed.unit, deed.actor, deed.now).is_for_actor(outcome.broadcast_id):
        return _not_there(deed)
    asked = HandOver(topic="broadcast", question=outcome.words)
    threads = Threads(deed.unit, deed.now)
    one = await threads.open(deed.actor.contact_id, asked, broadcast_id=outcome.broadcast_id)
    return Reply(letters=await letters_about(deed.unit, one, deed.facts))


async def keep_remark(deed: Deed, outcome: Outcome) -> Reply:
    """Keep the next words of a thread, and hand them to the other side."""
    assert isinstance(outcome, Remark)  # noqa: S101 - the keepers' table says so
    threads = Threads(deed.unit, deed.now)
    one = await threads.find(outcome.question_id, deed.actor)
    if one is None:
        return _not_there(deed)
    now_is = await threads.add(one, deed.actor.contact_id, outcome.words)
    if deed.actor.contact_id == one.asker:
        return Reply(letters=await letters_about(deed.unit, now_is, deed.facts))
    by = _level_of(deed, one)
    letters = await letter_to(deed, one.asker, lambda facts: answers.answer(one, outcome.words, by, facts))
    return Reply(() if one.is_open else (answers.said("already", deed.facts),), letters=letters)


def _level_of(deed: Deed, one: Thread) -> Level:
    """As whom the actor answers, in the eyes of who asked."""
    if one.broadcast_id:
        return Level.AUTHOR
    is_officer = Role.OFFICER in deed.actor.roles and deed.actor.roles.isdisjoint(AT_A_BRANCH)
    return Level.OFFICER if is_officer else Level.BRANCH


QUESTION_COMMANDS: tuple[Command, ...] = (
    Command("jawab", alias="answer", roles=OFFICERS | BRANCH | ADMINISTRATORS, act=_list),
    Command("sambung", act=_go_on, shows_in_menu=False),
    Command("balas", act=_reply, shows_in_menu=False),
)

QUESTION_KEEPERS: Mapping[type[Outcome], Callable[[Deed, Outcome], Awaitable[Reply]]] = {
    HandOver: keep_question,
    BroadcastReplied: keep_reply,
    Remark: keep_remark,
}
