"""`/cabang`: the branch offices, opened and given their areas and heads by an administrator."""

from bot.commands.appointing import not_there
from bot.commands.command import ADMINISTRATORS, Act, Command, Deed, Reply, by_word
from conversations.actor import Role
from conversations.answers.branches import office, offices
from conversations.answers.staff import place_names, said
from conversations.colleagues import BranchRow
from conversations.flows.branches import AREA, BRANCH, AreaGiven, BranchOpened
from conversations.flows.invitation import HEAD, INVITATION
from conversations.outcomes import Outcome
from storage.colleagues import Colleagues
from storage.staff import Staff


def _colleagues(deed: Deed) -> Colleagues:
    return Colleagues(deed.unit, deed.actor, deed.now)


async def _list(deed: Deed, _argument: str) -> Reply:
    return Reply((offices(await _colleagues(deed).list_branches(), deed.facts),))


async def _look(deed: Deed, branch_id: str) -> Reply:
    branch = await _colleagues(deed).find_branch(branch_id)
    if branch is None:
        return not_there(deed)
    return Reply((office(branch, await _colleagues(deed).list_all(branch.id), deed.facts),))


async def _open(_deed: Deed, _argument: str) -> Reply:
    return Reply(opens=BRANCH)


async def _add_area(deed: Deed, branch_id: str) -> Reply:
    if await _colleagues(deed).find_branch(branch_id) is None:
        return not_there(deed)
    return Reply(opens=AREA, given=(("branch", branch_id),))


async def _invite_head(deed: Deed, branch_id: str) -> Reply:
    if await _colleagues(deed).find_branch(branch_id) is None:
        return not_there(deed)
    return Reply(opens=INVITATION, given=(("branch", branch_id), ("post", HEAD)))


async def open_branch(deed: Deed, outcome: Outcome) -> Reply:
    """Keep a new branch with its first regency; two of one name would be mistaken for each other."""
    assert isinstance(outcome, BranchOpened)  # noqa: S101 - the keepers' table says so
    if not deed.actor.has(Role.ADMINISTRATOR):
        return not_there(deed)
    branches = await _colleagues(deed).list_branches()
    if any(one.name.casefold() == outcome.branch_name.casefold() for one in branches):
        return Reply((said("branch_exists", deed.facts),))
    branch_id = await Staff(deed.unit).open_branch(
        outcome.branch_name, [], by=deed.actor.contact_id, now=deed.now
    )
    given = await _give(deed, branch_id, outcome.regency_code, branches)
    opened = said("branch_opened", deed.facts, name=outcome.branch_name)
    return Reply((opened, *given.says, *(await _look(deed, branch_id)).says))


async def give_area(deed: Deed, outcome: Outcome) -> Reply:
    """Keep an area for a branch; whoever had it loses it, and that is said."""
    assert isinstance(outcome, AreaGiven)  # noqa: S101 - the keepers' table says so
    if not deed.actor.has(Role.ADMINISTRATOR):
        return not_there(deed)
    branches = await _colleagues(deed).list_branches()
    if all(one.id != outcome.branch_id for one in branches):
        return not_there(deed)
    given = await _give(deed, outcome.branch_id, outcome.area_code, branches)
    return Reply((*given.says, *(await _look(deed, outcome.branch_id)).says))


async def _give(deed: Deed, branch_id: str, code: str, before: tuple[BranchRow, ...]) -> Reply:
    await Staff(deed.unit).set_areas(branch_id, [code])
    deed.unit.note("area.give", actor=deed.actor.contact_id, on=branch_id, scope=code, at=deed.now)
    had = next((one.name for one in before if code in one.areas and one.id != branch_id), "")
    now_has = await _colleagues(deed).find_branch(branch_id)
    area, name = place_names([code], deed.facts), now_has.name if now_has else ""
    if had:
        return Reply((said("area_moved", deed.facts, area=area, branch=name, before=had),))
    return Reply((said("area_given", deed.facts, area=area, branch=name),))


CABANG: dict[str, Act] = {
    "": _list,
    "lihat": _look,
    "buka": _open,
    "wilayah": _add_area,
    "kepala": _invite_head,
}

BRANCHES_COMMAND = Command(
    "cabang", alias="branches", roles=ADMINISTRATORS, act=by_word(CABANG), arguments=tuple(CABANG)
)
