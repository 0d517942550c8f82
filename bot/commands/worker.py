"""The commands of workers."""

from bot.commands.command import Command, Reply, opens, says
from conversations.answers.benefits import benefits, sources
from conversations.answers.privacy import privacy
from conversations.answers.status import receipt, registered, status
from conversations.facts import Facts, Needs
from conversations.flows.eligibility import ELIGIBILITY
from conversations.flows.registration import REGISTRATION

CASES = Needs(cases=True)


def _register(argument: str, facts: Facts) -> Reply:
    """For oneself first; whoever is registered already is asked for whom it is this time."""
    if argument == "lain":
        return Reply(opens=REGISTRATION, given=(("for_whom", "other"),), subject=facts.fresh[8:16])
    if any(case.is_own for case in facts.cases):
        return Reply(registered(facts))
    return Reply(opens=REGISTRATION, given=(("for_whom", "self"),))


WORKER: tuple[Command, ...] = (
    Command("cek", opens(ELIGIBILITY), alias="check"),
    Command("daftar", _register, alias="register", needs=CASES),
    Command("manfaat", says(benefits), alias="benefits"),
    Command("sumber", says(sources), alias="sources", shows_in_menu=False),
    Command("status", says(status), needs=CASES),
    Command("bukti", says(receipt), alias="receipt", needs=CASES, shows_in_menu=False),
    Command("privasi", says(privacy), alias="privacy"),
)
