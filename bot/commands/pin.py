"""The PIN: chosen, shown before what cannot be taken back, and what it then opens."""

from collections.abc import Awaitable, Callable, Mapping

from bot.commands.command import ADMINISTRATORS, BRANCH, Act, Command, Deed, Letter, Reply, by_word
from bot.commands.letters import letter_to
from conversations.actor import Role
from conversations.answers import pins as answers
from conversations.flows.pins import NEW_PIN, PIN, PinChosen, PinShown
from conversations.outcomes import Outcome
from storage.colleagues import Colleagues
from storage.pins import Check, Pins
from storage.staff import Staff

CHANGE, FORGOTTEN, RESET = "ganti", "lupa", "hapus"
NOTHING_WAITS = "/"
"""A stored answer cannot be empty."""


async def guarded(deed: Deed, goes_to: str) -> Reply | None:
    """None when the actor's PIN was shown in the last quarter of an hour; else what asks for it.

    `goes_to` is `command` or `command.argument`, which is carried out once the PIN is right.
    """
    lock = await Pins(deed.unit, deed.now).look(deed.actor.contact_id)
    if lock.is_open:
        return None
    if lock.locked_until:
        return Reply((answers.locked(lock.locked_until, deed.facts),))
    return Reply(opens=PIN if lock.is_set else NEW_PIN, given=(("goes_to", goes_to or NOTHING_WAITS),))


async def pin(deed: Deed, _argument: str) -> Reply:
    """`/pin`: choose one, or see that there is one."""
    lock = await Pins(deed.unit, deed.now).look(deed.actor.contact_id)
    if not lock.is_set:
        return Reply(opens=NEW_PIN, given=(("goes_to", NOTHING_WAITS),))
    return Reply((answers.is_set(deed.facts),))


async def change(deed: Deed, _argument: str) -> Reply:
    """Choose a new one, after the old one was shown."""
    if refused := await guarded(deed, f"pin.{CHANGE}"):
        return refused
    return Reply(opens=NEW_PIN, given=(("goes_to", NOTHING_WAITS),))


async def forgotten(deed: Deed, _argument: str) -> Reply:
    """Ask the heads of the own branch to let somebody choose a new PIN; whoever leads asks an administrator."""
    mine = await Colleagues(deed.unit, deed.actor, deed.now).list_posts(deed.actor.contact_id)
    name = next((one.full_name for one in mine if one.full_name), str(deed.actor.contact_id))
    heads = await Staff(deed.unit).holders_of(deed.actor.branch_id, [Role.BRANCH_HEAD], deed.now)
    letters: tuple[Letter, ...] = ()
    for head in heads:
        if head != deed.actor.contact_id:
            letters += await letter_to(
                deed, head, lambda facts: answers.asks_reset(name, deed.actor.contact_id, facts)
            )
    return Reply((answers.said("asked" if letters else "ask_administrator", deed.facts),), letters=letters)


async def reset(deed: Deed, contact: str) -> Reply:
    """A head lets a colleague of the own branch choose anew, an administrator anybody."""
    contact_id = int(contact) if contact.isdecimal() else 0
    theirs = (await Staff(deed.unit).load_actors([contact_id], deed.now))[contact_id]
    is_own_branch = bool(theirs.branch_id) and theirs.branch_id == deed.actor.branch_id
    may = deed.actor.has(Role.ADMINISTRATOR) or (deed.actor.has(Role.BRANCH_HEAD) and is_own_branch)
    if not may or contact_id == deed.actor.contact_id:
        return Reply((answers.said("not_yours", deed.facts),))
    if refused := await guarded(deed, f"pin.{RESET}-{contact_id}"):
        return refused
    await Pins(deed.unit, deed.now).reset(contact_id, by=deed.actor.contact_id)
    letters = await letter_to(deed, contact_id, lambda facts: answers.said("was_reset", facts))
    return Reply((answers.said("reset", deed.facts),), letters=letters)


async def keep_chosen(deed: Deed, outcome: Outcome) -> Reply:
    """Set the PIN, unless somebody has one that was not shown just now."""
    assert isinstance(outcome, PinChosen)  # noqa: S101 - the keepers' table says so
    pins = Pins(deed.unit, deed.now)
    lock = await pins.look(deed.actor.contact_id)
    if lock.is_set and not lock.is_open:
        return Reply((answers.said("wrong", deed.facts),))
    await pins.choose(deed.actor.contact_id, outcome.pin)
    if not outcome.goes_to:
        return Reply((answers.said("chosen", deed.facts),))
    return await _go(deed, outcome.goes_to)


async def keep_shown(deed: Deed, outcome: Outcome) -> Reply:
    """Judge the PIN, and carry out what waits for it."""
    assert isinstance(outcome, PinShown)  # noqa: S101 - the keepers' table says so
    pins = Pins(deed.unit, deed.now)
    check = await pins.check(deed.actor.contact_id, outcome.pin)
    if check is Check.RIGHT:
        return await _go(deed, outcome.goes_to)
    lock = await pins.look(deed.actor.contact_id)
    if lock.locked_until:
        return Reply((answers.locked(lock.locked_until, deed.facts),))
    return Reply((answers.wrong(outcome.goes_to, deed.facts),))


async def _go(deed: Deed, goes_to: str) -> Reply:
    """Do at once what only says something; what opens a conversation gets a button."""
    from bot.commands import find_command  # noqa: PLC0415 - the list of commands names this one too

    name, _, argument = goes_to.partition(".")
    command = find_command(name)
    if command is None or command.act is None or not command.is_for(deed.actor):
        return Reply((answers.said("right", deed.facts),))
    reply = await command.act(deed, argument)
    return Reply((answers.right(goes_to, deed.facts),)) if reply.opens else reply


WORDS: dict[str, Act] = {"": pin, CHANGE: change, FORGOTTEN: forgotten, RESET: reset}
"""Word of a button to what it does."""

PIN_COMMANDS: tuple[Command, ...] = (
    Command("pin", roles=BRANCH | ADMINISTRATORS, act=by_word(WORDS), arguments=tuple(WORDS)),
)

PIN_KEEPERS: Mapping[type[Outcome], Callable[[Deed, Outcome], Awaitable[Reply]]] = {
    PinChosen: keep_chosen,
    PinShown: keep_shown,
}
