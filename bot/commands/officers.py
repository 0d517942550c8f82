"""`/petugas`: those who work for a branch, and what its head does with them."""

from collections.abc import Awaitable, Callable

from bot.commands.appointing import confirm, decline, not_there, renew_menu
from bot.commands.command import ADMINISTRATORS, HEADS, Act, Command, Deed, Letter, Reply, by_word
from bot.commands.letters import letter_to
from bot.commands.succession import choose_successor, offer
from conversations.actor import Role
from conversations.answers.staff import asks_confirm, card, choose_branch, name_of, people, place_names, said
from conversations.colleagues import BranchRow, Colleague
from conversations.facts import Facts
from conversations.flows.branches import ASSIGNMENT, VillageGiven
from conversations.flows.invitation import INVITATION
from conversations.outcomes import Outcome
from conversations.says import Say
from storage.colleagues import Colleagues
from storage.invitations import Invitations
from storage.staff import Staff
from storage.wishes import find_unwilling

Write = Callable[[Facts], Say]


def _colleagues(deed: Deed) -> Colleagues:
    return Colleagues(deed.unit, deed.actor, deed.now)


def _at_branch(act: Callable[[Deed, BranchRow], Awaitable[Reply]], word: str) -> Act:
    """An act at the named branch, at the only one, or at the one that is chosen first."""

    async def found(deed: Deed, branch_id: str) -> Reply:
        branches = await _colleagues(deed).list_branches()
        here = [one for one in branches if branch_id in {"", one.id}]
        if len(here) == 1:
            return await act(deed, here[0])
        if here:
            return Reply((choose_branch(here, "petugas", word, deed.facts),))
        return not_there(deed) if branch_id else Reply((said("no_branch", deed.facts),))

    return found


def _on_colleague(act: Callable[[Deed, Colleague], Awaitable[Reply]]) -> Act:
    """An act on one colleague, named by their post; whoever is not the actor's is not there."""

    async def found(deed: Deed, post_id: str) -> Reply:
        one = await _colleagues(deed).find(post_id)
        return not_there(deed) if one is None else await act(deed, one)

    return found


async def _list(deed: Deed, branch: BranchRow, page: int = 0) -> Reply:
    everybody = await _colleagues(deed).list_all(branch.id)
    taken = await Invitations(deed.unit, deed.now).list_taken(deed.actor)
    waiting = [one for one in taken if one.branch_id == branch.id]
    return Reply((people(branch, everybody, waiting, deed.facts, page=page),))


async def _page(deed: Deed, argument: str) -> Reply:
    page, _, branch_id = argument.partition("-")
    number = int(page) if page.isascii() and page.isdigit() else 0
    return await _at_branch(lambda deed, branch: _list(deed, branch, number), "kantor")(deed, branch_id)


async def _candidate(deed: Deed, invitation_id: str) -> Reply:
    taken = await Invitations(deed.unit, deed.now).list_taken(deed.actor)
    found = next((one for one in taken if one.id == invitation_id), None)
    return not_there(deed) if found is None else Reply((asks_confirm(found, deed.facts),))


async def _look(deed: Deed, one: Colleague) -> Reply:
    return Reply((card(one, deed.facts),))


async def _suspend(deed: Deed, one: Colleague) -> Reply:
    posts = await _colleagues(deed).list_posts(one.contact_id)
    if any(post.role is Role.ADMINISTRATOR for post in posts) and not deed.actor.has(Role.ADMINISTRATOR):
        return not_there(deed)
    await Staff(deed.unit).suspend(one.contact_id, by=deed.actor.contact_id, now=deed.now)
    return await _turned(deed, one, "suspended")


async def _restore(deed: Deed, one: Colleague) -> Reply:
    await Staff(deed.unit).restore(one.contact_id, by=deed.actor.contact_id, now=deed.now)
    return await _turned(deed, one, "restored")


async def _turned(deed: Deed, one: Colleague, key: str) -> Reply:
    """Tell both, change the menu, and show the colleague as they are now."""
    await renew_menu(deed, one.contact_id)
    letters = await letter_to(deed, one.contact_id, lambda facts: said(f"told_{key}", facts))
    return await _shown_again(deed, one, said(key, deed.facts, name=name_of(one, deed.facts)), letters)


async def _shown_again(deed: Deed, one: Colleague, done: Say, letters: tuple[Letter, ...]) -> Reply:
    now_is = await _colleagues(deed).find(one.post_id)
    return Reply((done, *((card(now_is, deed.facts),) if now_is else ())), letters=letters)


async def _drop_village(deed: Deed, argument: str) -> Reply:
    post_id, _, code = argument.partition("-")
    one = await _colleagues(deed).find(post_id)
    if one is None or code not in one.villages or not deed.actor.reaches(code):
        return not_there(deed)
    await Staff(deed.unit).unassign(one.contact_id, [code], by=deed.actor.contact_id, now=deed.now)
    return await _told_of_village(deed, one, code, "village_taken")


async def _add_village(deed: Deed, one: Colleague) -> Reply:
    if one.role is not Role.OFFICER:
        return not_there(deed)
    return Reply(opens=ASSIGNMENT, given=(("officer", one.post_id),))


async def give_village(deed: Deed, outcome: Outcome) -> Reply:
    """Keep a village for an officer, both within the actor's reach."""
    assert isinstance(outcome, VillageGiven)  # noqa: S101 - the keepers' table says so
    one = await _colleagues(deed).find(outcome.post_id)
    if one is None or one.role is not Role.OFFICER or not deed.actor.reaches(outcome.village_code):
        return not_there(deed)
    await Staff(deed.unit).assign(
        one.contact_id, [outcome.village_code], by=deed.actor.contact_id, now=deed.now
    )
    return await _told_of_village(deed, one, outcome.village_code, "village_given")


async def _told_of_village(deed: Deed, one: Colleague, code: str, key: str) -> Reply:
    village = place_names([code], deed.facts)
    letters = await letter_to(deed, one.contact_id, lambda facts: said(f"told_{key}", facts, village=village))
    done = said(key, deed.facts, name=name_of(one, deed.facts), village=village)
    return await _shown_again(deed, one, done, letters)


async def _remind(deed: Deed, one: Colleague) -> Reply:
    return await _reminded(deed, [] if one.is_suspended else [one])


async def _remind_idle(deed: Deed, branch: BranchRow) -> Reply:
    everybody = await _colleagues(deed).list_all(branch.id)
    return await _reminded(deed, [one for one in everybody if one.is_idle(deed.now)])


async def _reminded(deed: Deed, colleagues: list[Colleague]) -> Reply:
    """A friendly word to each, once a day at the most."""
    day = deed.facts.today().isoformat()
    letters: tuple[Letter, ...] = ()
    unwilling = await find_unwilling(deed.unit, (one.contact_id for one in colleagues))
    for one in (one for one in colleagues if one.contact_id not in unwilling):
        letters += await letter_to(deed, one.contact_id, _reminder(one), key=f"idle:{one.contact_id}:{day}")
    return Reply((said("reminded", deed.facts, count=len(letters)),), letters=letters)


def _reminder(one: Colleague) -> Write:
    return lambda facts: said("reminder", facts, name=name_of(one, facts))


async def _invite(deed: Deed, branch: BranchRow) -> Reply:
    del deed
    return Reply(opens=INVITATION, given=(("branch", branch.id),))


PETUGAS: dict[str, Act] = {
    "": _at_branch(_list, "kantor"),
    "kantor": _at_branch(_list, "kantor"),
    "hal": _page,
    "undang": _at_branch(_invite, "undang"),
    "sapa": _at_branch(_remind_idle, "sapa"),
    "calon": _candidate,
    "terima": confirm,
    "tolak": decline,
    "lihat": _on_colleague(_look),
    "henti": _on_colleague(_suspend),
    "pulih": _on_colleague(_restore),
    "ingat": _on_colleague(_remind),
    "tambah": _on_colleague(_add_village),
    "cabut": _drop_village,
    "serah": choose_successor,
    "ke": offer,
}
"""What stands before the hyphen in an argument; ids of posts, branches and invitations follow it."""

OFFICERS_COMMAND = Command(
    "petugas", alias="officers", roles=HEADS | ADMINISTRATORS, act=by_word(PETUGAS), arguments=tuple(PETUGAS)
)
