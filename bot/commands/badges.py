"""`/lencana` shows an officer's badge code, and `/cekpetugas` lets anybody check one."""

from bot.commands.appointing import not_there
from bot.commands.command import OFFICERS, Command, Deed, Reply
from conversations.actor import Role
from conversations.answers.badges import MARK, find_code, good, other, shown
from conversations.colleagues import BadgeShown
from conversations.facts import Needs
from storage.badges import Badges
from storage.colleagues import Colleagues
from storage.guesses import Guesses

LOOKUPS_AN_HOUR = 20
"""Right or wrong; a neighbourhood may share one phone."""


async def _show(deed: Deed, _argument: str) -> Reply:
    own = await Colleagues(deed.unit, deed.actor, deed.now).find_own(Role.OFFICER)
    if own is None:
        return not_there(deed)
    code, until_at = await Badges(deed.unit, deed.now).renew(own)
    return Reply(shown(code, until_at, next(iter(own.villages), ""), deed.facts))


async def _check(deed: Deed, argument: str) -> Reply:
    code = find_code(argument) or find_code(f"{MARK} {argument}")
    if not code:
        return Reply(other("ask" if not argument else "bad", deed.facts))
    guesses = Guesses(deed.unit)
    if await guesses.are_spent(deed.actor.contact_id, "badge", limit=LOOKUPS_AN_HOUR, now=deed.now):
        return Reply(other("too_many", deed.facts))
    await guesses.count(deed.actor.contact_id, "badge", now=deed.now)
    badge = await Badges(deed.unit, deed.now).find(code)
    is_good = badge is not None and _works_here(badge, deed)
    deed.unit.note(
        "badge.check", actor=deed.actor.contact_id, on="", at=deed.now, result="good" if is_good else "bad"
    )
    return Reply(good(badge, deed.facts) if badge and is_good else other("bad", deed.facts))


def _works_here(badge: BadgeShown, deed: Deed) -> bool:
    """An officer at the door of somebody whose village is known must work in that village."""
    homes = {case.village_code for case in deed.facts.cases if case.is_own and case.state != "erased"}
    return not homes or not homes.isdisjoint(badge.villages)


BADGE_COMMANDS = (
    Command("lencana", alias="badge", roles=OFFICERS, act=_show),
    Command(
        "cekpetugas",
        alias="verify",
        act=_check,
        needs=Needs(cases=True),
        shows_in_menu=False,
        opens_by_link=True,
    ),
)
