"""An officer leaves: the branch offers the villages to a successor, and nothing moves before that one agrees."""

from bot.commands.appointing import not_there
from bot.commands.command import OFFICERS, Act, Command, Deed, Letter, Reply, by_word
from bot.commands.letters import letter_to
from conversations.actor import Role
from conversations.answers.staff import asks_successor, name_of, place_names, said, successors
from conversations.colleagues import Colleague, HandingOver
from storage.colleagues import Colleagues
from storage.handovers import Handovers


async def choose_successor(deed: Deed, post_id: str) -> Reply:
    """Who takes over? Any other officer of the same branch who is at work."""
    colleagues = Colleagues(deed.unit, deed.actor, deed.now)
    leaving = await colleagues.find(post_id)
    if leaving is None or leaving.role is not Role.OFFICER:
        return not_there(deed)
    name = name_of(leaving, deed.facts)
    if not leaving.villages:
        return Reply((said("nothing_to_hand_over", deed.facts, name=name),))
    others = [one for one in await colleagues.list_all(leaving.branch_id) if _can_take_over(one, leaving)]
    if not others:
        return Reply((said("no_successor", deed.facts),))
    return Reply((successors(leaving, others, deed.facts),))


def _can_take_over(one: Colleague, leaving: Colleague) -> bool:
    is_other = one.contact_id != leaving.contact_id and one.branch_id == leaving.branch_id
    return is_other and one.role is Role.OFFICER and not one.is_suspended


async def offer(deed: Deed, argument: str) -> Reply:
    """Offer the villages of one post to the holder of another."""
    from_post, _, to_post = argument.partition("-")
    colleagues = Colleagues(deed.unit, deed.actor, deed.now)
    leaving, successor = await colleagues.find(from_post), await colleagues.find(to_post)
    if leaving is None or successor is None or not _can_take_over(successor, leaving) or not leaving.villages:
        return not_there(deed)
    offered = await Handovers(deed.unit, deed.now).offer(leaving, successor, by=deed.actor.contact_id)
    name = name_of(leaving, deed.facts)
    letters = await letter_to(
        deed, successor.contact_id, lambda facts: asks_successor(offered.id, name, offered.villages, facts)
    )
    return Reply((said("offered", deed.facts, name=name_of(successor, deed.facts)),), letters=letters)


async def _list(deed: Deed, _argument: str) -> Reply:
    offered = await Handovers(deed.unit, deed.now).list_offered(deed.actor.contact_id)
    if not offered:
        return Reply((said("nothing_offered", deed.facts),))
    says = [
        asks_successor(one.id, await _name_of(deed, one.from_contact), one.villages, deed.facts)
        for one in offered
    ]
    return Reply(tuple(says))


async def _accept(deed: Deed, handover_id: str) -> Reply:
    handovers = Handovers(deed.unit, deed.now)
    moving = await handovers.settle(handover_id, deed.actor.contact_id, "accepted")
    if moving is None:
        return not_there(deed)
    villages = await handovers.move(moving)
    before, name = await _names(deed, moving)
    letters = (
        *await letter_to(deed, moving.from_contact, lambda facts: said("told_handed_over", facts, name=name)),
        *await _told_giver(deed, moving, "told_taken_over"),
    )
    places = place_names(villages, deed.facts)
    return Reply((said("taken_over", deed.facts, villages=places, name=before),), letters=letters)


async def _refuse(deed: Deed, handover_id: str) -> Reply:
    moving = await Handovers(deed.unit, deed.now).settle(handover_id, deed.actor.contact_id, "refused")
    if moving is None:
        return not_there(deed)
    letters = await _told_giver(deed, moving, "told_not_taken_over")
    return Reply((said("not_taken_over", deed.facts),), letters=letters)


async def _told_giver(deed: Deed, moving: HandingOver, key: str) -> tuple[Letter, ...]:
    before, name = await _names(deed, moving)
    return await letter_to(deed, moving.given_by, lambda facts: said(key, facts, name=name, before=before))


async def _names(deed: Deed, moving: HandingOver) -> tuple[str, str]:
    """What the branch calls the one who leaves, and the one who comes."""
    return await _name_of(deed, moving.from_contact), await _name_of(deed, moving.to_contact)


async def _name_of(deed: Deed, contact_id: int) -> str:
    posts = await Colleagues(deed.unit, deed.actor, deed.now).list_posts(contact_id)
    officer = next((one for one in posts if one.role is Role.OFFICER), None)
    return name_of(officer, deed.facts) if officer else ""


SERAH_TERIMA: dict[str, Act] = {"": _list, "ya": _accept, "tidak": _refuse}

SUCCESSION_COMMAND = Command(
    "serahterima",
    alias="handoff",
    roles=OFFICERS,
    act=by_word(SERAH_TERIMA),
    arguments=tuple(SERAH_TERIMA),
    shows_in_menu=False,
)
