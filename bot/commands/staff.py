"""The commands of those who work with Sasar about each other, and who keeps what their conversations end in."""

from collections.abc import Awaitable, Callable, Mapping

from bot.commands.appointing import invite, join, show_card
from bot.commands.badges import BADGE_COMMANDS
from bot.commands.branches import BRANCHES_COMMAND, give_area, open_branch
from bot.commands.command import Command, Deed, Reply
from bot.commands.officers import OFFICERS_COMMAND, give_village
from bot.commands.succession import SUCCESSION_COMMAND
from conversations.flows.branches import AreaGiven, BranchOpened, VillageGiven
from conversations.flows.invitation import Invitation, Joining
from conversations.outcomes import Outcome

STAFF: tuple[Command, ...] = (
    *BADGE_COMMANDS,
    OFFICERS_COMMAND,
    SUCCESSION_COMMAND,
    BRANCHES_COMMAND,
    Command("gabung", alias="join", act=join, shows_in_menu=False, opens_by_link=True),
)

STAFF_KEEPERS: Mapping[type[Outcome], Callable[[Deed, Outcome], Awaitable[Reply]]] = {
    Invitation: invite,
    Joining: show_card,
    VillageGiven: give_village,
    BranchOpened: open_branch,
    AreaGiven: give_area,
}
