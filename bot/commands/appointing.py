"""Who gets a post: an invitation given, opened with the right card, and confirmed by who gave it."""

from bot.commands.command import Deed, Reply
from bot.commands.letters import letter_to
from conversations.actor import Pillar, Role
from conversations.answers.front import unknown_command
from conversations.answers.staff import asks_confirm, called, invitation_link, name_of, said
from conversations.colleagues import Invited
from conversations.flows.invitation import HEAD, JOINING, PILLARS, Invitation, Joining
from conversations.outcomes import Outcome
from storage.colleagues import Colleagues
from storage.guesses import Guesses
from storage.invitations import VALID_FOR, Invitations, Wanted
from storage.staff import Staff

WRONG_AN_HOUR = 5
"""Wrong links and wrong cards of one contact in an hour; then none is looked at any more."""


def not_there(deed: Deed) -> Reply:
    """What does not exist, and what is not for this actor: the same words."""
    return Reply(unknown_command(deed.facts))


async def invite(deed: Deed, wish: Outcome) -> Reply:
    """Give an invitation, for a post and a village that the actor may give."""
    assert isinstance(wish, Invitation)  # noqa: S101 - the keepers' table says so
    if not await _may_invite(deed, wish):
        return not_there(deed)
    is_officer = wish.post in PILLARS
    wanted = Wanted(
        Role.OFFICER if is_officer else Role(wish.post),
        Pillar(wish.post) if is_officer else None,
        wish.branch_id,
        wish.full_name,
        (wish.village_code,) if wish.village_code else (),
        wish.phone,
        wish.contact_id,
    )
    token = await Invitations(deed.unit, deed.now).give(wanted, by=deed.actor.contact_id)
    link = joining_link(deed.bot_name, token)
    return Reply(invitation_link(wish.full_name, wish.post, link, VALID_FOR.days, deed.facts))


async def _may_invite(deed: Deed, wish: Invitation) -> bool:
    needed = (Role.ADMINISTRATOR,) if wish.post == HEAD else (Role.BRANCH_HEAD, Role.ADMINISTRATOR)
    if not deed.actor.has(*needed):
        return False
    if wish.village_code and not deed.actor.reaches(wish.village_code):
        return False
    return await Colleagues(deed.unit, deed.actor, deed.now).find_branch(wish.branch_id) is not None


def joining_link(bot_name: str, token: str) -> str:
    """What the invited person taps; before Telegram has told our name, what they type."""
    return f"https://t.me/{bot_name}?start=gabung-{token}" if bot_name else f"/start gabung-{token}"


async def join(deed: Deed, token: str) -> Reply:
    """Open an invitation: ask for the card that it is bound to; a wrong word and an old one get the same answer."""
    if await _is_guessing(deed):
        return _refused(deed)
    invited = await Invitations(deed.unit, deed.now).find_offered(token)
    if invited is None:
        return await _count_wrong(deed)
    if not invited.needs_card:
        return await _join_at_once(deed, invited)
    return Reply(opens=JOINING, given=(("invitation", invited.id),))


async def show_card(deed: Deed, outcome: Outcome) -> Reply:
    """Take the invitation if the card is of the invited phone, and ask who gave it."""
    assert isinstance(outcome, Joining)  # noqa: S101 - the keepers' table says so
    if await _is_guessing(deed):
        return _refused(deed)
    taken = await Invitations(deed.unit, deed.now).take(
        outcome.invitation_id, deed.actor.contact_id, phone=outcome.phone
    )
    if taken is None:
        return await _count_wrong(deed)
    letters = await letter_to(deed, taken.given_by, lambda facts: asks_confirm(taken, facts))
    return Reply((said("waits", deed.facts),), letters=letters)


async def confirm(deed: Deed, invitation_id: str) -> Reply:
    """Let somebody in who showed the right card, unless another branch has them."""
    invitations = Invitations(deed.unit, deed.now)
    waiting = next((one for one in await invitations.list_taken(deed.actor) if one.id == invitation_id), None)
    if waiting is None or waiting.used_by is None or not all(map(deed.actor.reaches, waiting.villages)):
        return not_there(deed)
    name, rank = name_of(waiting, deed.facts), called(waiting.rank, deed.facts)
    if await _is_busy_elsewhere(deed, waiting, waiting.used_by):
        return Reply((said("busy_elsewhere", deed.facts, name=name),))
    await invitations.settle(invitation_id, deed.actor, "confirmed")
    await _appoint(deed, waiting, waiting.used_by)
    letters = await letter_to(
        deed, waiting.used_by, lambda facts: said("joined", facts, rank=called(waiting.rank, facts))
    )
    return Reply((said("confirmed", deed.facts, name=name, rank=rank),), letters=letters)


async def decline(deed: Deed, invitation_id: str) -> Reply:
    """Send somebody away who took an invitation; the invitation is used up all the same."""
    refused = await Invitations(deed.unit, deed.now).settle(invitation_id, deed.actor, "refused")
    if refused is None or refused.used_by is None:
        return not_there(deed)
    letters = await letter_to(deed, refused.used_by, lambda facts: said("join_declined", facts))
    return Reply((said("declined", deed.facts, name=name_of(refused, deed.facts)),), letters=letters)


async def _appoint(deed: Deed, invited: Invited, contact_id: int) -> None:
    """Give the post, or back what was suspended, and the villages."""
    staff, by = Staff(deed.unit), invited.given_by
    posts = await Colleagues(deed.unit, deed.actor, deed.now).list_posts(contact_id)
    held = [one for one in posts if (one.role, one.branch_id) == (invited.role, invited.branch_id)]
    if any(one.is_suspended for one in held):
        await staff.restore(contact_id, by=by, now=deed.now)
    if not held:
        await staff.give_post(
            contact_id,
            invited.role,
            by=by,
            now=deed.now,
            pillar=invited.pillar,
            branch_id=invited.branch_id,
            full_name=invited.full_name,
        )
    await staff.assign(contact_id, invited.villages, by=by, now=deed.now)
    await renew_menu(deed, contact_id)


async def renew_menu(deed: Deed, contact_id: int) -> None:
    """Have Telegram show somebody the menu of the roles they have now."""
    from bot.menus import say_menu  # noqa: PLC0415 - the menu lists every command, these included

    await say_menu(deed.unit, contact_id, key=f"{deed.update_id}:menu:{contact_id}", now=deed.now)


async def _join_at_once(deed: Deed, invited: Invited) -> Reply:
    """Whoever was picked by their account, or was handed a link from the console, needs no second yes."""
    taken = await Invitations(deed.unit, deed.now).take(invited.id, deed.actor.contact_id)
    if taken is None or await _is_busy_elsewhere(deed, taken, deed.actor.contact_id):
        return await _count_wrong(deed)
    await _appoint(deed, taken, deed.actor.contact_id)
    if taken.role is Role.ADMINISTRATOR:
        return Reply((said("administrator_joined", deed.facts),))
    rank = called(taken.rank, deed.facts)
    name = name_of(taken, deed.facts)
    letters = await letter_to(
        deed, taken.given_by, lambda facts: said("confirmed", facts, name=name, rank=rank)
    )
    return Reply((said("joined", deed.facts, rank=rank),), letters=letters)


async def _is_busy_elsewhere(deed: Deed, invited: Invited, contact_id: int) -> bool:
    posts = await Colleagues(deed.unit, deed.actor, deed.now).list_posts(contact_id)
    return any(one.branch_id not in {"", invited.branch_id} for one in posts)


async def _is_guessing(deed: Deed) -> bool:
    return await Guesses(deed.unit).are_spent(
        deed.actor.contact_id, "invitation", limit=WRONG_AN_HOUR, now=deed.now
    )


async def _count_wrong(deed: Deed) -> Reply:
    await Guesses(deed.unit).count(deed.actor.contact_id, "invitation", now=deed.now)
    return _refused(deed)


def _refused(deed: Deed) -> Reply:
    return Reply((said("join_refused", deed.facts),))
